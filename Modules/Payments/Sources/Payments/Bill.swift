public import Kernel

/// What somebody owes for one purpose. There is one bill per purpose, however it is paid.
public struct Bill: Sendable, Hashable {
    public let id: Identifier
    /// What is paid for, e.g. a request; another module's identifier.
    public let purpose: Identifier
    /// The person who owes it.
    public let payer: Identifier
    public let amount: Money
    /// Whose money it is.
    public let revenue: RevenueKind
    /// Names the service, never the person.
    public let description: String
    public internal(set) var status: BillStatus
    /// Name of the provider by which the payer means to pay, e.g. `cash`.
    public internal(set) var provider: String
    /// Names of the providers by which it may be paid; `nil` for all that the region has.
    public let ways: [String]?
    /// The agency whose service is paid for; `nil` where that was not said.
    public let agency: String?
    public let createdAt: Instant
    /// When the money was taken; `nil` unless the bill is paid.
    public internal(set) var paidAt: Instant?
}

/// Where a bill stands.
public enum BillStatus: String, Sendable, Hashable, CaseIterable {
    case open, paid
    /// Nothing is owed any more, because what it was for was taken back.
    case cancelled
}

/// A bill with all that its payer needs to pay it, or to show that it is paid.
public struct BillStanding: Sendable, Hashable {
    public let bill: Bill
    /// The newest charge with the provider that the payer means to pay by; `nil` before there is one.
    public let charge: BillCharge?
    /// Whether the provider is still to be asked for a charge, because it did not answer.
    public let isOpening: Bool
    /// The providers among which the payer can choose, in the region's order.
    public let offered: [String]
    /// Of the payment that settled it; `nil` while it is open, and for what was paid before receipts had numbers.
    public let receipt: ReceiptNumber?
    /// Name of the provider by which it was paid; `nil` while it is open.
    public let paidBy: String?
    /// The number by which the state's treasury knows the payment (NTPN); `nil` where there is none.
    public let proof: String?
    /// The cashier who took the money; `nil` for what came in otherwise.
    public let cashier: Identifier?
    /// What else came in for it and is still held.
    public let held: Money
    /// What was granted to be given back and has not gone out yet.
    public let returning: Money
    /// What was given back.
    public let returned: Money
}

public import Kernel

/// What somebody owes for one purpose, and how it can be paid. There is one bill per purpose.
public struct Bill: Sendable, Hashable {
    public let id: Identifier
    /// What is paid for, e.g. a request; another module's identifier.
    public let purpose: Identifier
    /// The person who owes it.
    public let payer: Identifier
    public let amount: Money
    /// Names the service, never the person.
    public let description: String
    public internal(set) var status: BillStatus
    /// Name of the provider that collects it, e.g. `stub-qris`.
    public let provider: String
    /// The provider's own name for this bill: unique with the provider.
    public let reference: String
    /// The text of the QRIS picture.
    public let qrisPayload: String
    public let createdAt: Instant
    /// When the provider took the money; `nil` while the bill is open.
    public internal(set) var paidAt: Instant?
}

/// Where a bill stands.
public enum BillStatus: String, Sendable, Hashable, CaseIterable {
    case open, paid
}

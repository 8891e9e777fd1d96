public import Kernel

/// One way on which a bill can be paid, as a provider opened it. Money that comes in for an older one is for the same bill.
public struct BillCharge: Sendable, Hashable {
    public let id: Identifier
    public let bill: Identifier
    /// Name of the provider that opened it.
    public let provider: String
    /// The provider's own name for it: unique with the provider.
    public let reference: String
    /// The text of the QRIS picture; `nil` where the provider has none.
    public let qrisPayload: String?
    /// What the payer types, e.g. a virtual account; `nil` where there is nothing to type.
    public let code: String?
    /// What is to be paid on this way: the bill's amount, or more where the provider marks its charges so.
    public let amount: Money
    /// Since when the payer has paid without the provider's confirmation; `nil` when it is not known that she has.
    public let pendingAt: Instant?
    public let openedAt: Instant
    /// From when on the payer needs a new one; `nil` where it holds as long as the bill.
    public let expiresAt: Instant?

    /// Whether the payer needs a new one.
    public func isExpired(at instant: Instant) -> Bool { expiresAt.map { instant >= $0 } ?? false }
}

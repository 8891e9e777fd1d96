public import Kernel

/// A cashier's time at one drawer: from the change that lay in it to what was counted at the end.
public struct CashShift: Sendable, Hashable {
    public let id: Identifier
    public let cashier: Identifier
    public let openedAt: Instant
    /// The change that lay in the drawer at the beginning.
    public let change: Money
    /// What was taken so far, kept with each receipt.
    public let taken: Money
    /// What was given back from the drawer so far.
    public let givenBack: Money
    /// How many receipts were written.
    public let receipts: Int
    /// `nil` while it is open.
    public let closing: Closing?

    /// What should lie in the drawer.
    public var expected: Money { Money(rupiah: change.rupiah + taken.rupiah - givenBack.rupiah) ?? .zero }

    /// How a shift ended.
    public struct Closing: Sendable, Hashable {
        public let at: Instant
        /// What lay in the drawer.
        public let counted: Money
        /// Why that is not what should have lain there; `nil` when it is.
        public let reason: String?
    }

    /// Counted less expected, in rupiah; `nil` while the shift is open.
    public var difference: Int? { closing.map { $0.counted.rupiah - expected.rupiah } }
}

/// What a cashier has taken for a bill.
public struct CashReceipt: Sendable, Hashable {
    public let payment: ReceivedPayment
    /// What the payer handed over.
    public let handed: Money
    /// What she gets back.
    public var change: Money { Money(rupiah: handed.rupiah - payment.amount.rupiah) ?? .zero }
}

internal import Kernel

/// Money that is paid into a hand: the charge is a name to find the bill by, and no notice ever comes.
public struct CashDesk: PaymentProvider {
    public static let name = "cash"

    public init() {}

    public var name: String { CashDesk.name }
    public var opening: ChargeOpening { .here { bill in Charge(reference: bill.reference(prefix: "TUNAI")) } }
}

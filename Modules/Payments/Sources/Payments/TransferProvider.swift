internal import Kernel

/// A bank transfer into the region's own account: no bank needs to know of the portal. A transfer is told from others by its last rupiah, and
/// an officer or the bank's own statement says that it came.
public struct TransferProvider: PaymentProvider {
    public static let name = "transfer"
    /// What is paid above the fee at most, in rupiah.
    public static let mostRupiah = 999
    /// How long a payer has: 24 hours, so that whoever transfers in the evening has a morning to look at it again.
    public static let openSeconds = 24 * 3600
    /// How long nobody else gets the same amount after that: with it two charges of one amount never share a day, which is all that a
    /// statement tells of a moment.
    static let restSeconds = 24 * 3600
    static let prefix = "TRF"

    public init() {}

    public var name: String { TransferProvider.name }
    public var opening: ChargeOpening {
        .marked(most: TransferProvider.mostRupiah) { bill, amount in
            Charge(
                reference: bill.reference(prefix: TransferProvider.prefix), amount: amount,
                expiresAt: bill.at.advanced(bySeconds: TransferProvider.openSeconds))
        }
    }
}

extension PaymentProvider {
    /// Whether it is paid into the region's own account, and so wants one.
    var needsAccount: Bool { if case .marked = opening { true } else { false } }
}

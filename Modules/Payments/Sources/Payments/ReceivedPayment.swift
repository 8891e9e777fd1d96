public import Kernel

/// Money that a provider took, entered once in the ledger whether or not it settled a bill: what came in is never lost.
public struct ReceivedPayment: Sendable, Hashable {
    public let id: Identifier
    public let provider: String
    /// The provider's name for the payment; unique with the provider.
    public let paymentID: String
    public let reference: String
    public let amount: Money
    /// `nil` when no bill has that reference.
    public let bill: Identifier?
    public let standing: PaymentStanding
    /// What of it settled nothing and is still here: all of it at first, when it did not settle a bill.
    public let held: Money
    /// What was granted to be given back.
    public let givenBack: Money
    /// The number by which the state's treasury knows it (NTPN); `nil` where there is none.
    public let proof: String?
    /// `nil` for money that settled nothing, and for what came in before receipts had numbers.
    public let receipt: ReceiptNumber?
    /// The shift at the cash desk in which it was taken; `nil` for what came in otherwise.
    public let shift: Identifier?
    /// When the provider took the money.
    public let paidAt: Instant
    /// When the portal learned of it.
    public let receivedAt: Instant

    /// What can be given back of it, and which money that is: what settled nothing goes first.
    public var refundable: (amount: Money, source: RefundSource) {
        if held > .zero { return (held, .held) }
        let left = standing.settles ? amount.rupiah - givenBack.rupiah : 0
        return (Money(rupiah: left) ?? .zero, .revenue)
    }
}

/// What a received payment did. What settled nothing waits for whoever answers for the money, who gives it back or credits it.
public enum PaymentStanding: String, Sendable, Hashable, CaseIterable {
    case settled, wrongAmount, alreadyPaid, unknownReference
    /// For a bill of which nothing is owed any more.
    case billCancelled
    /// It settled nothing when it came, and a bill by somebody's decision.
    case credited

    /// Whether it settled a bill.
    public var settles: Bool { self == .settled || self == .credited }

    /// What the provider is told instead of success; `nil` when the money found its bill.
    func problem(_ payment: ReceivedPayment) -> Problem? {
        let detail = "\(payment.provider) payment \(payment.paymentID) for \(payment.reference), kept as \(payment.id)"
        return switch self {
        case .settled, .credited: nil
        case .wrongAmount: Problem(.conflict, "problem.payment.wrongAmount", detail: detail)
        case .alreadyPaid: Problem(.conflict, "problem.payment.alreadyPaid", detail: detail)
        case .billCancelled: Problem(.conflict, "problem.payment.billCancelled", detail: detail)
        case .unknownReference: Problem(.notFound, "problem.payment.unknownReference", detail: detail)
        }
    }
}

public import Kernel

/// What a provider vouches for, however the portal learned of it.
public enum ProviderReport: Sendable, Hashable {
    /// Money came in.
    case paid(Confirmation)
    /// The payer has paid, and the provider has not confirmed it yet.
    case pending(reference: String, at: Instant)
    /// What became of money that was to be given back.
    case refund(RefundReport)
}

/// What a provider answers when it is asked for a charge.
public enum ChargeState: Sendable, Hashable {
    /// Not paid, and can still be.
    case open
    /// Paid, and not confirmed yet.
    case pending(at: Instant)
    /// All that came in for it.
    case paid([Confirmation])
    /// Expired or failed: it will never be paid.
    case over
}

/// One payment, as the provider vouches for it.
public struct Confirmation: Sendable, Hashable {
    /// The provider's own name for the payment: the same payment told twice has the same one.
    public let paymentID: String
    /// Which charge was paid.
    public let reference: String
    public let amount: Money
    public let paidAt: Instant
    /// The number by which the state's treasury knows it (NTPN); `nil` where there is none.
    public let proof: String?

    public init(paymentID: String, reference: String, amount: Money, paidAt: Instant, proof: String? = nil) {
        self.paymentID = paymentID
        self.reference = reference
        self.amount = amount
        self.paidAt = paidAt
        self.proof = proof
    }
}

/// What a provider learns of money that it is to give back.
public struct RefundOrder: Sendable, Hashable {
    /// The refund's own id: the same one each time it is asked for.
    public let id: Identifier
    /// The provider's name for the payment.
    public let paymentID: String
    public let reference: String
    public let amount: Money
}

/// What a provider answers when it is asked to give money back.
public enum RefundAnswer: Sendable, Hashable {
    /// Given back; `voucher` is the provider's own name for it, 1 to 100 characters.
    case done(voucher: String)
    /// It will never be given back on this way.
    case refused
    /// Taken up; a notice tells what becomes of it, or the next question.
    case pending
}

/// What a provider tells of a refund by itself.
public struct RefundReport: Sendable, Hashable {
    public let refund: Identifier
    public let answer: RefundAnswer

    public init(refund: Identifier, answer: RefundAnswer) {
        self.refund = refund
        self.answer = answer
    }
}

/// What a webhook changed.
public enum NoticeOutcome: String, Sendable, Hashable {
    /// Something is known now that was not known before, e.g. that the bill is paid.
    case recorded
    /// This was known already; nothing changed.
    case repeated
}

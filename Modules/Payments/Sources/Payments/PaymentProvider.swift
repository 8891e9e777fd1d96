public import Foundation
public import Kernel

/// Somebody who collects money, e.g. a bank. Calls nothing itself: what it makes and reads are values. What not every provider can do is
/// a value that may be absent, never a function that refuses.
public protocol PaymentProvider: Sendable {
    /// Lower-case letters and hyphens; part of the webhook's address and of what is stored.
    var name: String { get }

    /// How the bill can be paid. Asked again for the same order it must give the same reference.
    func charge(_ bill: BillOrder) throws -> Charge

    /// Reads what it tells the portal by itself; `nil` for one of which the portal learns by hand.
    var notices: (any NoticeReader)? { get }
}

/// Reads a provider's webhooks.
public protocol NoticeReader: Sendable {
    /// What the notice says, after checking that it is the provider's own and recent.
    /// - Throws: `unauthenticated` `problem.webhook.forged` or `problem.webhook.stale`; `invalid`
    ///   `problem.webhook.unreadable` when a genuine notice cannot be read.
    func confirmation(in notice: ProviderNotice) throws -> Confirmation
}

/// What a provider learns of a bill: no name, no person.
public struct BillOrder: Sendable, Hashable {
    public let id: Identifier
    public let amount: Money
    public let description: String
    /// Which charge of this provider for the bill it is, from 1: an expired one is followed by the next.
    public let attempt: Int
    /// When it is asked for.
    public let at: Instant

    public init(id: Identifier, amount: Money, description: String, attempt: Int = 1, at: Instant) {
        self.id = id
        self.amount = amount
        self.description = description
        self.attempt = attempt
        self.at = at
    }

    /// A reference made of the bill's random digits: unique with its prefix, the same each time, and not to be guessed.
    /// - Parameter prefix: at most five letters, so that QRIS has room for it.
    public func reference(prefix: String) -> String {
        let digits = id.text.suffix(17).filter { $0 != "-" }.uppercased()
        return prefix + digits + (attempt > 1 ? "-\(attempt)" : "")
    }
}

/// How a bill can be paid with one provider.
public struct Charge: Sendable, Hashable {
    /// The provider's own name for the bill, 1 to 100 characters.
    public let reference: String
    /// The text of the QRIS picture; `nil` where there is none.
    public let qrisPayload: String?
    /// From when on it is not paid any more; `nil` where it holds as long as the bill.
    public let expiresAt: Instant?

    public init(reference: String, qrisPayload: String? = nil, expiresAt: Instant? = nil) {
        self.reference = reference
        self.qrisPayload = qrisPayload
        self.expiresAt = expiresAt
    }
}

/// A webhook as it came in: nothing of it is believed before the provider has checked it.
public struct ProviderNotice: Sendable, Hashable {
    /// The provider's name, from the address that was called.
    public let provider: String
    /// Header names in lower case.
    public let headers: [String: String]
    /// The body byte for byte: the signature covers exactly this.
    public let body: Data

    public init(provider: String, headers: [String: String], body: Data) {
        self.provider = provider
        self.headers = headers
        self.body = body
    }
}

/// One payment, as the provider vouches for it.
public struct Confirmation: Sendable, Hashable {
    /// The provider's own name for the payment: the same payment told twice has the same one.
    public let paymentID: String
    /// Which charge was paid.
    public let reference: String
    public let amount: Money
    public let paidAt: Instant

    public init(paymentID: String, reference: String, amount: Money, paidAt: Instant) {
        self.paymentID = paymentID
        self.reference = reference
        self.amount = amount
        self.paidAt = paidAt
    }
}

/// What a webhook changed.
public enum NoticeOutcome: String, Sendable, Hashable {
    /// The bill is paid now.
    case recorded
    /// This payment was known already; nothing changed.
    case repeated
}

public import Foundation
public import Kernel

/// Somebody who collects money and tells the portal of it, e.g. a bank. Calls nothing itself: what it makes and reads are values.
public protocol PaymentProvider: Sendable {
    /// Lower-case letters and hyphens; part of the webhook's address and of what is stored.
    var name: String { get }

    /// How the bill can be paid. Asked again for the same bill it must give the same reference.
    func charge(_ bill: BillOrder) throws -> Charge

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

    public init(id: Identifier, amount: Money, description: String) {
        self.id = id
        self.amount = amount
        self.description = description
    }
}

/// How a bill can be paid with one provider.
public struct Charge: Sendable, Hashable {
    /// The provider's own name for the bill, 1 to 100 characters.
    public let reference: String
    /// The text of the QRIS picture.
    public let qrisPayload: String

    public init(reference: String, qrisPayload: String) {
        self.reference = reference
        self.qrisPayload = qrisPayload
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

public import Foundation
public import Kernel

/// Somebody who collects money, e.g. a bank. What not every provider can do is a value that may be absent, never a function that
/// refuses: a new provider is one file that says what it has.
public protocol PaymentProvider: Sendable {
    /// Lower-case letters and hyphens; part of the webhook's address and of what is stored.
    var name: String { get }

    /// How a way of paying a bill comes to be.
    var opening: ChargeOpening { get }

    /// Reads what it tells the portal by itself; `nil` for one of which the portal learns otherwise.
    var notices: (any NoticeReader)? { get }

    /// Asks it what became of a charge; `nil` for one that cannot be asked.
    var inquiry: (any ChargeInquiry)? { get }

    /// Gives money back through it; `nil` for one that does not, so that it is given back by hand.
    var refunds: (any RefundDesk)? { get }
}

extension PaymentProvider {
    public var notices: (any NoticeReader)? { nil }
    public var inquiry: (any ChargeInquiry)? { nil }
    public var refunds: (any RefundDesk)? { nil }
}

/// How a provider opens a charge. Asked again for the same order, with the same id and attempt, it must answer the same charge.
public enum ChargeOpening: Sendable {
    /// Made on this machine, within the caller's own write.
    case here(@Sendable (BillOrder) throws -> Charge)
    /// Asked of the provider, which may be slow, down or lying: outside any write, and again later when it fails.
    case asked(@Sendable (BillOrder) async throws -> Charge)
    /// Made on this machine, to be paid into the region's own bank account, and known by its amount: at most `most` rupiah above what is
    /// owed, and of no other charge of this provider while it is open. On offer only while the account is set.
    case marked(most: Int, @Sendable (BillOrder, Money) throws -> Charge)
}

/// Reads a provider's webhooks.
public protocol NoticeReader: Sendable {
    /// What the notice says, after checking that it is the provider's own and recent.
    /// - Throws: `unauthenticated` `problem.webhook.forged` or `problem.webhook.stale`; `invalid`
    ///   `problem.webhook.unreadable` when a genuine notice cannot be read.
    func report(in notice: ProviderNotice) throws -> ProviderReport
}

/// Asks a provider what became of a charge.
public protocol ChargeInquiry: Sendable {
    /// - Throws: anything for no answer, or one that cannot be understood: then it is asked again later.
    func state(of reference: String) async throws -> ChargeState
}

/// Gives money back through a provider.
public protocol RefundDesk: Sendable {
    /// Asked again for the same order it must give back once.
    /// - Throws: anything for no answer: then it is asked again later.
    func refund(_ order: RefundOrder) async throws -> RefundAnswer
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
    /// What the payer types, e.g. a virtual account or a billing code; `nil` where there is nothing to type.
    public let code: String?
    /// What is to be paid on this way, when that is more than is owed: e.g. a transfer that is known by its last digits.
    public let amount: Money?
    /// From when on it is not paid any more; `nil` where it holds as long as the bill.
    public let expiresAt: Instant?

    public init(reference: String, qrisPayload: String? = nil, code: String? = nil, amount: Money? = nil, expiresAt: Instant? = nil) {
        self.reference = reference
        self.qrisPayload = qrisPayload
        self.code = code
        self.amount = amount
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

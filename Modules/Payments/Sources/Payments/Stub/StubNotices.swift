internal import Crypto
public import Foundation
public import Kernel
internal import Storage

/// The webhooks of a stub, signed as real ones are: the header
/// `x-stub-signature: t=<unix seconds>,v1=<hexadecimal HMAC-SHA-256 of t, a point and the body>`. All stubs share this form, each with a
/// key of its own.
public struct StubNotices: NoticeReader {
    /// The header that carries the signature.
    public static let signatureHeader = "x-stub-signature"
    /// How far a notice's time may lie from ours, either way.
    public static let toleranceSeconds = 300

    let provider: String
    let clock: any WallClock
    private let key: SymmetricKey

    init(provider: String, signingKey: Data, clock: any WallClock) {
        self.provider = provider
        self.clock = clock
        key = SymmetricKey(data: signingKey)
    }

    public func report(in notice: ProviderNotice) throws -> ProviderReport {
        guard let header = notice.headers[StubNotices.signatureHeader], let signature = TimedSignature(header),
            signature.isGenuine(for: notice.body, key: key)
        else { throw Problem(.unauthenticated, "problem.webhook.forged", detail: "\(provider) signature") }
        // Only a genuine notice learns that it is late.
        guard abs(signature.at.seconds(since: clock.now)) <= StubNotices.toleranceSeconds else {
            throw Problem(.unauthenticated, "problem.webhook.stale", detail: "\(provider) signature of \(signature.at.iso8601)")
        }
        guard let report = try? JSONDecoder().decode(StubWord.self, from: notice.body).report else {
            throw Problem(.invalid, "problem.webhook.unreadable", detail: "\(provider) body")
        }
        return report
    }

    /// The value of ``signatureHeader`` for a body sent at that instant.
    public func signature(of body: Data, at instant: Instant) -> String { TimedSignature(signing: body, at: instant, key: key).header }

    /// The webhook that tells of it, signed now: sent again later it is signed anew, and so never stale.
    public func notice(of report: ProviderReport, at instant: Instant) throws -> ProviderNotice {
        let body = Data(try jsonText(StubWord(report)).utf8)
        return ProviderNotice(
            provider: provider,
            headers: ["content-type": "application/json", StubNotices.signatureHeader: signature(of: body, at: instant)], body: body)
    }
}

/// What a stub tells of a payment or a refund. Amount in whole rupiah, time in milliseconds since 1970; without an event it is a payment.
struct StubWord: Codable {
    enum Event: String, Codable { case pending, refund }

    var event: Event?
    var paymentID: String?
    var reference: String?
    var amount: Money?
    var paidAt: Instant?
    var proof: String?
    var refund: Identifier?
    /// Of a refund that was done; without one it was refused.
    var voucher: String?

    private enum CodingKeys: String, CodingKey {
        case event
        case paymentID = "payment_id"
        case reference, amount
        case paidAt = "paid_at"
        case proof = "ntpn"
        case refund = "refund_id"
        case voucher
    }

    init(_ confirmation: Confirmation) { say(confirmation) }

    private mutating func say(_ confirmation: Confirmation) {
        (paymentID, reference, amount) = (confirmation.paymentID, confirmation.reference, confirmation.amount)
        (paidAt, proof) = (confirmation.paidAt, confirmation.proof)
    }

    init(_ report: ProviderReport) {
        switch report {
        case .paid(let confirmation): say(confirmation)
        case .pending(let reference, let instant): (event, self.reference, paidAt) = (.pending, reference, instant)
        case .refund(let report):
            (event, refund) = (.refund, report.refund)
            if case .done(let voucher) = report.answer { self.voucher = voucher }
        }
    }

    /// `nil` for what makes no sense.
    var report: ProviderReport? {
        switch event {
        case nil: confirmation.map(ProviderReport.paid)
        case .pending:
            if let reference, let paidAt, (1...100).contains(reference.utf8.count) {
                .pending(reference: reference, at: paidAt)
            } else {
                nil
            }
        case .refund: refund.map { .refund(RefundReport(refund: $0, answer: voucher.map { .done(voucher: $0) } ?? .refused)) }
        }
    }

    /// `nil` for what names no payment, and for a number of the treasury that is none.
    var confirmation: Confirmation? {
        guard let paymentID, let reference, let amount, let paidAt, (1...100).contains(paymentID.utf8.count),
            (1...100).contains(reference.utf8.count)
        else { return nil }
        let number = proof.flatMap { TreasuryNumber(typed: $0)?.text }
        guard (number == nil) == (proof == nil) else { return nil }
        return Confirmation(paymentID: paymentID, reference: reference, amount: amount, paidAt: paidAt, proof: number)
    }
}

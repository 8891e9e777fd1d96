internal import Crypto
public import Foundation
public import Kernel
internal import Storage

/// A provider that exists only on this machine, so that paying can be tried without money. Its QRIS pictures are well formed
/// and point at nobody. Its webhooks are signed as real ones are: the header
/// `x-stub-signature: t=<unix seconds>,v1=<hexadecimal HMAC-SHA-256 of t, a point and the body>`.
public struct StubQRISProvider: PaymentProvider, NoticeReader {
    public static let name = "stub-qris"
    /// The header that carries the signature.
    public static let signatureHeader = "x-stub-signature"
    /// How far a notice's time may lie from ours, either way.
    public static let toleranceSeconds = 300
    /// How long a picture holds.
    public static let validSeconds = 24 * 3600

    public var name: String { StubQRISProvider.name }
    public var notices: (any NoticeReader)? { self }
    let clock: any WallClock
    private let key: SymmetricKey
    private let merchant: QRISMerchant

    /// - Parameters:
    ///   - signingKey: the secret that portal and stub share; derive it from the region's master key.
    ///   - merchantName: shortened to the 25 characters that QRIS allows.
    ///   - merchantCity: shortened to 15.
    public init(signingKey: Data, merchantName: String, merchantCity: String, clock: any WallClock) {
        key = SymmetricKey(data: signingKey)
        merchant = .nobody(name: merchantName, city: merchantCity)
        self.clock = clock
    }

    public var opening: ChargeOpening { .here(charge) }

    @Sendable private func charge(_ bill: BillOrder) throws -> Charge {
        let reference = bill.reference(prefix: "MPP")
        let payload = try QRISPayload.dynamic(merchant: merchant, amount: bill.amount, billNumber: reference)
        return Charge(
            reference: reference, qrisPayload: payload.text, expiresAt: bill.at.advanced(bySeconds: StubQRISProvider.validSeconds))
    }

    public func report(in notice: ProviderNotice) throws -> ProviderReport {
        guard let header = notice.headers[StubQRISProvider.signatureHeader], let signature = StubSignature(header),
            signature.isGenuine(for: notice.body, key: key)
        else { throw Problem(.unauthenticated, "problem.webhook.forged", detail: "stub-qris signature") }
        // Only a genuine notice learns that it is late.
        guard abs(signature.at.seconds(since: clock.now)) <= StubQRISProvider.toleranceSeconds else {
            throw Problem(.unauthenticated, "problem.webhook.stale", detail: "stub-qris signature of \(signature.at.iso8601)")
        }
        guard let body = try? JSONDecoder().decode(StubNoticeBody.self, from: notice.body), (1...100).contains(body.paymentID.utf8.count),
            (1...100).contains(body.reference.utf8.count)
        else { throw Problem(.invalid, "problem.webhook.unreadable", detail: "stub-qris body") }
        return .paid(Confirmation(paymentID: body.paymentID, reference: body.reference, amount: body.amount, paidAt: body.paidAt))
    }

    /// The value of ``signatureHeader`` for a body sent at that instant.
    public func signature(of body: Data, at instant: Instant) -> String {
        StubSignature(signing: body, at: instant, key: key).header
    }

    /// The webhook that tells of a payment, signed now: sent again later it is signed anew, and so never stale.
    public func notice(of payment: Confirmation, at instant: Instant) throws -> ProviderNotice {
        let body = Data(
            try jsonText(
                StubNoticeBody(
                    paymentID: payment.paymentID, reference: payment.reference, amount: payment.amount, paidAt: payment.paidAt)
            ).utf8)
        return ProviderNotice(
            provider: name,
            headers: [
                "content-type": "application/json", StubQRISProvider.signatureHeader: signature(of: body, at: instant),
            ], body: body)
    }
}

/// What the stub's webhook says. Amount in whole rupiah, time in milliseconds since 1970.
private struct StubNoticeBody: Codable {
    let paymentID: String
    let reference: String
    let amount: Money
    let paidAt: Instant

    private enum CodingKeys: String, CodingKey {
        case paymentID = "payment_id"
        case reference, amount
        case paidAt = "paid_at"
    }
}

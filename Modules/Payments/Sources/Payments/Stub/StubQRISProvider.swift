public import Foundation
public import Kernel

/// The stub of a QRIS provider. Its pictures are made on this machine, are well formed and point at nobody.
public struct StubQRISProvider: StubProvider {
    public static let name = "stub-qris"
    /// How long a picture holds.
    public static let validSeconds = 24 * 3600

    public var name: String { StubQRISProvider.name }
    public let signed: StubNotices
    public var notices: (any NoticeReader)? { signed }
    public var inquiry: (any ChargeInquiry)? { line }
    public var refunds: (any RefundDesk)? { line }
    private let line: StubLine?
    private let merchant: QRISMerchant

    /// - Parameters:
    ///   - signingKey: the secret that portal and stub share; derive it from the region's master key.
    ///   - merchantName: shortened to the 25 characters that QRIS allows.
    ///   - merchantCity: shortened to 15.
    ///   - gateway: whom it asks for charges and refunds; without one it cannot be asked.
    public init(signingKey: Data, merchantName: String, merchantCity: String, gateway: StubGateway? = nil, clock: any WallClock) {
        signed = StubNotices(provider: StubQRISProvider.name, signingKey: signingKey, clock: clock)
        merchant = .nobody(name: merchantName, city: merchantCity)
        line = gateway.map { StubLine(gateway: $0, provider: StubQRISProvider.name, knowsLate: true) }
    }

    public var opening: ChargeOpening { .here(charge) }

    @Sendable private func charge(_ bill: BillOrder) throws -> Charge {
        let reference = bill.reference(prefix: "MPP")
        let payload = try QRISPayload.dynamic(merchant: merchant, amount: bill.amount, billNumber: reference)
        return Charge(
            reference: reference, qrisPayload: payload.text, expiresAt: bill.at.advanced(bySeconds: StubQRISProvider.validSeconds))
    }
}

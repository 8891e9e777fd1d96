public import Foundation
public import Kernel

/// The stub of the state's billing code: 15 digits, paid at any bank within seven days, which tells of a payment at once (NTB) and of the
/// treasury's confirmation later (NTPN). Between the two the payer has paid and waits.
public struct StubSimponiProvider: StubProvider {
    public static let name = "stub-simponi"
    /// How long a code holds, from the second in which it was made.
    public static let validSeconds = 7 * 86_400
    /// A code begins with 82, followed by zeros so that nobody takes it for a real one.
    public static let codePrefix = "8200000"
    public static let codeLength = 15

    public var name: String { StubSimponiProvider.name }
    public let signed: StubNotices
    public var notices: (any NoticeReader)? { signed }
    public var inquiry: (any ChargeInquiry)? { line }
    public var refunds: (any RefundDesk)? { line }
    private let line: StubLine

    /// - Parameter signingKey: the secret that portal and stub share; derive it from the region's master key.
    public init(signingKey: Data, gateway: StubGateway, clock: any WallClock) {
        signed = StubNotices(provider: StubSimponiProvider.name, signingKey: signingKey, clock: clock)
        line = StubLine(gateway: gateway, provider: StubSimponiProvider.name)
    }

    public var opening: ChargeOpening {
        .asked { [line] order in
            try await line.charge(
                order,
                StubKind(
                    provider: StubSimponiProvider.name, prefix: "PNBP", validSeconds: StubSimponiProvider.validSeconds,
                    codePrefix: StubSimponiProvider.codePrefix, codeLength: StubSimponiProvider.codeLength))
        }
    }
}

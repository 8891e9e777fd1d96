public import Foundation
public import Kernel

/// The stub of a bank that gives a virtual account for each bill: a number to which exactly its amount is paid. The bank is invented, and
/// so is its prefix.
public struct StubVAProvider: StubProvider {
    public static let name = "stub-va"
    /// How long an account holds.
    public static let validSeconds = 24 * 3600

    public var name: String { StubVAProvider.name }
    public let signed: StubNotices
    public var notices: (any NoticeReader)? { signed }
    public var inquiry: (any ChargeInquiry)? { line }
    public var refunds: (any RefundDesk)? { line }
    private let line: StubLine
    private let bank: StubBank

    /// - Parameter signingKey: the secret that portal and stub share; derive it from the region's master key.
    public init(bank: StubBank = .contoh, signingKey: Data, gateway: StubGateway, clock: any WallClock) {
        self.bank = bank
        signed = StubNotices(provider: StubVAProvider.name, signingKey: signingKey, clock: clock)
        line = StubLine(gateway: gateway, provider: StubVAProvider.name)
    }

    public var opening: ChargeOpening {
        .asked { [line, bank] order in
            try await line.charge(
                order,
                StubKind(
                    provider: StubVAProvider.name, prefix: "VA", validSeconds: StubVAProvider.validSeconds, codePrefix: bank.prefix,
                    codeLength: bank.accountLength))
        }
    }
}

/// A bank that there is not.
public struct StubBank: Sendable, Hashable {
    /// The digits with which all its accounts begin.
    public let prefix: String
    /// How many digits an account has, 10 to 18.
    public let accountLength: Int

    /// Accounts begin with zeros, so that they are texts and no numbers, and that nobody takes them for real ones.
    public static let contoh = StubBank(prefix: "00099", accountLength: 16)

    /// - Parameter accountLength: brought to between 10 and 18.
    public init(prefix: String, accountLength: Int) {
        self.prefix = prefix
        self.accountLength = min(max(accountLength, 10), 18)
    }
}

public import Kernel

/// What a person can do with a charge on the stub's page. Raw values are the buttons' values.
public enum StubPress: String, Sendable, Hashable, CaseIterable {
    /// Pay what is asked, while the charge holds.
    case pay
    /// Pay, so that the treasury confirms it only later.
    case payUnconfirmed
    /// The treasury's confirmation of what was paid.
    case confirm
    /// Pay once more what is paid.
    case payAgain
    /// Pay another amount.
    case payWrong
    /// Pay what does not hold any more.
    case payLate
    /// The bank declines the payment.
    case decline
    /// End the charge now.
    case expire
}

/// A charge as the stub's page shows it.
public struct StubCharge: Sendable, Hashable {
    public let reference: String
    /// Name of the stub.
    public let provider: String
    public let amount: Money
    /// What a payer types; `nil` where she scans.
    public let code: String?
    /// As the QRIS picture says it; `nil` where there is none.
    public let merchantName: String?
    public let merchantCity: String?
    /// What is paid for, so that the page can lead back to it.
    public let purpose: Identifier
    public let expiresAt: Instant?
    public let state: StubState
    public let manner: StubManner
    /// In the order in which they were paid.
    public let payments: [StubReceipt]
    /// Whether the portal has acknowledged all that it was to be told.
    public let isDelivered: Bool

    /// When it was first paid; `nil` until then.
    public var paidAt: Instant? { payments.first?.paidAt }

    /// The presses that change something at that instant.
    public func presses(at instant: Instant) -> [StubPress] {
        StubPress.allCases.filter { press in
            let isOver = state == .expired || (expiresAt.map { instant >= $0 } ?? false)
            let isPayable = payments.isEmpty && state == .open && !isOver
            return switch press {
            case .pay, .payWrong, .decline, .expire: isPayable
            case .payUnconfirmed: isPayable && provider == StubSimponiProvider.name
            case .confirm: payments.contains { !$0.isConfirmed }
            case .payAgain: !payments.isEmpty
            case .payLate: payments.isEmpty && state != .declined && isOver
            }
        }
    }
}

/// A payment as the stub's page shows it.
public struct StubReceipt: Sendable, Hashable {
    public let paymentID: String
    public let amount: Money
    public let paidAt: Instant
    /// The bank's own number (NTB); `nil` where the treasury has nothing to confirm.
    public let bankNumber: String?
    public let isConfirmed: Bool
    /// The treasury's number (NTPN), once it has confirmed it.
    public let proof: String?
}

/// What one round of the stub's deliveries did.
public struct StubRound: Sendable, Hashable {
    public var delivered = 0
    public var postponed = 0

    public init() {}
}

import Foundation
import Kernel
import Payments
import Synchronization
import Testing

/// A provider that must be asked: it may be down, lie, or answer late.
final class SlowBank: PaymentProvider, ChargeInquiry, RefundDesk, NoticeReader {
    struct Down: Error {}

    let name = "bank-uji"
    let isDown = Mutex(false)
    /// Whether the process ends while it waits for the answer.
    let isDying = Mutex(false)
    let state = Mutex(ChargeState.open)
    let answer = Mutex(RefundAnswer.pending)
    let asked = Mutex<[String]>([])
    /// What the next notice says.
    let word = Mutex<ProviderReport?>(nil)

    var opening: ChargeOpening {
        .asked { [self] order in
            try await ask("open \(order.attempt)")
            return Charge(reference: order.reference(prefix: "UJI"), code: "8800", expiresAt: order.at.advanced(bySeconds: 3600))
        }
    }
    var inquiry: (any ChargeInquiry)? { self }
    var refunds: (any RefundDesk)? { self }
    var notices: (any NoticeReader)? { self }

    func state(of reference: String) async throws -> ChargeState {
        try await ask("state")
        return state.withLock { $0 }
    }

    func refund(_ order: RefundOrder) async throws -> RefundAnswer {
        try await ask("refund \(order.amount.rupiah)")
        return answer.withLock { $0 }
    }

    func report(in notice: ProviderNotice) throws -> ProviderReport { try #require(word.withLock { $0 }) }

    private func ask(_ what: String) async throws {
        asked.withLock { $0.append(what) }
        if isDying.withLock({ $0 }) { throw CancellationError() }
        if isDown.withLock({ $0 }) { throw Down() }
    }
}

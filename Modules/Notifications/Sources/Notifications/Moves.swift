internal import Kernel

/// What can happen to a delivery.
enum DeliveryMove: String, Sendable, CaseIterable {
    /// It is about to be handed to the sender.
    case start
    /// The sender took it.
    case succeed
    /// The sender did not take it, and may later.
    case postpone
    /// It will never be taken, or was tried too often, or its text was erased.
    case fail
    /// Nobody knows whether the sender took it: it said so, or whoever was sending did not come back before the lease ran out.
    case lose
}

extension Delivery {
    /// Every legal move of a delivery. Nothing else changes its status.
    static let moves = MoveTable<DeliveryStatus, DeliveryMove>([
        .init(from: .queued, .start, to: .sending, by: .platform),
        .init(from: .queued, .fail, to: .failed, by: .platform),
        .init(from: .sending, .succeed, to: .sent, by: .platform),
        .init(from: .sending, .postpone, to: .queued, by: .platform),
        .init(from: .sending, .fail, to: .failed, by: .platform),
        .init(from: .sending, .lose, to: .uncertain, by: .platform),
    ])

    /// The delivery after the move. Starting counts an attempt and sets when its lease runs out, postponing sets the next try.
    /// - Parameter lease: who sends it; for `start` only.
    /// - Throws: `unexpected` when the table knows no such move.
    func after(_ move: DeliveryMove, at instant: Instant, under lease: Identifier? = nil) throws -> Delivery {
        guard let line = Delivery.moves.line(move, from: status) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "delivery \(id) is \(status), cannot \(move)")
        }
        var delivery = self
        delivery.status = line.to
        delivery.lease = lease
        if move == .start {
            delivery.attempts += 1
            delivery.dueAt = instant.advanced(bySeconds: Delivery.leaseSeconds)
        }
        if move == .postpone { delivery.dueAt = nextTry(after: instant) }
        return delivery
    }
}

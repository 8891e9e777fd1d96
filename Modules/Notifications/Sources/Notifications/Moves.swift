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
    /// Nobody knows whether the sender took it.
    case lose
}

/// Every legal move of a delivery. Nothing else changes its status.
enum DeliveryMoves {
    struct Line: Sendable, Hashable {
        let from: DeliveryStatus
        let move: DeliveryMove
        let to: DeliveryStatus
    }

    static let table: [Line] = [
        Line(from: .queued, move: .start, to: .sending),
        Line(from: .queued, move: .fail, to: .failed),
        Line(from: .sending, move: .succeed, to: .sent),
        Line(from: .sending, move: .postpone, to: .queued),
        Line(from: .sending, move: .fail, to: .failed),
        Line(from: .sending, move: .lose, to: .uncertain),
    ]
}

extension Delivery {
    /// The delivery after the move; starting counts an attempt, postponing sets the next try.
    /// - Throws: `unexpected` when the table knows no such move.
    func after(_ move: DeliveryMove, at instant: Instant) throws -> Delivery {
        guard let line = DeliveryMoves.table.first(where: { $0.from == status && $0.move == move }) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "delivery \(id) is \(status), cannot \(move)")
        }
        var delivery = self
        delivery.status = line.to
        if move == .start { delivery.attempts += 1 }
        if move == .postpone { delivery.dueAt = nextTry(after: instant) }
        return delivery
    }
}

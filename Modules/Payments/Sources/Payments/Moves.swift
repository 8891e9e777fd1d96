internal import Kernel

/// What can happen to a bill.
enum BillMove: String, Sendable, CaseIterable {
    case settle
}

/// Every legal move of a bill. Nothing else changes a bill's status.
enum BillMoves {
    struct Line: Sendable, Hashable {
        let from: BillStatus
        let move: BillMove
        let to: BillStatus
    }

    static let table: [Line] = [
        Line(from: .open, move: .settle, to: .paid)
    ]
}

extension Bill {
    /// The bill after the move, `at` being when the provider took the money.
    /// - Throws: `conflict` `problem.payment.alreadyPaid` when the table knows no such move.
    func after(_ move: BillMove, at instant: Instant) throws -> Bill {
        guard let line = BillMoves.table.first(where: { $0.from == status && $0.move == move }) else {
            throw Problem(.conflict, "problem.payment.alreadyPaid", detail: "bill \(id) is \(status), cannot \(move)")
        }
        var bill = self
        bill.status = line.to
        if line.to == .paid { bill.paidAt = instant }
        return bill
    }
}

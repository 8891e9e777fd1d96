internal import Kernel

/// What can happen to a bill.
enum BillMove: String, Sendable, CaseIterable {
    case settle
}

extension Bill {
    /// Every legal move of a bill. Nothing else changes a bill's status.
    static let moves = MoveTable<BillStatus, BillMove>([
        .init(from: .open, .settle, to: .paid, by: .platform)
    ])

    /// The bill after the move, `at` being when the provider took the money.
    /// - Throws: `conflict` `problem.payment.alreadyPaid` when the table knows no such move.
    func after(_ move: BillMove, at instant: Instant) throws -> Bill {
        guard let line = Bill.moves.line(move, from: status) else {
            throw Problem(.conflict, "problem.payment.alreadyPaid", detail: "bill \(id) is \(status), cannot \(move)")
        }
        var bill = self
        bill.status = line.to
        if line.to == .paid { bill.paidAt = instant }
        return bill
    }
}

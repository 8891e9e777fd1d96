internal import Kernel

/// What can happen to a bill.
enum BillMove: String, Sendable, CaseIterable {
    case settle, cancel
}

extension Bill {
    /// Every legal move of a bill. Nothing else changes a bill's status.
    static let moves = MoveTable<BillStatus, BillMove>([
        .init(from: .open, .settle, to: .paid, by: .platform),
        .init(from: .open, .cancel, to: .cancelled, by: .platform),
    ])

    /// The bill after the move, `at` being when the money was taken.
    /// - Throws: `conflict` `problem.payment.alreadyPaid`, or `problem.payment.billCancelled`, when the table knows no such move.
    func after(_ move: BillMove, at instant: Instant) throws -> Bill {
        guard let line = Bill.moves.line(move, from: status) else {
            let key = status == .cancelled ? "problem.payment.billCancelled" : "problem.payment.alreadyPaid"
            throw Problem(.conflict, key, detail: "bill \(id) is \(status), cannot \(move)")
        }
        var bill = self
        bill.status = line.to
        if line.to == .paid { bill.paidAt = instant }
        return bill
    }
}

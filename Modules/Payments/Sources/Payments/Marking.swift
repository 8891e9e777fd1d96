internal import Kernel
internal import Storage

/// Charges that are known by their amounts.
extension PaymentService {
    /// Opens a charge whose amount no other open charge of the provider has. A bill that had one before keeps its amount where it can: its
    /// payer may have typed it already.
    /// - Throws: `unavailable` `problem.transfer.full` when every mark is in use.
    func markCharge(
        for bill: Bill, with provider: any PaymentProvider, most: Int, _ open: (BillOrder, Money) throws -> Charge, _ tx: WriteTransaction
    ) throws {
        let earlier = try charges.newest(of: bill.id, with: provider.name, tx)
        let taken = try marks.taken(of: provider.name, above: bill.amount, most: most, leaving: earlier?.id, tx)
        // Where the search begins tells nobody how many have asked before.
        let first = bill.id.text.utf8.suffix(12).reduce(0) { ($0 &* 31 &+ Int($1)) % most }
        let order = try order(for: bill, with: provider, tx)
        var rupiah = (0..<most).map { bill.amount.rupiah + 1 + (first + $0) % most }
        if let earlier, earlier.amount > bill.amount { rupiah.insert(earlier.amount.rupiah, at: 0) }
        guard let free = rupiah.first(where: { !taken.contains($0) }), let amount = Money(rupiah: free) else {
            throw Problem(.unavailable, "problem.transfer.full", detail: "no mark is free above \(bill.amount.rupiah)")
        }
        let charge = try add(open(order, amount), for: bill, of: provider, tx)
        let end = charge.expiresAt ?? tx.now
        guard try marks.hold(charge, until: end.advanced(bySeconds: TransferProvider.restSeconds), after: earlier?.id, tx) else {
            throw Problem(.conflict, "problem.transfer.full", detail: "mark \(amount.rupiah) was taken meanwhile")
        }
    }
}

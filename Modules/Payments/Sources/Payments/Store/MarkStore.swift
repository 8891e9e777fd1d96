internal import Kernel
internal import Storage

/// The table `charge_marks`: which amount is whose, and until when nobody else gets it. The primary key refuses one amount twice.
struct MarkStore: Sendable {
    static let taken = """
        SELECT amount FROM charge_marks
        WHERE provider = :provider AND amount > :above AND amount <= :most AND held_until > :now AND charge_id <> :leaving
        """

    /// The amounts that are in use, in rupiah.
    /// - Parameter earlier: a charge whose amount counts as free.
    func taken(
        of provider: String, above amount: Money, most: Int, leaving earlier: Identifier?, _ tx: ReadTransaction
    ) throws -> Set<Int> {
        Set(
            try tx.rows(
                MarkStore.taken,
                [
                    "provider": provider, "above": amount.rupiah, "most": amount.rupiah + most, "now": tx.now,
                    "leaving": earlier?.text ?? "",
                ]
            ).map { try $0.integer("amount") })
    }

    /// Takes the charge's amount; answers `false` when it is another's.
    func hold(_ charge: BillCharge, until: Instant, after earlier: Identifier?, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO charge_marks (provider, amount, charge_id, held_until) VALUES (:provider, :amount, :charge, :until)
            ON CONFLICT (provider, amount) DO UPDATE SET charge_id = excluded.charge_id, held_until = excluded.held_until
            WHERE charge_marks.held_until <= :now OR charge_marks.charge_id = :earlier
            """,
            [
                "provider": charge.provider, "amount": charge.amount, "charge": charge.id, "until": until, "now": tx.now,
                "earlier": earlier?.text ?? "",
            ]) == 1
    }
}

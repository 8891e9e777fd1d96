internal import Kernel
internal import Storage

/// The table `stub_charges`: what was paid at the stub's desk, and whether the portal was told.
struct StubChargeStore: Sendable {
    func find(_ reference: String, _ tx: ReadTransaction) throws -> StubPayment? {
        try tx.row("SELECT * FROM stub_charges WHERE reference = :reference", ["reference": reference]).map(StubPayment.init)
    }

    /// Payments that the portal has not acknowledged and whose next try is due.
    func due(limit: Int, _ tx: ReadTransaction) throws -> [StubPayment] {
        try tx.rows(
            "SELECT * FROM stub_charges WHERE delivered_at IS NULL AND due_at <= :now ORDER BY due_at, reference LIMIT :limit",
            ["now": tx.now, "limit": limit]
        ).map(StubPayment.init)
    }

    /// Records the payment unless its charge was paid before.
    func add(_ payment: StubPayment, dueAt: Instant, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO stub_charges (reference, payment_id, amount, paid_at, attempts, due_at)
            VALUES (:reference, :payment, :amount, :paid, 0, :due)
            ON CONFLICT (reference) DO NOTHING
            """,
            [
                "reference": payment.reference, "payment": payment.paymentID, "amount": payment.amount,
                "paid": payment.paidAt, "due": dueAt,
            ])
    }

    func markDelivered(_ reference: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_charges SET delivered_at = :now, attempts = attempts + 1 WHERE reference = :reference AND delivered_at IS NULL",
            ["reference": reference, "now": tx.now])
    }

    func postpone(_ reference: String, until due: Instant, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_charges SET due_at = :due, attempts = attempts + 1 WHERE reference = :reference AND delivered_at IS NULL",
            ["reference": reference, "due": due])
    }
}

extension StubPayment {
    init(_ row: SQLRow) throws {
        reference = try row.text("reference")
        paymentID = try row.text("payment_id")
        amount = try row.money("amount")
        paidAt = try row.instant("paid_at")
        attempts = try row.integer("attempts")
        deliveredAt = try row.instantIfPresent("delivered_at")
    }
}

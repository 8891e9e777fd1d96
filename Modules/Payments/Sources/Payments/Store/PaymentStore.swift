internal import Kernel
internal import Storage

/// The table `payments`: the ledger. Entries are added and never changed.
struct PaymentStore: Sendable {
    func find(provider: String, paymentID: String, _ tx: ReadTransaction) throws -> ReceivedPayment? {
        try tx.row(
            "SELECT * FROM payments WHERE provider = :provider AND payment_id = :payment",
            ["provider": provider, "payment": paymentID]
        ).map(ReceivedPayment.init)
    }

    func add(_ payment: ReceivedPayment, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO payments (id, provider, payment_id, reference, amount, bill_id, standing, paid_at, received_at)
            VALUES (:id, :provider, :payment, :reference, :amount, :bill, :standing, :paid, :received)
            """,
            [
                "id": payment.id, "provider": payment.provider, "payment": payment.paymentID, "reference": payment.reference,
                "amount": payment.amount, "bill": payment.bill, "standing": payment.standing.rawValue,
                "paid": payment.paidAt, "received": payment.receivedAt,
            ])
    }

    func unmatched(_ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows("SELECT * FROM payments WHERE standing <> 'settled' ORDER BY received_at DESC, id DESC").map(ReceivedPayment.init)
    }
}

extension ReceivedPayment {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        provider = try row.text("provider")
        paymentID = try row.text("payment_id")
        reference = try row.text("reference")
        amount = try row.money("amount")
        bill = try row.identifierIfPresent("bill_id")
        standing = try row.choice("standing")
        paidAt = try row.instant("paid_at")
        receivedAt = try row.instant("received_at")
    }
}

internal import Kernel
internal import Storage

/// The table `payments`: what came in. Rows are added and never changed.
struct PaymentStore: Sendable {
    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> ReceivedPayment? {
        try tx.row("SELECT * FROM payments WHERE id = :id", ["id": id]).map(ReceivedPayment.init)
    }

    func find(provider: String, paymentID: String, _ tx: ReadTransaction) throws -> ReceivedPayment? {
        try tx.row(
            "SELECT * FROM payments WHERE provider = :provider AND payment_id = :payment",
            ["provider": provider, "payment": paymentID]
        ).map(ReceivedPayment.init)
    }

    /// The one that settled the bill.
    func settling(_ bill: Identifier, _ tx: ReadTransaction) throws -> ReceivedPayment? {
        try tx.row("SELECT * FROM payments WHERE bill_id = :bill AND standing = 'settled'", ["bill": bill]).map(ReceivedPayment.init)
    }

    func hasReceipt(_ number: ReceiptNumber, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            "SELECT id FROM payments WHERE receipt_year = :year AND receipt_sequence = :sequence",
            ["year": number.year, "sequence": number.sequence]) != nil
    }

    static let taken = "SELECT * FROM payments WHERE shift_id = :shift ORDER BY received_at DESC, id DESC LIMIT :limit"

    /// What was taken in a shift, newest first.
    func taken(in shift: Identifier, limit: Int, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.taken, ["shift": shift, "limit": limit]).map(ReceivedPayment.init)
    }

    func add(_ payment: ReceivedPayment, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO payments (
                id, provider, payment_id, reference, amount, bill_id, standing, receipt_year, receipt_sequence, shift_id, paid_at,
                received_at)
            VALUES (
                :id, :provider, :payment, :reference, :amount, :bill, :standing, :year, :sequence, :shift, :paid,
                :received)
            """,
            [
                "id": payment.id, "provider": payment.provider, "payment": payment.paymentID, "reference": payment.reference,
                "amount": payment.amount, "bill": payment.bill, "standing": payment.standing.rawValue, "year": payment.receipt?.year,
                "sequence": payment.receipt?.sequence, "shift": payment.shift, "paid": payment.paidAt, "received": payment.receivedAt,
            ])
    }

    static let unmatched = "SELECT * FROM payments WHERE standing <> 'settled' ORDER BY received_at DESC, id DESC LIMIT :limit"

    func unmatched(limit: Int, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.unmatched, ["limit": limit]).map(ReceivedPayment.init)
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
        if let year = try row.integerIfPresent("receipt_year"), let sequence = try row.integerIfPresent("receipt_sequence") {
            receipt = ReceiptNumber(year: year, sequence: sequence)
        } else {
            receipt = nil
        }
        shift = try row.identifierIfPresent("shift_id")
        paidAt = try row.instant("paid_at")
        receivedAt = try row.instant("received_at")
    }
}

internal import Kernel
internal import Storage

/// The table `payments`: what came in. Of a row nothing changes but what became of its money.
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
        try tx.row("SELECT * FROM payments WHERE bill_id = :bill AND standing IN ('settled', 'credited')", ["bill": bill]).map(
            ReceivedPayment.init)
    }

    static let heldFor = "SELECT * FROM payments WHERE bill_id = :bill AND held > 0"

    /// What came in for that bill and is still held.
    func held(for bill: Identifier, _ tx: ReadTransaction) throws -> Money {
        let held = try tx.rows(PaymentStore.heldFor, ["bill": bill]).reduce(0) { try $0 + $1.money("held").rupiah }
        return Money(rupiah: held) ?? .zero
    }

    static let ofBillByProvider = "SELECT * FROM payments WHERE bill_id = :bill AND provider = :provider ORDER BY received_at, id"

    /// What came in for that bill by one provider, oldest first.
    func all(of bill: Identifier, by provider: String, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.ofBillByProvider, ["bill": bill, "provider": provider]).map(ReceivedPayment.init)
    }

    static let untold = """
        SELECT * FROM payments WHERE provider = :provider AND paid_at >= :begin AND paid_at < :end AND amount > 0
            AND NOT EXISTS (SELECT line FROM settlement_lines WHERE settlement_lines.payment_id = payments.id)
        ORDER BY paid_at, id
        """

    /// What came in by a provider in a time, and of which none of its files has told.
    func untold(of provider: String, from begin: Instant, to end: Instant, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.untold, ["provider": provider, "begin": begin, "end": end]).map(ReceivedPayment.init)
    }

    static let ofBill = "SELECT * FROM payments WHERE bill_id = :bill ORDER BY received_at DESC LIMIT :limit"

    /// What came in for that bill, newest first.
    func newest(for bill: Identifier, limit: Int, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.ofBill, ["bill": bill, "limit": limit]).map(ReceivedPayment.init)
    }

    static let forBill = "SELECT * FROM payments WHERE bill_id = :bill ORDER BY received_at, id"

    /// Everything that came in for that bill, the oldest first.
    func all(for bill: Identifier, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.forBill, ["bill": bill]).map(ReceivedPayment.init)
    }

    static let received = """
        SELECT * FROM payments
        WHERE received_at >= :from AND received_at < :until
            AND (SELECT agency FROM bills WHERE bills.id = payments.bill_id) = :agency
        """

    /// What came in between these instants for an agency's bills, and what became of it.
    func sums(of agency: String, on day: CivilDate, from: Instant, until: Instant, _ tx: ReadTransaction) throws -> DayOfMoney {
        let all = try tx.rows(PaymentStore.received, ["agency": agency, "from": from, "until": until]).map(ReceivedPayment.init)
        func sum(_ rupiah: (ReceivedPayment) -> Int) -> Money { Money(rupiah: all.reduce(0) { $0 + rupiah($1) }) ?? .zero }
        return DayOfMoney(
            day: day, payments: all.count, received: sum(\.amount.rupiah),
            settled: sum { $0.standing.settles ? $0.amount.rupiah - $0.held.rupiah - $0.givenBack.rupiah : 0 },
            held: sum(\.held.rupiah), givenBack: sum(\.givenBack.rupiah))
    }

    /// The one with that receipt.
    func find(_ number: ReceiptNumber, _ tx: ReadTransaction) throws -> ReceivedPayment? {
        try tx.row(
            "SELECT * FROM payments WHERE receipt_year = :year AND receipt_sequence = :sequence",
            ["year": number.year, "sequence": number.sequence]
        ).map(ReceivedPayment.init)
    }

    func hasReceipt(_ number: ReceiptNumber, _ tx: ReadTransaction) throws -> Bool { try find(number, tx) != nil }

    static let taken = "SELECT * FROM payments WHERE shift_id = :shift ORDER BY received_at DESC, id DESC LIMIT :limit"

    /// What was taken in a shift, newest first.
    func taken(in shift: Identifier, limit: Int, _ tx: ReadTransaction) throws -> [ReceivedPayment] {
        try tx.rows(PaymentStore.taken, ["shift": shift, "limit": limit]).map(ReceivedPayment.init)
    }

    func add(_ payment: ReceivedPayment, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO payments (
                id, provider, payment_id, reference, amount, bill_id, standing, held, given_back, proof, receipt_year, receipt_sequence,
                shift_id, paid_at, received_at)
            VALUES (
                :id, :provider, :payment, :reference, :amount, :bill, :standing, :held, 0, :proof, :year, :sequence,
                :shift, :paid, :received)
            """,
            [
                "id": payment.id, "provider": payment.provider, "payment": payment.paymentID, "reference": payment.reference,
                "amount": payment.amount, "bill": payment.bill, "standing": payment.standing.rawValue, "held": payment.held,
                "proof": payment.proof, "year": payment.receipt?.year, "sequence": payment.receipt?.sequence, "shift": payment.shift,
                "paid": payment.paidAt, "received": payment.receivedAt,
            ])
    }

    static let unmatched = "SELECT * FROM payments WHERE held > 0 ORDER BY received_at DESC, id DESC LIMIT :limit"

    /// Takes back, for a refund, what is held or what has settled a bill; answers `false`, changing nothing, when there is less.
    func reserve(_ amount: Money, of source: RefundSource, in payment: Identifier, _ tx: WriteTransaction) throws -> Bool {
        let sql =
            source == .held
            ? """
            UPDATE payments SET held = held - :amount, given_back = given_back + :amount WHERE id = :id AND held >= :amount
            """
            : """
            UPDATE payments SET given_back = given_back + :amount
            WHERE id = :id AND standing IN ('settled', 'credited') AND held = 0 AND given_back + :amount <= amount
            """
        return try tx.execute(sql, ["amount": amount, "id": payment]) == 1
    }

    /// Undoes ``reserve(_:of:in:_:)`` for a refund that does not go out.
    func release(_ amount: Money, of source: RefundSource, in payment: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE payments SET held = held + :held, given_back = given_back - :amount WHERE id = :id",
            ["held": source == .held ? amount : .zero, "amount": amount, "id": payment])
    }

    /// Notes that money which was held has settled that bill; answers `false`, changing nothing, when there is less.
    func credit(_ amount: Money, to bill: Identifier, _ receipt: ReceiptNumber, in payment: Identifier, _ tx: WriteTransaction) throws
        -> Bool
    {
        try tx.execute(
            """
            UPDATE payments SET standing = 'credited', bill_id = :bill, held = held - :amount, receipt_year = :year,
                receipt_sequence = :sequence
            WHERE id = :id AND standing NOT IN ('settled', 'credited') AND held >= :amount
            """,
            ["bill": bill, "amount": amount, "year": receipt.year, "sequence": receipt.sequence, "id": payment]) == 1
    }

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
        held = try row.money("held")
        givenBack = try row.money("given_back")
        proof = try row.textIfPresent("proof")
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

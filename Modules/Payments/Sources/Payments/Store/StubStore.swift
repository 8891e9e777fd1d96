internal import Kernel
internal import Storage

/// The tables `stub_orders`, `stub_payments`, `stub_refunds` and `stub_notices`: the gateway's own books.
struct StubStore: Sendable {
    func order(_ reference: String, _ tx: ReadTransaction) throws -> StubOrder? {
        try tx.row("SELECT * FROM stub_orders WHERE reference = :reference", ["reference": reference]).map(StubOrder.init)
    }

    /// Enters the charge unless it is known.
    func add(_ order: StubOrder, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO stub_orders (reference, provider, code, amount, opened_at, expires_at, state, manner)
            VALUES (:reference, :provider, :code, :amount, :opened, :expires, :state, :manner)
            ON CONFLICT (reference) DO NOTHING
            """,
            [
                "reference": order.reference, "provider": order.provider, "code": order.code, "amount": order.amount,
                "opened": order.openedAt, "expires": order.expiresAt, "state": order.state.rawValue, "manner": order.manner.rawValue,
            ])
    }

    func save(_ order: StubOrder, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_orders SET state = :state, manner = :manner WHERE reference = :reference",
            ["reference": order.reference, "state": order.state.rawValue, "manner": order.manner.rawValue])
    }

    static let ofOrder = "SELECT * FROM stub_payments WHERE reference = :reference ORDER BY paid_at, payment_id"

    /// What was paid for a charge, in the order in which it was paid.
    func payments(for reference: String, _ tx: ReadTransaction) throws -> [StubPayment] {
        try tx.rows(StubStore.ofOrder, ["reference": reference]).map(StubPayment.init)
    }

    func payment(_ id: String, _ tx: ReadTransaction) throws -> StubPayment? {
        try tx.row("SELECT * FROM stub_payments WHERE payment_id = :id", ["id": id]).map(StubPayment.init)
    }

    static let settled = """
        SELECT * FROM stub_payments WHERE provider = :provider AND confirmed_at >= :from AND confirmed_at < :until
        ORDER BY confirmed_at, payment_id
        """

    /// What a provider confirmed from one instant until before another.
    func settled(_ provider: String, from: Instant, until: Instant, _ tx: ReadTransaction) throws -> [StubPayment] {
        try tx.rows(StubStore.settled, ["provider": provider, "from": from, "until": until]).map(StubPayment.init)
    }

    /// Takes the money; answers `false` when a payment of that name was taken before.
    func add(_ payment: StubPayment, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO stub_payments (payment_id, provider, reference, amount, paid_at, bank_number, confirmed_at, proof)
            VALUES (:id, :provider, :reference, :amount, :paid, :bank, :confirmed, :proof)
            ON CONFLICT (payment_id) DO NOTHING
            """,
            [
                "id": payment.paymentID, "provider": payment.provider, "reference": payment.reference, "amount": payment.amount,
                "paid": payment.paidAt, "bank": payment.bankNumber, "confirmed": payment.confirmedAt, "proof": payment.proof,
            ]) == 1
    }

    /// Notes the treasury's confirmation, once.
    func confirm(_ payment: String, proof: String?, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE stub_payments SET confirmed_at = :now, proof = :proof WHERE payment_id = :id AND confirmed_at IS NULL",
            ["id": payment, "now": tx.now, "proof": proof])
    }

    func refund(_ id: Identifier, _ tx: ReadTransaction) throws -> StubRefund? {
        try tx.row("SELECT * FROM stub_refunds WHERE id = :id", ["id": id]).map(StubRefund.init)
    }

    static let ofPayment = "SELECT * FROM stub_refunds WHERE payment_id = :payment"

    /// What of a payment was given back or is about to be, in rupiah.
    func givenBack(of payment: String, _ tx: ReadTransaction) throws -> Int {
        try tx.rows(StubStore.ofPayment, ["payment": payment]).map(StubRefund.init)
            .reduce(0) { $0 + ($1.doneAt == nil ? 0 : $1.amount.rupiah) }
    }

    func add(_ refund: StubRefund, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO stub_refunds (id, provider, payment_id, amount, asked_at, done_at)
            VALUES (:id, :provider, :payment, :amount, :now, :done)
            """,
            [
                "id": refund.id, "provider": refund.provider, "payment": refund.paymentID, "amount": refund.amount, "now": tx.now,
                "done": refund.doneAt,
            ])
    }
}

extension StubOrder {
    init(_ row: SQLRow) throws {
        reference = try row.text("reference")
        provider = try row.text("provider")
        code = try row.textIfPresent("code")
        amount = try row.money("amount")
        openedAt = try row.instant("opened_at")
        expiresAt = try row.instantIfPresent("expires_at")
        state = try row.choice("state")
        manner = try row.choice("manner")
    }
}

extension StubPayment {
    init(_ row: SQLRow) throws {
        paymentID = try row.text("payment_id")
        provider = try row.text("provider")
        reference = try row.text("reference")
        amount = try row.money("amount")
        paidAt = try row.instant("paid_at")
        bankNumber = try row.textIfPresent("bank_number")
        confirmedAt = try row.instantIfPresent("confirmed_at")
        proof = try row.textIfPresent("proof")
    }
}

extension StubRefund {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        provider = try row.text("provider")
        paymentID = try row.text("payment_id")
        amount = try row.money("amount")
        doneAt = try row.instantIfPresent("done_at")
    }
}

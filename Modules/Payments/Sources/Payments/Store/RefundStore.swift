internal import Kernel
internal import Storage

/// The table `refunds`.
struct RefundStore: Sendable {
    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> Refund? {
        try tx.row("SELECT * FROM refunds WHERE id = :id", ["id": id]).map(Refund.init)
    }

    static let ofPayment = "SELECT * FROM refunds WHERE payment_id = :payment ORDER BY granted_at, id"

    func all(of payment: Identifier, _ tx: ReadTransaction) throws -> [Refund] {
        try tx.rows(RefundStore.ofPayment, ["payment": payment]).map(Refund.init)
    }

    static let ofBill = """
        SELECT refunds.* FROM payments JOIN refunds ON refunds.payment_id = payments.id
        WHERE payments.bill_id = :bill AND refunds.status <> 'failed'
        """

    /// What goes back, or has gone back, of the money that came in for that bill, the oldest first.
    func all(for bill: Identifier, _ tx: ReadTransaction) throws -> [Refund] {
        try tx.rows(RefundStore.ofBill, ["bill": bill]).map(Refund.init).sorted { ($0.grantedAt, $0.id) < ($1.grantedAt, $1.id) }
    }

    static let newest = "SELECT * FROM refunds ORDER BY granted_at DESC, id DESC LIMIT :limit"

    func newest(limit: Int, _ tx: ReadTransaction) throws -> [Refund] {
        try tx.rows(RefundStore.newest, ["limit": limit]).map(Refund.init)
    }

    static let due = "SELECT * FROM refunds WHERE asks_at <= :now ORDER BY asks_at, id LIMIT :limit"

    /// Those that a provider is to be asked for now.
    func due(limit: Int, _ tx: ReadTransaction) throws -> [Refund] {
        try tx.rows(RefundStore.due, ["now": tx.now, "limit": limit]).map(Refund.init)
    }

    func add(_ refund: Refund, asksAt: Instant?, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO refunds (id, payment_id, source, amount, way, status, reason, granted_at, asked, asks_at)
            VALUES (:id, :payment, :source, :amount, :way, :status, :reason, :granted, 0, :asks)
            """,
            [
                "id": refund.id, "payment": refund.payment, "source": refund.source.rawValue, "amount": refund.amount,
                "way": refund.way.rawValue, "status": refund.status.rawValue, "reason": refund.reason, "granted": refund.grantedAt,
                "asks": asksAt,
            ])
    }

    /// Saves how it ended; answers `false`, changing nothing, when it has ended meanwhile.
    func end(_ refund: Refund, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE refunds SET status = :status, voucher = :voucher, ended_at = :ended, asks_at = NULL
            WHERE id = :id AND status = 'granted'
            """,
            ["id": refund.id, "status": refund.status.rawValue, "voucher": refund.voucher, "ended": refund.endedAt]) == 1
    }

    /// Puts the next question off: a minute after the first, doubling, six hours at most.
    func postpone(_ id: Identifier, _ tx: WriteTransaction) throws {
        let asked = try tx.count("SELECT asked FROM refunds WHERE id = :id", ["id": id])
        try tx.execute(
            "UPDATE refunds SET asked = asked + 1, asks_at = :next WHERE id = :id AND status = 'granted'",
            ["id": id, "next": tx.now.advanced(bySeconds: AskingGap.seconds(after: asked))])
    }
}

extension Refund {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        payment = try row.identifier("payment_id")
        source = try row.choice("source")
        amount = try row.money("amount")
        way = try row.choice("way")
        status = try row.choice("status")
        reason = try row.text("reason")
        voucher = try row.textIfPresent("voucher")
        grantedAt = try row.instant("granted_at")
        endedAt = try row.instantIfPresent("ended_at")
    }
}

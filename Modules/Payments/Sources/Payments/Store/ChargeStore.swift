internal import Kernel
internal import Storage

/// The table `charges`. Of a charge nothing changes but what the provider says of it, and when it is asked next.
struct ChargeStore: Sendable {
    func find(provider: String, reference: String, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row(
            "SELECT * FROM charges WHERE provider = :provider AND reference = :reference",
            ["provider": provider, "reference": reference]
        ).map(BillCharge.init)
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row("SELECT * FROM charges WHERE id = :id", ["id": id]).map(BillCharge.init)
    }

    static let withAmount = """
        SELECT * FROM charges WHERE provider = :provider AND amount = :amount AND opened_at < :end AND expires_at >= :begin
        ORDER BY opened_at DESC LIMIT 1
        """

    /// The newest of the provider with that amount which was open at some time from `begin` on and before `end`.
    func open(of provider: String, with amount: Money, from begin: Instant, to end: Instant, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row(ChargeStore.withAmount, ["provider": provider, "amount": amount, "begin": begin, "end": end]).map(BillCharge.init)
    }

    /// The provider's newest for the bill.
    func newest(of bill: Identifier, with provider: String, _ tx: ReadTransaction) throws -> BillCharge? {
        try tx.row(
            "SELECT * FROM charges WHERE bill_id = :bill AND provider = :provider ORDER BY opened_at DESC, id DESC LIMIT 1",
            ["bill": bill, "provider": provider]
        ).map(BillCharge.init)
    }

    /// How many the provider has opened for the bill.
    func count(of bill: Identifier, with provider: String, _ tx: ReadTransaction) throws -> Int {
        try tx.count(
            "SELECT count(*) FROM charges WHERE bill_id = :bill AND provider = :provider", ["bill": bill, "provider": provider])
    }

    /// - Parameter asksAt: when the provider is asked for it first; `nil` for one that cannot be asked.
    func add(_ charge: BillCharge, asksAt: Instant?, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO charges (id, bill_id, provider, reference, qris_payload, code, amount, opened_at, expires_at, asked, asks_at)
            VALUES (:id, :bill, :provider, :reference, :payload, :code, :amount, :opened, :expires, 0, :asks)
            """,
            [
                "id": charge.id, "bill": charge.bill, "provider": charge.provider, "reference": charge.reference,
                "payload": charge.qrisPayload, "code": charge.code, "amount": charge.amount, "opened": charge.openedAt,
                "expires": charge.expiresAt, "asks": asksAt,
            ])
    }

    static let due = "SELECT * FROM charges WHERE asks_at <= :now ORDER BY asks_at, id LIMIT :limit"

    /// Those of which a provider is to be asked now.
    func due(limit: Int, _ tx: ReadTransaction) throws -> [BillCharge] {
        try tx.rows(ChargeStore.due, ["now": tx.now, "limit": limit]).map(BillCharge.init)
    }

    /// Puts the next question off, longer each time.
    func postpone(_ charge: BillCharge, _ tx: WriteTransaction) throws {
        let asked = try tx.count("SELECT asked FROM charges WHERE id = :id", ["id": charge.id])
        try tx.execute(
            "UPDATE charges SET asked = asked + 1, asks_at = :next WHERE id = :id AND asks_at IS NOT NULL",
            ["id": charge.id, "next": tx.now.advanced(bySeconds: AskingGap.seconds(after: asked))])
    }

    /// There is nothing more to ask.
    func stopAsking(_ charge: BillCharge, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE charges SET asks_at = NULL WHERE id = :id", ["id": charge.id])
    }

    /// The provider says that it will never be paid: its payer needs a new one from now on, and there is nothing more to ask.
    func end(_ charge: BillCharge, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE charges SET asks_at = NULL, expires_at = CASE WHEN expires_at <= :now THEN expires_at ELSE :now END WHERE id = :id
            """, ["id": charge.id, "now": tx.now])
    }

    /// Notes since when the payer has paid without being confirmed; answers `false` when that was known.
    func markPending(_ charge: BillCharge, at instant: Instant, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE charges SET pending_at = :at WHERE id = :id AND pending_at IS NULL", ["id": charge.id, "at": instant]) == 1
    }
}

extension BillCharge {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        bill = try row.identifier("bill_id")
        provider = try row.text("provider")
        reference = try row.text("reference")
        qrisPayload = try row.textIfPresent("qris_payload")
        code = try row.textIfPresent("code")
        amount = try row.money("amount")
        pendingAt = try row.instantIfPresent("pending_at")
        openedAt = try row.instant("opened_at")
        expiresAt = try row.instantIfPresent("expires_at")
    }
}

internal import Kernel
internal import Storage

/// The table `bills`.
struct BillStore: Sendable {
    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> Bill? {
        try tx.row("SELECT * FROM bills WHERE id = :id", ["id": id]).map(Bill.init)
    }

    func find(purpose: Identifier, _ tx: ReadTransaction) throws -> Bill? {
        try tx.row("SELECT * FROM bills WHERE purpose_id = :purpose", ["purpose": purpose]).map(Bill.init)
    }

    /// How many are open, counted up to `limit`.
    func openCount(limit: Int, _ tx: ReadTransaction) throws -> Int {
        try tx.count(
            """
            SELECT count(*) FROM (SELECT created_at FROM bills WHERE status = 'open' ORDER BY created_at LIMIT :limit) AS counted
            """, ["limit": limit])
    }

    func add(_ bill: Bill, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO bills (id, purpose_id, payer_id, amount, revenue, description, status, provider, ways, created_at, paid_at)
            VALUES (:id, :purpose, :payer, :amount, :revenue, :description, :status, :provider, :ways, :created, :paid)
            """,
            [
                "id": bill.id, "purpose": bill.purpose, "payer": bill.payer, "amount": bill.amount, "revenue": bill.revenue.rawValue,
                "description": bill.description, "status": bill.status.rawValue, "provider": bill.provider,
                "ways": bill.ways?.joined(separator: " "), "created": bill.createdAt, "paid": bill.paidAt,
            ])
    }

    /// Saves where the bill stands now; answers `false`, changing nothing, when it has left `earlier` meanwhile.
    func save(_ bill: Bill, from earlier: BillStatus, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE bills SET status = :status, provider = :provider, paid_at = :paid WHERE id = :id AND status = :earlier",
            [
                "id": bill.id, "status": bill.status.rawValue, "provider": bill.provider, "paid": bill.paidAt,
                "earlier": earlier.rawValue,
            ]) == 1
    }
}

extension Bill {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        purpose = try row.identifier("purpose_id")
        payer = try row.identifier("payer_id")
        amount = try row.money("amount")
        revenue = try row.choice("revenue")
        description = try row.text("description")
        status = try row.choice("status")
        provider = try row.text("provider")
        ways = try row.textIfPresent("ways")?.split(separator: " ").map(String.init)
        createdAt = try row.instant("created_at")
        paidAt = try row.instantIfPresent("paid_at")
    }
}

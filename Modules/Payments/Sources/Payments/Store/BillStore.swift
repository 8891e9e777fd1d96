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

    static let open = """
        SELECT * FROM bills WHERE status = 'open' AND (created_at, id) > (:created, :id) ORDER BY created_at, id LIMIT :limit
        """

    /// Those that are open, the oldest first.
    func open(after cursor: BillCursor, limit: Int, _ tx: ReadTransaction) throws -> [Bill] {
        try tx.rows(BillStore.open, ["limit": limit, "created": cursor.createdAt, "id": cursor.id]).map(Bill.init)
    }

    static let stretch = """
        SELECT * FROM bills
        WHERE agency = :agency AND status = :status AND created_at < :now AND (created_at, id) > (:created, :id)
        ORDER BY created_at, id LIMIT :limit
        """

    /// An agency's bills that stand so, the oldest first. A moment that is not over may still get another one.
    func stretch(
        of agency: String, _ status: BillStatus, after cursor: BillCursor, limit: Int, _ tx: ReadTransaction
    ) throws -> [Bill] {
        try tx.rows(
            BillStore.stretch,
            [
                "agency": agency, "status": status.rawValue, "now": tx.now, "limit": limit, "created": cursor.createdAt, "id": cursor.id,
            ]
        ).map(Bill.init)
    }

    static let unfiled = "SELECT * FROM bills WHERE agency IS NULL LIMIT :limit"

    /// Bills of which nobody has said whose service they are for.
    func unfiled(limit: Int, _ tx: ReadTransaction) throws -> [Bill] {
        try tx.rows(BillStore.unfiled, ["limit": limit]).map(Bill.init)
    }

    func file(_ bill: Identifier, under agency: String, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE bills SET agency = :agency WHERE id = :id AND agency IS NULL", ["agency": agency, "id": bill])
    }

    func add(_ bill: Bill, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO bills (id, purpose_id, payer_id, amount, revenue, description, status, provider, ways, agency, created_at, paid_at)
            VALUES (:id, :purpose, :payer, :amount, :revenue, :description, :status, :provider, :ways, :agency, :created, :paid)
            """,
            [
                "id": bill.id, "purpose": bill.purpose, "payer": bill.payer, "amount": bill.amount, "revenue": bill.revenue.rawValue,
                "description": bill.description, "status": bill.status.rawValue, "provider": bill.provider,
                "ways": bill.ways?.joined(separator: " "), "agency": bill.agency, "created": bill.createdAt, "paid": bill.paidAt,
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
        agency = try row.textIfPresent("agency")
        createdAt = try row.instant("created_at")
        paidAt = try row.instantIfPresent("paid_at")
    }
}

internal import Kernel
internal import Storage

/// The table `cash_shifts`.
struct ShiftStore: Sendable {
    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> CashShift? {
        try tx.row("SELECT * FROM cash_shifts WHERE id = :id", ["id": id]).map(CashShift.init)
    }

    /// The one that is open.
    func open(of cashier: Identifier, _ tx: ReadTransaction) throws -> CashShift? {
        try tx.row("SELECT * FROM cash_shifts WHERE cashier_id = :cashier AND closed_at IS NULL", ["cashier": cashier]).map(CashShift.init)
    }

    static let newest = "SELECT * FROM cash_shifts ORDER BY opened_at DESC, id DESC LIMIT :limit"

    /// Newest first.
    func newest(limit: Int, _ tx: ReadTransaction) throws -> [CashShift] {
        try tx.rows(ShiftStore.newest, ["limit": limit]).map(CashShift.init)
    }

    func add(_ id: Identifier, of cashier: Identifier, change: Money, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO cash_shifts (id, cashier_id, opened_at, change, taken, given_back, receipts)
            VALUES (:id, :cashier, :now, :change, 0, 0, 0)
            """, ["id": id, "cashier": cashier, "now": tx.now, "change": change])
    }

    /// Counts what was taken.
    func take(_ amount: Money, in shift: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE cash_shifts SET taken = taken + :amount, receipts = receipts + 1 WHERE id = :id AND closed_at IS NULL",
            ["amount": amount, "id": shift])
    }

    /// Takes out what is given back; answers `false`, changing nothing, when less should lie in the drawer.
    func give(_ amount: Money, from shift: Identifier, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE cash_shifts SET given_back = given_back + :amount
            WHERE id = :id AND closed_at IS NULL AND given_back + :amount <= change + taken
            """, ["amount": amount, "id": shift]) == 1
    }

    func close(_ shift: Identifier, counted: Money, reason: String?, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE cash_shifts SET closed_at = :now, counted = :counted, reason = :reason WHERE id = :id AND closed_at IS NULL",
            ["now": tx.now, "counted": counted, "reason": reason, "id": shift])
    }
}

extension CashShift {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        cashier = try row.identifier("cashier_id")
        openedAt = try row.instant("opened_at")
        change = try row.money("change")
        taken = try row.money("taken")
        givenBack = try row.money("given_back")
        receipts = try row.integer("receipts")
        if let closedAt = try row.instantIfPresent("closed_at") {
            closing = Closing(at: closedAt, counted: try row.money("counted"), reason: try row.textIfPresent("reason"))
        } else {
            closing = nil
        }
    }
}

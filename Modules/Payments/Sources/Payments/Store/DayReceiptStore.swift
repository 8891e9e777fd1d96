internal import Kernel
internal import Storage

/// The table `day_receipts`, which each settled bill brings up to date: a chart reads it and counts nothing.
struct DayReceiptStore: Sendable {
    func add(_ bill: Bill, on day: CivilDate, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO day_receipts (day, revenue, amount, receipts) VALUES (:day, :revenue, :amount, 1)
            ON CONFLICT (day, revenue) DO UPDATE
            SET amount = day_receipts.amount + excluded.amount, receipts = day_receipts.receipts + 1
            """, ["day": day.daysSince1970, "revenue": bill.revenue.rawValue, "amount": bill.amount])
    }

    static let between = "SELECT * FROM day_receipts WHERE day >= :first AND day <= :last ORDER BY day, revenue"

    func between(_ first: CivilDate, _ last: CivilDate, _ tx: ReadTransaction) throws -> [DayReceipts] {
        try tx.rows(DayReceiptStore.between, ["first": first.daysSince1970, "last": last.daysSince1970]).map { row in
            DayReceipts(
                day: CivilDate(daysSince1970: try row.integer("day")), revenue: try row.choice("revenue"),
                amount: try row.money("amount"), receipts: try row.integer("receipts"))
        }
    }
}

internal import Kernel
internal import Storage

/// The table `closed_months`: closing a month closes all before it.
struct MonthStore: Sendable {
    static let last = "SELECT month FROM closed_months ORDER BY month DESC LIMIT 1"

    /// The last month that is closed.
    func last(_ tx: ReadTransaction) throws -> BookMonth? {
        try tx.row(MonthStore.last).map { BookMonth(number: try $0.integer("month")) }
    }

    func close(_ month: BookMonth, _ tx: WriteTransaction) throws {
        try tx.execute("INSERT INTO closed_months (month, closed_at) VALUES (:month, :now)", ["month": month.number, "now": tx.now])
    }
}

internal import Kernel
internal import Storage

/// The table `differences`.
struct DifferenceStore: Sendable {
    static let open = "SELECT * FROM differences WHERE ended_at IS NULL ORDER BY found_at, id LIMIT :limit"

    /// Those that are open, the oldest first.
    func open(limit: Int, _ tx: ReadTransaction) throws -> [Difference] {
        try tx.rows(DifferenceStore.open, ["limit": limit]).map(Difference.init)
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> Difference? {
        try tx.row("SELECT * FROM differences WHERE id = :id", ["id": id]).map(Difference.init)
    }

    /// Whether there is an open one about that payment.
    func isOpen(about payment: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row("SELECT id FROM differences WHERE payment_id = :payment AND ended_at IS NULL", ["payment": payment]) != nil
    }

    /// Of a payment each kind is noted once, whatever became of it; answers whether it is new.
    func add(_ difference: Difference, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO differences (id, kind, payment_id, file_id, line, told, found_at)
            VALUES (:id, :kind, :payment, :file, :line, :told, :at)
            ON CONFLICT (payment_id, kind) DO NOTHING
            """,
            [
                "id": difference.id, "kind": difference.kind.rawValue, "payment": difference.payment, "file": difference.file,
                "line": difference.line, "told": difference.told, "at": difference.foundAt,
            ]) == 1
    }

    /// Answers `false`, changing nothing, for one that has ended.
    func end(_ id: Identifier, reason: String, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE differences SET ended_at = :now, reason = :reason WHERE id = :id AND ended_at IS NULL",
            ["id": id, "reason": reason, "now": tx.now]) == 1
    }

    /// A later file agrees with the books: there is nothing more to say.
    func end(all payment: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE differences SET ended_at = :now WHERE payment_id = :payment AND ended_at IS NULL",
            ["payment": payment, "now": tx.now])
    }
}

extension Difference {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        kind = try row.choice("kind")
        payment = try row.identifier("payment_id")
        file = try row.identifier("file_id")
        line = try row.integerIfPresent("line")
        told = try row.integerIfPresent("told").flatMap { Money(rupiah: $0) }
        foundAt = try row.instant("found_at")
        endedAt = try row.instantIfPresent("ended_at")
        reason = try row.textIfPresent("reason")
    }
}

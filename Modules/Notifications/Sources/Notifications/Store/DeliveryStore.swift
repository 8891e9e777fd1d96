internal import Kernel
internal import Storage

/// The table `deliveries`.
struct DeliveryStore: Sendable {
    func add(_ delivery: Delivery, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO deliveries (id, message_id, kind, status, attempts, due_at, changed_at)
            VALUES (:id, :message, :kind, :status, :attempts, :due, :now)
            """,
            [
                "id": delivery.id, "message": delivery.message, "kind": delivery.kind, "status": delivery.status.rawValue,
                "attempts": delivery.attempts, "due": delivery.dueAt, "now": tx.now,
            ])
    }

    /// - Throws: `conflict` `problem.duplicate` when the delivery has left `earlier` meanwhile.
    func save(_ delivery: Delivery, from earlier: DeliveryStatus, _ tx: WriteTransaction) throws {
        let count = try tx.execute(
            """
            UPDATE deliveries SET status = :status, attempts = :attempts, due_at = :due, changed_at = :now
            WHERE id = :id AND status = :earlier
            """,
            [
                "id": delivery.id, "status": delivery.status.rawValue, "attempts": delivery.attempts, "due": delivery.dueAt,
                "now": tx.now, "earlier": earlier.rawValue,
            ])
        guard count == 1 else { throw Problem(.conflict, "problem.duplicate", detail: "delivery \(delivery.id) has moved on") }
    }

    /// The queued delivery of these kinds that is due first.
    func nextDue(of kinds: [String], _ tx: ReadTransaction) throws -> Delivery? {
        var arguments: [String: any SQLConvertible] = ["now": tx.now]
        for (position, kind) in kinds.enumerated() { arguments["kind\(position)"] = kind }
        guard !kinds.isEmpty else { return nil }
        let names = kinds.indices.map { ":kind\($0)" }.joined(separator: ", ")
        return try tx.row(
            """
            SELECT * FROM deliveries WHERE status = 'queued' AND due_at <= :now AND kind IN (\(names)) ORDER BY due_at, id LIMIT 1
            """, arguments
        ).map(Delivery.init)
    }

    func all(in status: DeliveryStatus, _ tx: ReadTransaction) throws -> [Delivery] {
        try tx.rows("SELECT * FROM deliveries WHERE status = :status ORDER BY id", ["status": status.rawValue]).map(Delivery.init)
    }

    func counts(_ tx: ReadTransaction) throws -> [DeliveryStatus: Int] {
        var counts: [DeliveryStatus: Int] = [:]
        for row in try tx.rows("SELECT status, COUNT(*) AS number FROM deliveries GROUP BY status") {
            counts[try row.choice("status")] = try row.integer("number")
        }
        return counts
    }
}

extension Delivery {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        message = try row.identifier("message_id")
        kind = try row.text("kind")
        status = try row.choice("status")
        attempts = try row.integer("attempts")
        dueAt = try row.instant("due_at")
    }
}

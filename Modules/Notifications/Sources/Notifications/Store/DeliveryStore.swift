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
                "id": delivery.id, "message": delivery.message, "kind": delivery.kind.rawValue, "status": delivery.status.rawValue,
                "attempts": delivery.attempts, "due": delivery.dueAt, "now": tx.now,
            ])
        try count(1, delivery.status, tx)
    }

    /// Takes back a delivery of the same write.
    func remove(_ delivery: Delivery, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM deliveries WHERE id = :id", ["id": delivery.id])
        try count(-1, delivery.status, tx)
    }

    /// Saves where the delivery stands now; answers `false`, changing nothing, when somebody else has moved it since it was read.
    func save(_ delivery: Delivery, over read: Delivery, _ tx: WriteTransaction) throws -> Bool {
        let isSaved =
            try tx.execute(
                """
                UPDATE deliveries SET status = :status, attempts = :attempts, due_at = :due, leased_by = :lease, changed_at = :now
                WHERE id = :id AND status = :earlier AND leased_by IS NOT DISTINCT FROM :earlierLease
                """,
                [
                    "id": delivery.id, "status": delivery.status.rawValue, "attempts": delivery.attempts, "due": delivery.dueAt,
                    "lease": delivery.lease, "now": tx.now, "earlier": read.status.rawValue, "earlierLease": read.lease,
                ]) == 1
        if isSaved, delivery.status != read.status {
            try count(-1, read.status, tx)
            try count(1, delivery.status, tx)
        }
        return isSaved
    }

    /// Counted in the write of the change, so that nobody reads a whole table to know.
    private func count(_ change: Int, _ status: DeliveryStatus, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE delivery_counts SET number = number + :change WHERE status = :status", ["change": change, "status": status.rawValue])
    }

    /// The queued delivery of that kind that is due first. What was told of one errand leaves in the order in which it happened: a
    /// message waits until every earlier one to the same person about the same thing is through, also while that one is tried again.
    func nextDue(of kind: SenderKind, _ tx: ReadTransaction) throws -> Delivery? {
        try tx.row(
            """
            SELECT delivery.* FROM deliveries AS delivery JOIN messages AS message ON message.id = delivery.message_id
            WHERE delivery.status = 'queued' AND delivery.kind = :kind AND delivery.due_at <= :now AND NOT EXISTS (
                SELECT 1 FROM messages AS earlier JOIN deliveries AS pending ON pending.message_id = earlier.id
                WHERE earlier.about_id = message.about_id AND earlier.recipient_id = message.recipient_id
                    AND earlier.position < message.position AND pending.kind = delivery.kind
                    AND pending.status IN ('queued', 'sending'))
            ORDER BY delivery.due_at, delivery.id LIMIT 1
            """, ["kind": kind.rawValue, "now": tx.now]
        ).map(Delivery.init)
    }

    /// What else is queued for the same person about the same thing, in the order in which it was told: it goes along, also when its own
    /// time has not come.
    func following(_ delivery: Delivery, _ tx: ReadTransaction) throws -> [Delivery] {
        try tx.rows(
            """
            SELECT delivery.* FROM messages AS first
            JOIN messages AS message ON message.about_id = first.about_id AND message.recipient_id = first.recipient_id
                AND message.position > first.position
            JOIN deliveries AS delivery ON delivery.message_id = message.id
            WHERE first.id = :message AND delivery.kind = :kind AND delivery.status = 'queued'
            ORDER BY message.position LIMIT :limit
            """,
            ["message": delivery.message, "kind": delivery.kind.rawValue, "limit": Delivery.maximumGathered - 1]
        ).map(Delivery.init)
    }

    /// Deliveries whose sender did not come back before the lease ran out.
    func abandoned(_ tx: ReadTransaction) throws -> [Delivery] {
        try tx.rows("SELECT * FROM deliveries WHERE status = 'sending' AND due_at <= :now ORDER BY due_at, id", ["now": tx.now])
            .map(Delivery.init)
    }

    /// Makes due what a wrong clock put off, or leased, for longer than this program ever does; answers how many there were.
    func recall(_ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            """
            UPDATE deliveries SET due_at = :now
            WHERE (status = 'queued' AND due_at > :longest) OR (status = 'sending' AND due_at > :lease)
            """,
            [
                "now": tx.now, "longest": tx.now.advanced(bySeconds: Delivery.longestDelaySeconds),
                "lease": tx.now.advanced(bySeconds: Delivery.leaseSeconds),
            ])
    }

    func counts(_ tx: ReadTransaction) throws -> [DeliveryStatus: Int] {
        var counts: [DeliveryStatus: Int] = [:]
        for row in try tx.rows("SELECT status, number FROM delivery_counts WHERE number > 0") {
            counts[try row.choice("status")] = try row.integer("number")
        }
        return counts
    }
}

extension Delivery {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        message = try row.identifier("message_id")
        kind = try row.choice("kind")
        status = try row.choice("status")
        attempts = try row.integer("attempts")
        dueAt = try row.instant("due_at")
        lease = try row.identifierIfPresent("leased_by")
    }
}

internal import Foundation
internal import Kernel

/// One event on its way to one reaction, taken by whoever holds its lease.
struct ClaimedDelivery: Sendable {
    let position: Int
    let reaction: String
    /// This try included.
    let attempts: Int
    let envelope: EventEnvelope
    /// `nil` when the person whom it is about was erased.
    let body: Data?
}

/// The tables `outbox` and `outbox_deliveries`. A delivery that is done has no row any more.
enum OutboxStore {
    static func place(_ event: Identifier) -> VaultPlace { VaultPlace(table: "outbox", column: "body", row: event) }

    static func add(
        _ envelope: EventEnvelope, at position: Int, format: Int, person: Identifier?, body: Data?, _ tx: WriteTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO outbox (position, id, kind, format, subject_id, person_id, body, at)
            VALUES (:position, :id, :kind, :format, :subject, :person, :body, :at)
            """,
            [
                "position": position, "id": envelope.id, "kind": envelope.kind, "format": format, "subject": envelope.subject,
                "person": person, "body": body, "at": envelope.at,
            ])
    }

    static func addDelivery(of envelope: EventEnvelope, at position: Int, to reaction: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO outbox_deliveries (position, reaction, subject_id, due_at, attempts)
            VALUES (:position, :reaction, :subject, :at, 0)
            """, ["position": position, "reaction": reaction, "subject": envelope.subject, "at": envelope.at])
    }

    /// The deliveries that may be made now: of each reaction and subject only the first, so that none overtakes it.
    static let due = """
        SELECT delivery.position, delivery.reaction FROM outbox_deliveries AS delivery
        WHERE delivery.died_at IS NULL AND delivery.due_at <= :now AND NOT EXISTS (
            SELECT 1 FROM outbox_deliveries AS earlier
            WHERE earlier.reaction = delivery.reaction AND earlier.subject_id = delivery.subject_id
                AND earlier.died_at IS NULL AND earlier.position < delivery.position)
        ORDER BY delivery.due_at, delivery.position LIMIT :limit
        """

    static func isAnyDue(_ tx: ReadTransaction) throws -> Bool { try tx.row(due, ["now": tx.now, "limit": 1]) != nil }

    /// Takes the deliveries that are due, at most `limit`, under one lease: until it runs out they are due for nobody else.
    static func claim(_ limit: Int, under lease: Identifier, until end: Instant, _ tx: WriteTransaction) throws -> [ClaimedDelivery] {
        try tx.execute(
            """
            UPDATE outbox_deliveries SET leased_by = :lease, due_at = :end, attempts = attempts + 1
            WHERE died_at IS NULL AND due_at <= :now AND (position, reaction) IN (\(due))
            """, ["lease": lease, "end": end, "now": tx.now, "limit": limit])
        return try tx.rows(
            """
            SELECT delivery.position, delivery.reaction, delivery.attempts,
                event.id, event.kind, event.subject_id, event.person_id, event.body, event.at
            FROM outbox_deliveries AS delivery JOIN outbox AS event ON event.position = delivery.position
            WHERE delivery.leased_by = :lease ORDER BY delivery.position, delivery.reaction
            """, ["lease": lease]
        ).map { row in
            let envelope = try EventEnvelope(row)
            return ClaimedDelivery(
                position: try row.integer("position"), reaction: try row.text("reaction"), attempts: try row.integer("attempts"),
                envelope: envelope, body: try body(row, of: envelope, tx))
        }
    }

    /// The reaction has done its work, under whichever lease: that it did is what counts.
    static func finish(_ delivery: ClaimedDelivery, _ tx: WriteTransaction) throws {
        try tx.execute(
            "DELETE FROM outbox_deliveries WHERE position = :position AND reaction = :reaction",
            ["position": delivery.position, "reaction": delivery.reaction])
    }

    /// Gives the delivery back, to be tried again at `due`, or never again when it `died`. Nothing happens when its lease ran out
    /// and somebody else has taken it.
    static func giveBack(
        _ delivery: ClaimedDelivery, under lease: Identifier, attempts: Int, due: Instant, died: Instant?, error: String?,
        _ tx: WriteTransaction
    ) throws {
        try tx.execute(
            """
            UPDATE outbox_deliveries SET leased_by = NULL, attempts = :attempts, due_at = :due, died_at = :died, last_error = :error
            WHERE position = :position AND reaction = :reaction AND leased_by = :lease
            """,
            [
                "position": delivery.position, "reaction": delivery.reaction, "lease": lease, "attempts": attempts, "due": due,
                "died": died, "error": error,
            ])
    }

    static func waiting(_ tx: ReadTransaction) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM outbox_deliveries WHERE died_at IS NULL")
    }

    static func dead(_ tx: ReadTransaction) throws -> Int {
        try tx.count("SELECT COUNT(*) FROM outbox_deliveries WHERE died_at IS NOT NULL")
    }

    /// Of all deliveries that are not done, or of the dead alone, the oldest first.
    static func pending(deadOnly: Bool, limit: Int, _ tx: ReadTransaction) throws -> [PendingDelivery] {
        try tx.rows(
            """
            SELECT event.id, event.kind, event.subject_id, event.at, delivery.reaction, delivery.attempts, delivery.due_at,
                delivery.leased_by, delivery.died_at, delivery.last_error
            FROM outbox_deliveries AS delivery JOIN outbox AS event ON event.position = delivery.position
            WHERE delivery.died_at IS NOT NULL OR :all = 1 ORDER BY delivery.position, delivery.reaction LIMIT :limit
            """, ["all": !deadOnly, "limit": limit]
        ).map { try PendingDelivery($0, now: tx.now) }
    }

    /// Lets the dead deliveries of one event, or of all, begin anew; answers how many there were.
    static func revive(_ event: Identifier?, _ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            """
            UPDATE outbox_deliveries SET died_at = NULL, attempts = 0, due_at = :now
            WHERE died_at IS NOT NULL
                AND (:event IS NULL OR position = (SELECT event.position FROM outbox AS event WHERE event.id = :event))
            """, ["event": event, "now": tx.now])
    }

    /// Makes due what a wrong clock put off for longer than anything is ever put off; answers how many there were.
    static func recall(putOffAfter longest: Instant, _ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            "UPDATE outbox_deliveries SET due_at = :now WHERE died_at IS NULL AND due_at > :longest", ["now": tx.now, "longest": longest])
    }

    /// Throws away events of before that time that every reaction has done with.
    static func purge(before: Instant, _ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            """
            DELETE FROM outbox WHERE at < :before AND NOT EXISTS (
                SELECT 1 FROM outbox_deliveries AS delivery WHERE delivery.position = outbox.position)
            """, ["before": before])
    }

    private static func body(_ row: SQLRow, of envelope: EventEnvelope, _ tx: ReadTransaction) throws -> Data? {
        guard let body = try row.blobIfPresent("body") else { return nil }
        guard let person = try row.identifierIfPresent("person_id") else { return body }
        do { return try tx.vault.open(body, of: person, at: place(envelope.id)) } catch let problem as Problem where problem.code == .gone {
            return nil
        }
    }
}

extension EventEnvelope {
    init(_ row: SQLRow) throws {
        try self.init(id: row.identifier("id"), kind: row.text("kind"), subject: row.identifier("subject_id"), at: row.instant("at"))
    }
}

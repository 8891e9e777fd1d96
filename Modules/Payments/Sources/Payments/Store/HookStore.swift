internal import Kernel
internal import Storage

/// The tables `hooks` and `dead_hook_events`. Whatever is noted of a telling is noted only while the hook is as it was when it began, so that
/// one event is taken once, and an answer for an old address changes nothing.
struct HookStore: Sendable {
    func find(_ key: Identifier, _ tx: ReadTransaction) throws -> Hook? {
        try tx.row("SELECT * FROM hooks WHERE key_id = :key", ["key": key]).map(Hook.init)
    }

    func all(_ tx: ReadTransaction) throws -> [Hook] { try tx.rows("SELECT * FROM hooks ORDER BY key_id").map(Hook.init) }

    static let due = """
        SELECT * FROM hooks WHERE silence IS NULL AND asks_at <= :now AND EXISTS (
            SELECT 1 FROM bill_events WHERE bill_events.agency = hooks.agency AND bill_events.position > hooks.position)
        ORDER BY asks_at, key_id
        """

    /// Those that may be told now and have something to be told.
    func due(_ tx: ReadTransaction) throws -> [Hook] { try tx.rows(HookStore.due, ["now": tx.now]).map(Hook.init) }

    /// An address that was there before goes on where it stopped.
    func save(
        _ key: Identifier, of agency: String, _ address: String, secret: Identifier, from position: Int, _ tx: WriteTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO hooks (key_id, agency, address, secret_id, position, attempts, given_up, asks_at, changed_at)
            VALUES (:key, :agency, :address, :secret, :position, 0, 0, :now, :now)
            ON CONFLICT (key_id) DO UPDATE SET address = excluded.address, secret_id = excluded.secret_id, attempts = 0, given_up = 0,
                asks_at = excluded.asks_at, changed_at = excluded.changed_at, silence = NULL, fault = NULL
            """,
            ["key": key, "agency": agency, "address": address, "secret": secret, "position": position, "now": tx.now])
    }

    /// What is on its way just now may still be taken.
    func pause(_ key: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE hooks SET silence = 'paused', changed_at = :now WHERE key_id = :key AND silence IS NULL", ["key": key, "now": tx.now])
    }

    func resume(_ key: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE hooks SET silence = NULL, fault = NULL, attempts = 0, given_up = 0, asks_at = :now, changed_at = :now
            WHERE key_id = :key
            """, ["key": key, "now": tx.now])
    }

    func remove(_ key: Identifier, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute("DELETE FROM dead_hook_events WHERE key_id = :key", ["key": key])
        return try tx.execute("DELETE FROM hooks WHERE key_id = :key", ["key": key]) == 1
    }

    func recall(after latest: Instant, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE hooks SET asks_at = :now WHERE silence IS NULL AND asks_at > :latest", ["now": tx.now, "latest": latest])
    }

    private static let unchanged = "key_id = :key AND secret_id = :secret AND position = :position AND attempts = :attempts"

    private func known(_ hook: Hook, _ more: SQLArguments) -> SQLArguments {
        var arguments: SQLArguments = [
            "key": hook.key, "secret": hook.secret, "position": hook.position, "attempts": hook.attempts,
        ]
        arguments.append(more)
        return arguments
    }

    /// Goes on behind an event that was taken.
    /// - Returns: `false`, changing nothing, when the hook has changed meanwhile.
    func advance(_ hook: Hook, to position: Int, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE hooks SET position = :next, attempts = 0, given_up = 0, fault = NULL, asks_at = :now WHERE \(HookStore.unchanged)
            """, known(hook, ["next": position, "now": tx.now])) == 1
    }

    func postpone(_ hook: Hook, until instant: Instant, _ fault: HookFault, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE hooks SET attempts = attempts + 1, fault = :fault, asks_at = :until WHERE \(HookStore.unchanged)",
            known(hook, ["fault": fault.text, "until": instant]))
    }

    /// Goes on behind an event that was not taken, and keeps it as dead.
    /// - Parameter falls: whether nothing more is told; one that was paused meanwhile stays so.
    /// - Returns: `false`, changing nothing, when the hook has changed meanwhile.
    func giveUp(_ hook: Hook, _ event: BillEvent, _ fault: HookFault, falls: Bool, _ tx: WriteTransaction) throws -> Bool {
        let changed = try tx.execute(
            """
            UPDATE hooks SET position = :next, attempts = 0, given_up = given_up + 1, fault = :fault, asks_at = :now,
                silence = CASE WHEN :falls = 1 AND silence IS NULL THEN 'failing' ELSE silence END,
                changed_at = CASE WHEN :falls = 1 AND silence IS NULL THEN :now ELSE changed_at END
            WHERE \(HookStore.unchanged)
            """, known(hook, ["fault": fault.text, "next": event.position, "now": tx.now, "falls": falls ? 1 : 0]))
        guard changed == 1 else { return false }
        try tx.execute(
            "INSERT INTO dead_hook_events (key_id, position, fault, at) VALUES (:key, :position, :fault, :at)",
            ["key": hook.key, "position": event.position, "fault": fault.text, "at": tx.now])
        return true
    }

    /// Of a key that is over.
    /// - Returns: `false`, changing nothing, when the hook has changed meanwhile.
    func end(_ hook: Hook, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE hooks SET silence = 'keyOver', changed_at = :now WHERE silence IS NULL AND \(HookStore.unchanged)",
            known(hook, ["now": tx.now])) == 1
    }

    static let dead = """
        SELECT dead_hook_events.fault, dead_hook_events.at AS died_at, bill_events.*,
            (SELECT purpose_id FROM bills WHERE bills.id = bill_events.bill_id) AS purpose_id
        FROM dead_hook_events JOIN bill_events ON bill_events.position = dead_hook_events.position
        WHERE dead_hook_events.key_id = :key ORDER BY dead_hook_events.position DESC LIMIT :limit
        """

    func dead(of key: Identifier, limit: Int, _ tx: ReadTransaction) throws -> [DeadEvent] {
        try tx.rows(HookStore.dead, ["key": key, "limit": limit]).map { row in
            DeadEvent(event: try BillEvent(row), fault: try row.hookFault("fault"), at: try row.instant("died_at"))
        }
    }

    func forgetDead(of key: Identifier, before: Instant, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM dead_hook_events WHERE key_id = :key AND at < :before", ["key": key, "before": before])
    }
}

extension Hook {
    init(_ row: SQLRow) throws {
        key = try row.identifier("key_id")
        agency = try row.text("agency")
        address = try row.text("address")
        secret = try row.identifier("secret_id")
        position = try row.integer("position")
        attempts = try row.integer("attempts")
        givenUp = try row.integer("given_up")
        asksAt = try row.instant("asks_at")
        lastFault = try row.textIfPresent("fault") == nil ? nil : row.hookFault("fault")
        silence = try row.textIfPresent("silence") == nil ? nil : row.choice("silence")
        changedAt = try row.instant("changed_at")
    }
}

extension SQLRow {
    fileprivate func hookFault(_ column: String) throws -> HookFault { HookFault(try text(column)) ?? .unreachable }
}

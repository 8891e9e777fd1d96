internal import Kernel
internal import Storage

/// What limits count: when which kind of attempt happened, by the keyed hash of each of its keys. What was typed is not stored: people
/// type passwords into the wrong field.
struct AttemptStore: Sendable {
    /// - Throws: `tooMany` with that message (argument `minutes`) while a limit is reached.
    func require(_ attempt: Attempt, else message: String, _ tx: ReadTransaction) throws {
        let waits = try Limit.all.filter { $0.counts == attempt.kind }.compactMap { limit -> Int? in
            guard let value = attempt.keys[limit.per] else { return nil }
            return limit.minutesToWait(after: try times(attempt.kind, hash(value, limit.per, tx), within: limit, tx), at: tx.now)
        }
        if let minutes = waits.max() { throw Problem(.tooMany, message, arguments: ["minutes": String(minutes)]) }
    }

    func add(_ attempt: Attempt, _ tx: WriteTransaction) throws {
        for (key, value) in attempt.keys {
            try tx.execute(
                "INSERT INTO attempts (id, kind, key_hash, at) VALUES (:id, :kind, :key, :at)",
                ["id": Identifier(at: tx.now), "kind": attempt.kind.rawValue, "key": hash(value, key, tx), "at": tx.now])
        }
    }

    /// Counts anew: the attempt was right this time.
    func forget(_ attempt: Attempt, _ tx: WriteTransaction) throws {
        for (key, value) in attempt.keys {
            try tx.execute(
                "DELETE FROM attempts WHERE kind = :kind AND key_hash = :key",
                ["kind": attempt.kind.rawValue, "key": hash(value, key, tx)])
        }
    }

    /// Removes what no limit counts any more, and what a wrong clock wrote into the future: there it would count one day.
    func removeOver(_ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            "DELETE FROM attempts WHERE at <= :end OR at > :now",
            ["end": tx.now.advanced(bySeconds: -Limit.longestWindowSeconds), "now": tx.now])
    }

    private func times(_ kind: AttemptKind, _ key: String, within limit: Limit, _ tx: ReadTransaction) throws -> [Instant] {
        try tx.rows(
            """
            SELECT at FROM attempts WHERE kind = :kind AND key_hash = :key AND at > :start AND at <= :now
            ORDER BY at DESC LIMIT :count
            """,
            [
                "kind": kind.rawValue, "key": key, "start": limit.windowStart(at: tx.now), "now": tx.now, "count": limit.count,
            ]
        ).map { try $0.instant("at") }
    }

    private func hash(_ value: String, _ key: AttemptKey, _ tx: ReadTransaction) -> String {
        tx.vault.lookup(value, kind: "identity.attempt.\(key.rawValue)")
    }
}

internal import Crypto
internal import Foundation
public import Kernel

/// Who did what to what, when, why: appended in the same write as the change. Each entry carries the keyed hash of the one
/// before, so that nobody who has the database but not the region's master key can rewrite yesterday unseen. No personal values, only ids and the administrator's reason.
public struct AuditTrail {
    let transaction: WriteTransaction
    static let series = "audit-trail"

    /// The trail's end under a key: whoever cuts entries off cannot make an end that fits.
    func sealEnd() throws {
        let position = try transaction.last(ofSeries: AuditTrail.series)
        let last = try transaction.row("SELECT hash FROM audit_trail WHERE position = :position", ["position": position])
        try setEnd(AuditEnd(position: position, hash: last?.text("hash") ?? ""))
    }

    private func setEnd(_ end: AuditEnd) throws {
        try transaction.execute(
            """
            INSERT INTO audit_head (id, position, hash, seal) VALUES (1, :position, :hash, :seal)
            ON CONFLICT (id) DO UPDATE SET position = excluded.position, hash = excluded.hash, seal = excluded.seal
            """, ["position": end.position, "hash": end.hash, "seal": end.seal(transaction.vault.keys.audit)])
    }

    /// - Parameters:
    ///   - action: a past participle with its noun, e.g. `request.submitted`.
    ///   - subject: the id or name of what was acted on.
    ///   - reason: why, in the actor's words where the actor is staff; never personal values.
    public func append(_ action: String, _ subject: some CustomStringConvertible, by principal: Principal, reason: String? = nil) throws {
        // The number first: whoever holds the series sees what the entry before it wrote.
        let position = try transaction.next(series: AuditTrail.series)
        let previous =
            try transaction.row("SELECT hash FROM audit_trail WHERE position = :before", ["before": position - 1])?.text("hash") ?? ""
        let entry = AuditEntry(
            position: position, at: transaction.now, actorKind: principal.kind, actor: principal.reference,
            action: action, subject: subject.description, reason: reason, previousHash: previous)
        let hash = entry.hash(transaction.vault.keys.audit)
        try transaction.execute(
            """
            INSERT INTO audit_trail (position, at, actor_kind, actor, action, subject, reason, previous_hash, hash)
            VALUES (:position, :at, :kind, :actor, :action, :subject, :reason, :previous, :hash)
            """,
            [
                "position": position, "at": transaction.now, "kind": entry.actorKind, "actor": entry.actor, "action": action,
                "subject": entry.subject, "reason": reason, "previous": previous, "hash": hash,
            ])
        try setEnd(AuditEnd(position: position, hash: hash))
    }
}

/// How far the audit trail goes: written down elsewhere once a day, it shows later that nobody has put an older trail in its place.
public struct AuditEnd: Sendable, Hashable {
    /// How many entries there are.
    public let position: Int
    /// The hash of the last one; empty while there is none.
    public let hash: String

    func seal(_ key: SymmetricKey) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("end,\(position),\(hash)".utf8), using: key).hexadecimal
    }
}

/// One line of the audit trail.
public struct AuditEntry: Sendable, Hashable {
    public let position: Int
    public let at: Instant
    public let actorKind: String
    public let actor: String
    public let action: String
    public let subject: String
    public let reason: String?
    public let previousHash: String

    /// HMAC-SHA-256 over the entry and the hash before it, in hexadecimal.
    func hash(_ key: SymmetricKey) -> String {
        // Each part stands behind its length, so that no text can pose as the border between two parts.
        let parts = [String(position), String(at.milliseconds), actorKind, actor, action, subject, reason, previousHash]
            .map { part in part.map { "\($0.utf8.count):\($0)" } ?? "-" }
        return HMAC<SHA256>.authenticationCode(for: Data(parts.joined(separator: ",").utf8), using: key).hexadecimal
    }
}

extension ReadTransaction {
    /// The newest entries first, optionally of one subject.
    public func auditEntries(about subject: String? = nil, limit: Int = 100) throws -> [AuditEntry] {
        guard let subject else {
            return try rows("SELECT * FROM audit_trail ORDER BY position DESC LIMIT :limit", ["limit": limit]).map(AuditEntry.init)
        }
        return try rows(
            "SELECT * FROM audit_trail WHERE subject = :subject ORDER BY position DESC LIMIT :limit",
            ["subject": subject, "limit": limit]
        ).map(AuditEntry.init)
    }

    /// The position of the first entry that does not fit its hash or the one before it; `nil` when the trail is whole.
    public func firstBrokenAuditPosition() throws -> Int? {
        var previous = ""
        var expected = 1
        var broken: Int?
        // Row by row: a trail of years does not fit into memory.
        try connection.eachRow("SELECT * FROM audit_trail ORDER BY position", [:]) { row in
            guard broken == nil else { return }
            let entry = try AuditEntry(row)
            let hash = entry.hash(vault.keys.audit)
            guard try entry.position == expected && entry.previousHash == previous && row.text("hash") == hash else {
                broken = expected
                return
            }
            previous = hash
            expected += 1
        }
        if let broken { return broken }
        // Entries cut off at the end leave the chain whole, but not the end that was sealed.
        return try auditEnd() == AuditEnd(position: expected - 1, hash: previous) ? nil : expected
    }

    /// How far the trail goes by the end that was sealed; `nil` when somebody has changed or removed it.
    public func auditEnd() throws -> AuditEnd? {
        guard let row = try row("SELECT position, hash, seal FROM audit_head") else { return nil }
        let end = AuditEnd(position: try row.integer("position"), hash: try row.text("hash"))
        return try row.text("seal") == end.seal(vault.keys.audit) ? end : nil
    }
}

extension AuditEntry {
    init(_ row: SQLRow) throws {
        position = try row.integer("position")
        at = try row.instant("at")
        actorKind = try row.text("actor_kind")
        actor = try row.text("actor")
        action = try row.text("action")
        subject = try row.text("subject")
        reason = try row.textIfPresent("reason")
        previousHash = try row.text("previous_hash")
    }
}

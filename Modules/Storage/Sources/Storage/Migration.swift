/// One step of a module's schema. Steps are applied in order, each once, and never changed after they have been released.
public struct Migration: Sendable {
    /// Module, number, words: `documents-0001-requests`. Unique over all modules.
    public let name: String
    /// Statements separated by semicolons. A column of sealed bytes says `SEALED`; each engine puts its own type in its place.
    public let sql: String

    public init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}

extension Migration {
    /// The tables that Storage itself needs.
    static let own: [Migration] = [
        Migration(
            "storage-0001-foundation",
            """
            CREATE TABLE series (
                name TEXT PRIMARY KEY NOT NULL,
                last BIGINT NOT NULL CHECK (last >= 1)
            );
            CREATE TABLE commands (
                id TEXT PRIMARY KEY NOT NULL,
                sender TEXT NOT NULL,
                outcome TEXT NOT NULL,
                done_at BIGINT NOT NULL
            );
            CREATE TABLE vault_keys (
                subject_id TEXT PRIMARY KEY NOT NULL,
                wrapped SEALED NOT NULL,
                created_at BIGINT NOT NULL
            );
            CREATE TABLE outbox (
                position INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                subject_id TEXT NOT NULL,
                details TEXT NOT NULL,
                at BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                attempts INTEGER NOT NULL CHECK (attempts >= 0),
                done_at BIGINT
            );
            CREATE INDEX outbox_waiting ON outbox (subject_id, position) WHERE done_at IS NULL;
            CREATE INDEX outbox_due ON outbox (position) WHERE done_at IS NULL;
            CREATE TABLE audit_trail (
                position BIGINT PRIMARY KEY NOT NULL,
                at BIGINT NOT NULL,
                actor_kind TEXT NOT NULL,
                actor TEXT NOT NULL,
                action TEXT NOT NULL,
                subject TEXT NOT NULL,
                reason TEXT,
                previous_hash TEXT NOT NULL,
                hash TEXT NOT NULL UNIQUE
            );
            CREATE INDEX audit_trail_subject ON audit_trail (subject, position)
            """)
    ]
}

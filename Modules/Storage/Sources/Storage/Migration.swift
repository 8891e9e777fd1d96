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
                position BIGINT PRIMARY KEY NOT NULL,
                id TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL CHECK (kind <> ''),
                format BIGINT NOT NULL CHECK (format >= 1),
                subject_id TEXT NOT NULL,
                person_id TEXT,
                body SEALED CHECK (body IS NOT NULL OR person_id IS NOT NULL),
                at BIGINT NOT NULL
            );
            CREATE INDEX outbox_age ON outbox (at);
            CREATE TABLE outbox_deliveries (
                position BIGINT NOT NULL REFERENCES outbox (position),
                reaction TEXT NOT NULL CHECK (reaction <> ''),
                subject_id TEXT NOT NULL,
                due_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                leased_by TEXT,
                died_at BIGINT CHECK (died_at IS NULL OR leased_by IS NULL),
                last_error TEXT,
                PRIMARY KEY (position, reaction)
            );
            CREATE INDEX outbox_deliveries_due ON outbox_deliveries (due_at, position) WHERE died_at IS NULL;
            CREATE INDEX outbox_deliveries_order ON outbox_deliveries (reaction, subject_id, position) WHERE died_at IS NULL;
            CREATE INDEX outbox_deliveries_leased ON outbox_deliveries (leased_by) WHERE leased_by IS NOT NULL;
            CREATE INDEX outbox_deliveries_dead ON outbox_deliveries (position) WHERE died_at IS NOT NULL;
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
            """),
        Migration(
            "storage-0002-facts",
            """
            CREATE TABLE facts (
                name TEXT PRIMARY KEY NOT NULL,
                value TEXT NOT NULL
            );
            CREATE TABLE audit_head (
                id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
                position BIGINT NOT NULL CHECK (position >= 0),
                hash TEXT NOT NULL,
                seal TEXT NOT NULL
            )
            """),
        // The trail is read by person, by action and by day, as far as it goes back.
        Migration(
            "storage-0003-audit-reading",
            """
            CREATE INDEX audit_trail_actor ON audit_trail (actor, position);
            CREATE INDEX audit_trail_action ON audit_trail (action, position);
            CREATE INDEX audit_trail_at ON audit_trail (at, position)
            """),
    ]
}

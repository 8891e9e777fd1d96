public import Storage

extension NotificationService {
    public static let migrations: [Migration] = [
        Migration(
            "notifications-0001-messages",
            """
            CREATE TABLE sender_kinds (kind TEXT PRIMARY KEY NOT NULL);
            INSERT INTO sender_kinds (kind) VALUES ('email'), ('sms');
            CREATE TABLE delivery_statuses (status TEXT PRIMARY KEY NOT NULL);
            INSERT INTO delivery_statuses (status) VALUES ('queued'), ('sending'), ('sent'), ('failed'), ('uncertain');
            CREATE TABLE messages (
                id TEXT PRIMARY KEY NOT NULL,
                position BIGINT NOT NULL UNIQUE,
                message_key TEXT NOT NULL UNIQUE CHECK (message_key <> ''),
                template TEXT NOT NULL,
                recipient_id TEXT NOT NULL,
                about_id TEXT,
                language TEXT NOT NULL,
                subject SEALED NOT NULL,
                body SEALED NOT NULL,
                link SEALED,
                address SEALED,
                shows_in_inbox BIGINT NOT NULL CHECK (shows_in_inbox IN (0, 1)),
                told_at BIGINT NOT NULL,
                read_at BIGINT
            );
            CREATE INDEX messages_inbox ON messages (recipient_id, position) WHERE shows_in_inbox = 1;
            CREATE TABLE deliveries (
                id TEXT PRIMARY KEY NOT NULL,
                message_id TEXT NOT NULL REFERENCES messages (id),
                kind TEXT NOT NULL REFERENCES sender_kinds (kind),
                status TEXT NOT NULL REFERENCES delivery_statuses (status),
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                due_at BIGINT NOT NULL,
                leased_by TEXT CHECK ((status = 'sending') = (leased_by IS NOT NULL)),
                changed_at BIGINT NOT NULL,
                UNIQUE (message_id, kind)
            );
            CREATE INDEX deliveries_due ON deliveries (kind, due_at, id) WHERE status = 'queued';
            CREATE INDEX deliveries_sending ON deliveries (due_at) WHERE status = 'sending';
            CREATE INDEX messages_unread ON messages (recipient_id) WHERE shows_in_inbox = 1 AND read_at IS NULL
            """),
        Migration(
            "notifications-0002-delivery-counts",
            """
            CREATE TABLE delivery_counts (
                status TEXT PRIMARY KEY NOT NULL REFERENCES delivery_statuses (status),
                number BIGINT NOT NULL CHECK (number >= 0)
            );
            INSERT INTO delivery_counts (status, number)
            SELECT status, (SELECT COUNT(*) FROM deliveries WHERE deliveries.status = delivery_statuses.status) FROM delivery_statuses
            """),
        Migration(
            "notifications-0003-order",
            """
            CREATE INDEX messages_about ON messages (about_id, recipient_id, position) WHERE about_id IS NOT NULL
            """),
    ]
}

public import Storage

extension NotificationService {
    public static let migrations: [Migration] = [
        Migration(
            "notifications-0001-messages",
            """
            CREATE TABLE messages (
                id TEXT PRIMARY KEY NOT NULL,
                position BIGINT NOT NULL UNIQUE,
                message_key TEXT NOT NULL UNIQUE CHECK (message_key <> ''),
                template TEXT NOT NULL,
                recipient_id TEXT NOT NULL,
                about_id TEXT,
                language TEXT NOT NULL CHECK (language IN ('id', 'en')),
                subject BLOB NOT NULL,
                body BLOB NOT NULL,
                link BLOB,
                address BLOB,
                shows_in_inbox INTEGER NOT NULL CHECK (shows_in_inbox IN (0, 1)),
                told_at BIGINT NOT NULL,
                read_at BIGINT
            );
            CREATE INDEX messages_inbox ON messages (recipient_id, position) WHERE shows_in_inbox = 1;
            CREATE TABLE deliveries (
                id TEXT PRIMARY KEY NOT NULL,
                message_id TEXT NOT NULL REFERENCES messages (id),
                kind TEXT NOT NULL CHECK (kind IN ('email', 'sms')),
                status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'uncertain')),
                attempts INTEGER NOT NULL CHECK (attempts BETWEEN 0 AND 6),
                due_at BIGINT NOT NULL,
                changed_at BIGINT NOT NULL,
                UNIQUE (message_id, kind)
            );
            CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE status = 'queued';
            CREATE INDEX deliveries_sending ON deliveries (id) WHERE status = 'sending'
            """)
    ]
}

public import Storage

extension PaymentService {
    public static let migrations: [Migration] = [
        Migration(
            "payments-0001-bills",
            """
            CREATE TABLE bill_statuses (status TEXT PRIMARY KEY NOT NULL);
            INSERT INTO bill_statuses (status) VALUES ('open'), ('paid');
            CREATE TABLE payment_standings (standing TEXT PRIMARY KEY NOT NULL);
            INSERT INTO payment_standings (standing)
            VALUES ('settled'), ('wrongAmount'), ('alreadyPaid'), ('unknownReference');
            CREATE TABLE bills (
                id TEXT PRIMARY KEY NOT NULL,
                purpose_id TEXT NOT NULL UNIQUE,
                payer_id TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount > 0),
                description TEXT NOT NULL CHECK (length(description) BETWEEN 1 AND 200),
                status TEXT NOT NULL REFERENCES bill_statuses (status),
                provider TEXT NOT NULL CHECK (provider <> ''),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                qris_payload TEXT NOT NULL CHECK (qris_payload <> ''),
                created_at BIGINT NOT NULL,
                paid_at BIGINT,
                CHECK ((status = 'paid') = (paid_at IS NOT NULL)),
                UNIQUE (provider, reference)
            );
            CREATE TABLE payments (
                id TEXT PRIMARY KEY NOT NULL,
                provider TEXT NOT NULL CHECK (provider <> ''),
                payment_id TEXT NOT NULL CHECK (length(payment_id) BETWEEN 1 AND 100),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                amount BIGINT NOT NULL CHECK (amount >= 0),
                bill_id TEXT REFERENCES bills (id),
                standing TEXT NOT NULL REFERENCES payment_standings (standing),
                paid_at BIGINT NOT NULL,
                received_at BIGINT NOT NULL,
                CHECK ((standing = 'unknownReference') = (bill_id IS NULL)),
                UNIQUE (provider, payment_id)
            );
            CREATE UNIQUE INDEX payments_settled ON payments (bill_id) WHERE standing = 'settled';
            CREATE INDEX payments_unmatched ON payments (received_at) WHERE standing <> 'settled';
            CREATE TABLE stub_charges (
                reference TEXT PRIMARY KEY NOT NULL,
                payment_id TEXT NOT NULL UNIQUE,
                amount BIGINT NOT NULL CHECK (amount > 0),
                paid_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                due_at BIGINT NOT NULL,
                delivered_at BIGINT
            );
            CREATE INDEX stub_charges_due ON stub_charges (due_at) WHERE delivered_at IS NULL
            """),
        // How many bills are open is asked by the administrator's page; they grow with those who never pay.
        Migration(
            "payments-0002-open-bills",
            """
            CREATE INDEX bills_open ON bills (created_at) WHERE status = 'open'
            """),
    ]
}

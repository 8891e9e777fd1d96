public import Storage

extension IdentityService {
    /// The module's schema.
    public static let migrations = [
        Migration(
            "identity-0001-people-and-staff",
            """
            CREATE TABLE languages (
                code TEXT PRIMARY KEY NOT NULL
            );
            INSERT INTO languages (code) VALUES ('id'), ('en');
            CREATE TABLE staff_roles (
                name TEXT PRIMARY KEY NOT NULL
            );
            INSERT INTO staff_roles (name) VALUES ('officer'), ('administrator');
            CREATE TABLE people (
                id TEXT PRIMARY KEY NOT NULL,
                nik_hash TEXT NOT NULL UNIQUE CHECK (length(nik_hash) = 64),
                nik_sealed SEALED NOT NULL,
                contact_hash TEXT NOT NULL CHECK (length(contact_hash) = 64),
                contact_sealed SEALED NOT NULL,
                language TEXT NOT NULL REFERENCES languages (code),
                assurance TEXT NOT NULL CHECK (assurance <> ''),
                registered_at BIGINT NOT NULL
            );
            CREATE TABLE sign_in_challenges (
                id TEXT PRIMARY KEY NOT NULL,
                nik_hash TEXT NOT NULL CHECK (length(nik_hash) = 64),
                contact_hash TEXT NOT NULL CHECK (length(contact_hash) = 64),
                code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
                nik_sealed SEALED NOT NULL,
                contact_sealed SEALED NOT NULL,
                language TEXT NOT NULL REFERENCES languages (code),
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
                wrong_guesses BIGINT NOT NULL CHECK (wrong_guesses >= 0),
                used_at BIGINT
            );
            CREATE INDEX sign_in_challenges_nik ON sign_in_challenges (nik_hash, created_at);
            CREATE INDEX sign_in_challenges_expiry ON sign_in_challenges (expires_at);
            CREATE TABLE staff (
                id TEXT PRIMARY KEY NOT NULL,
                username TEXT NOT NULL UNIQUE CHECK (username <> ''),
                display_name TEXT NOT NULL CHECK (display_name <> ''),
                role TEXT NOT NULL REFERENCES staff_roles (name),
                agency TEXT CHECK (agency <> ''),
                password_hash TEXT NOT NULL CHECK (password_hash <> ''),
                added_at BIGINT NOT NULL,
                disabled_at BIGINT
            );
            CREATE TABLE password_failures (
                id TEXT PRIMARY KEY NOT NULL,
                username_hash TEXT NOT NULL CHECK (length(username_hash) = 64),
                at BIGINT NOT NULL
            );
            CREATE INDEX password_failures_username ON password_failures (username_hash, at);
            CREATE INDEX password_failures_at ON password_failures (at);
            CREATE TABLE sessions (
                token_hash TEXT PRIMARY KEY NOT NULL CHECK (length(token_hash) = 64),
                person_id TEXT REFERENCES people (id),
                staff_id TEXT REFERENCES staff (id),
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
                CHECK ((person_id IS NULL) <> (staff_id IS NULL))
            );
            CREATE TABLE program_keys (
                id TEXT PRIMARY KEY NOT NULL,
                name TEXT NOT NULL CHECK (name <> ''),
                agency TEXT NOT NULL CHECK (agency <> ''),
                scopes TEXT NOT NULL CHECK (scopes <> ''),
                secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL CHECK (expires_at > created_at),
                revoked_at BIGINT
            );
            CREATE INDEX sessions_expiry ON sessions (expires_at);
            CREATE INDEX sessions_person ON sessions (person_id) WHERE person_id IS NOT NULL;
            CREATE INDEX sessions_staff ON sessions (staff_id) WHERE staff_id IS NOT NULL
            """),
        // What `password_failures` held counted for a quarter of an hour: nothing of it is worth taking along.
        Migration(
            "identity-0002-attempts",
            """
            DROP TABLE password_failures;
            CREATE TABLE attempt_kinds (
                name TEXT PRIMARY KEY NOT NULL
            );
            INSERT INTO attempt_kinds (name) VALUES ('codeAsked'), ('codeWrong'), ('passwordWrong');
            CREATE TABLE attempts (
                id TEXT PRIMARY KEY NOT NULL,
                kind TEXT NOT NULL REFERENCES attempt_kinds (name),
                key_hash TEXT NOT NULL CHECK (length(key_hash) = 64),
                at BIGINT NOT NULL
            );
            CREATE INDEX attempts_key ON attempts (kind, key_hash, at);
            CREATE INDEX attempts_at ON attempts (at);
            DROP INDEX sign_in_challenges_nik
            """),
        // Where an earlier row has nothing, what it was made at counts.
        Migration(
            "identity-0003-accounts",
            """
            ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
            ALTER TABLE sessions ADD COLUMN confirmed_at BIGINT;
            ALTER TABLE staff ADD COLUMN password_set_at BIGINT;
            ALTER TABLE staff ADD COLUMN one_time_until BIGINT;
            ALTER TABLE people ADD COLUMN contact_set_at BIGINT;
            ALTER TABLE people ADD COLUMN displaced_at BIGINT
            """),
        // Whoever takes money, and whoever answers for the books, decide on no request and change no setting.
        Migration(
            "identity-0004-money-roles",
            """
            INSERT INTO staff_roles (name) VALUES ('cashier'), ('finance')
            """),
    ]
}

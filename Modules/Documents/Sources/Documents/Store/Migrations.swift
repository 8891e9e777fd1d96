public import Storage

extension DocumentService {
    /// The tables of this module.
    public static let migrations: [Migration] = [
        Migration(
            "documents-0001-requests",
            """
            CREATE TABLE document_statuses (code TEXT PRIMARY KEY NOT NULL);
            INSERT INTO document_statuses (code) VALUES
                ('draft'), ('awaitingPayment'), ('inReview'), ('returned'), ('approved'), ('issued'), ('revoked');
            CREATE TABLE document_moves (code TEXT PRIMARY KEY NOT NULL);
            INSERT INTO document_moves (code) VALUES
                ('submittedForPayment'), ('submitted'), ('received'), ('returned'), ('resubmitted'), ('approved'), ('issued'),
                ('revoked');
            CREATE TABLE document_channels (code TEXT PRIMARY KEY NOT NULL);
            INSERT INTO document_channels (code) VALUES ('direct'), ('mobile'), ('self_service'), ('electronic');
            CREATE TABLE document_file_types (code TEXT PRIMARY KEY NOT NULL);
            INSERT INTO document_file_types (code) VALUES ('jpeg'), ('png'), ('pdf');
            CREATE TABLE document_definitions (
                digest TEXT PRIMARY KEY NOT NULL CHECK (length(digest) = 64),
                service TEXT NOT NULL,
                body TEXT NOT NULL,
                created_at BIGINT NOT NULL
            );
            CREATE TABLE document_requests (
                id TEXT PRIMARY KEY NOT NULL,
                applicant_id TEXT NOT NULL,
                service TEXT NOT NULL,
                agency TEXT NOT NULL,
                channel TEXT NOT NULL REFERENCES document_channels (code),
                definition_digest TEXT NOT NULL REFERENCES document_definitions (digest),
                status TEXT NOT NULL REFERENCES document_statuses (code),
                version BIGINT NOT NULL CHECK (version >= 1),
                answers SEALED NOT NULL,
                holder_name SEALED,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                submitted_at BIGINT,
                due_at BIGINT,
                CHECK (status = 'draft' OR submitted_at IS NOT NULL)
            );
            CREATE UNIQUE INDEX document_open_drafts ON document_requests (applicant_id, service) WHERE status = 'draft';
            CREATE INDEX document_requests_of_applicant ON document_requests (applicant_id, created_at);
            CREATE INDEX document_work_list ON document_requests (agency, status, due_at);
            CREATE INDEX document_agency_list ON document_requests (agency, status, submitted_at, id);
            CREATE TABLE document_attachments (
                id TEXT PRIMARY KEY NOT NULL,
                request_id TEXT NOT NULL REFERENCES document_requests (id),
                name TEXT NOT NULL,
                type TEXT NOT NULL REFERENCES document_file_types (code),
                size BIGINT NOT NULL CHECK (size > 0),
                filename SEALED NOT NULL,
                added_at BIGINT NOT NULL,
                UNIQUE (request_id, name)
            );
            CREATE TABLE document_history (
                request_id TEXT NOT NULL REFERENCES document_requests (id),
                version BIGINT NOT NULL CHECK (version >= 1),
                move TEXT NOT NULL REFERENCES document_moves (code),
                status TEXT NOT NULL REFERENCES document_statuses (code),
                at BIGINT NOT NULL,
                actor_kind TEXT NOT NULL,
                reason_code TEXT,
                remark_id TEXT,
                remark SEALED,
                PRIMARY KEY (request_id, version),
                CHECK ((remark IS NULL) = (remark_id IS NULL))
            );
            CREATE TABLE document_papers (
                request_id TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id),
                service TEXT NOT NULL,
                year BIGINT NOT NULL,
                sequence BIGINT NOT NULL CHECK (sequence >= 1),
                number TEXT NOT NULL,
                code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
                initials SEALED NOT NULL,
                issued_at BIGINT NOT NULL,
                valid_until TEXT,
                file_id TEXT UNIQUE,
                revoked_at BIGINT,
                UNIQUE (service, year, sequence),
                UNIQUE (service, number),
                CHECK (revoked_at IS NULL OR file_id IS NOT NULL)
            );
            CREATE TABLE document_switches (
                service TEXT PRIMARY KEY NOT NULL,
                is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
                reason TEXT NOT NULL,
                changed_at BIGINT NOT NULL,
                version BIGINT NOT NULL CHECK (version >= 1)
            )
            """),
        // Requests that are promised for one moment have an order too, so that each is on one page of the work list.
        Migration(
            "documents-0002-work-list-order",
            """
            DROP INDEX document_work_list;
            CREATE INDEX document_work_list ON document_requests (agency, status, due_at, id)
            """),
        // What officers search by, whose each request is, and lists of one service. Requests of before are made searchable by the program,
        // because only it can open their names.
        Migration(
            "documents-0003-officers-desk",
            """
            CREATE TABLE document_search_words (
                desk TEXT NOT NULL,
                word TEXT NOT NULL CHECK (length(word) = 64),
                request_id TEXT NOT NULL REFERENCES document_requests (id),
                PRIMARY KEY (desk, word, request_id)
            );
            CREATE INDEX document_search_words_of ON document_search_words (request_id);
            CREATE TABLE document_unsearchable (request_id TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id));
            INSERT INTO document_unsearchable (request_id) SELECT id FROM document_requests WHERE status <> 'draft';
            CREATE TABLE document_claims (
                request_id TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id),
                officer_id TEXT NOT NULL,
                claimed_at BIGINT NOT NULL
            );
            CREATE INDEX document_claims_of ON document_claims (officer_id, request_id);
            CREATE INDEX document_service_list ON document_requests (agency, status, service, due_at, id);
            CREATE INDEX document_submissions ON document_requests (submitted_at);
            CREATE INDEX document_paper_numbers ON document_papers (number);
            UPDATE document_requests SET due_at = submitted_at
            WHERE due_at IS NULL AND status IN ('inReview', 'returned', 'approved', 'issued', 'revoked')
            """),
        // A number for people to say, and two more ends. Requests of before are numbered in the order in which they were handed in; the
        // years begin as they do in the west of the country.
        Migration(
            "documents-0004-request-numbers",
            """
            INSERT INTO document_statuses (code) VALUES ('withdrawn'), ('refused');
            INSERT INTO document_moves (code) VALUES ('withdrawn'), ('refused');
            ALTER TABLE document_requests ADD COLUMN number_year BIGINT;
            ALTER TABLE document_requests ADD COLUMN number_sequence BIGINT;
            UPDATE document_requests SET number_year =
                CASE WHEN submitted_at < 1767200400000 THEN 2025 WHEN submitted_at < 1798736400000 THEN 2026 ELSE 2027 END
            WHERE submitted_at IS NOT NULL;
            UPDATE document_requests SET number_sequence = numbered.place
            FROM (SELECT id AS numbered_id, row_number() OVER (PARTITION BY number_year ORDER BY submitted_at, id) AS place
                FROM document_requests WHERE number_year IS NOT NULL) AS numbered
            WHERE numbered.numbered_id = document_requests.id;
            CREATE UNIQUE INDEX document_request_numbers ON document_requests (number_year, number_sequence)
            """),
        // Which officer decided stands on the paper and before the applicant. What was decided before names nobody: its officers are in the
        // audit trail.
        Migration("documents-0005-who-decided", "ALTER TABLE document_history ADD COLUMN officer_id TEXT"),
        Migration(
            "documents-0006-handover",
            """
            INSERT INTO document_statuses (code) VALUES ('preparing'), ('ready'), ('collected');
            INSERT INTO document_moves (code) VALUES ('readied'), ('collected')
            """),
        Migration("documents-0007-deemed-approval", "INSERT INTO document_moves (code) VALUES ('deemed')"),
        // The list of revoked papers is asked for by everybody who checks one without the network.
        Migration(
            "documents-0008-revoked-papers",
            "CREATE INDEX document_papers_revoked ON document_papers (code, valid_until, revoked_at) WHERE revoked_at IS NOT NULL"),
        // A file is kept once for a person, and a paper that was issued here is attached as what it is. What was uploaded before is not
        // compared: its content is sealed.
        Migration(
            "documents-0009-once-only",
            """
            ALTER TABLE document_attachments ADD COLUMN file_id TEXT;
            ALTER TABLE document_attachments ADD COLUMN digest TEXT;
            ALTER TABLE document_attachments ADD COLUMN paper_id TEXT REFERENCES document_papers (request_id);
            UPDATE document_attachments SET file_id = id;
            CREATE INDEX document_attachment_files ON document_attachments (file_id);
            CREATE INDEX document_attachment_contents ON document_attachments (digest) WHERE digest IS NOT NULL
            """),
        // What a request was when it was returned, and which parts of it were named: until it is decided.
        Migration(
            "documents-0010-corrections",
            """
            CREATE TABLE document_corrections (
                request_id TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id),
                returned SEALED NOT NULL
            )
            """),
        Migration(
            "documents-0011-expiry",
            """
            INSERT INTO document_statuses (code) VALUES ('expired');
            INSERT INTO document_moves (code) VALUES ('expired');
            CREATE TABLE document_expiries (
                request_id TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id),
                expires_at BIGINT NOT NULL,
                warns_at BIGINT
            );
            CREATE INDEX document_expiries_to_warn ON document_expiries (warns_at) WHERE warns_at IS NOT NULL;
            CREATE INDEX document_expiries_over ON document_expiries (expires_at) WHERE warns_at IS NULL
            """),
        Migration(
            "documents-0012-four-eyes",
            """
            INSERT INTO document_statuses (code) VALUES ('checked'), ('validated');
            INSERT INTO document_moves (code) VALUES ('checked'), ('validated'), ('sentBack')
            """),
        // Running promises. Of those that ran before nobody knows how much working time they had: only that they are over is told.
        Migration(
            "documents-0013-promises",
            """
            CREATE TABLE document_clocks (
                clock_of TEXT PRIMARY KEY NOT NULL REFERENCES document_requests (id),
                desk TEXT NOT NULL,
                half_at BIGINT NOT NULL,
                near_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL,
                alert_at BIGINT,
                CHECK (half_at <= near_at AND near_at <= ends_at)
            );
            CREATE INDEX document_clocks_of_desk ON document_clocks (desk, ends_at, clock_of, near_at);
            CREATE INDEX document_alerts ON document_clocks (alert_at, clock_of) WHERE alert_at IS NOT NULL;
            CREATE TABLE document_escalations (
                request_id TEXT NOT NULL REFERENCES document_requests (id),
                level BIGINT NOT NULL CHECK (level IN (80, 100)),
                told_at BIGINT NOT NULL,
                PRIMARY KEY (request_id, level)
            );
            INSERT INTO document_clocks (clock_of, desk, half_at, near_at, ends_at, alert_at)
            SELECT id, agency, due_at, due_at, due_at, due_at FROM document_requests
            WHERE status = 'inReview' AND due_at < 281474976710654
            """),
        // A request's paper of now stands in `document_papers`; those that it took the place of stand here, void for ever. What was attached
        // elsewhere remembers which of them it is.
        Migration(
            "documents-0020-reissued-papers",
            """
            INSERT INTO document_moves (code) VALUES ('reissued');
            CREATE TABLE document_replaced_papers (
                code TEXT PRIMARY KEY NOT NULL CHECK (length(code) = 12),
                request_id TEXT NOT NULL REFERENCES document_requests (id),
                service TEXT NOT NULL,
                year BIGINT NOT NULL,
                sequence BIGINT NOT NULL CHECK (sequence >= 1),
                number TEXT NOT NULL,
                initials SEALED NOT NULL,
                issued_at BIGINT NOT NULL,
                valid_until TEXT,
                file_id TEXT NOT NULL UNIQUE,
                revoked_at BIGINT NOT NULL,
                UNIQUE (service, year, sequence),
                UNIQUE (service, number)
            );
            CREATE INDEX document_replaced_papers_of ON document_replaced_papers (request_id, year, sequence);
            CREATE INDEX document_replaced_paper_numbers ON document_replaced_papers (number);
            CREATE INDEX document_replaced_papers_void ON document_replaced_papers (code, valid_until);
            ALTER TABLE document_attachments ADD COLUMN replaced_code TEXT REFERENCES document_replaced_papers (code);
            CREATE INDEX document_attached_papers ON document_attachments (paper_id) WHERE paper_id IS NOT NULL
            """),
    ]
}

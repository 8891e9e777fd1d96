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
        // A bill is what is owed; how it can be paid stands in its charges, of which there may be several. And what happens to money is entered
        // in books. What was there before came from demonstrations, of services whose fees are the state's; its day is the western zone's.
        Migration(
            "payments-0003-charges-and-books",
            """
            INSERT INTO bill_statuses (status) VALUES ('cancelled');
            INSERT INTO payment_standings (standing) VALUES ('billCancelled');
            ALTER TABLE bills RENAME TO bills_before;
            ALTER TABLE payments RENAME TO payments_before;
            CREATE TABLE bills (
                id TEXT PRIMARY KEY NOT NULL,
                purpose_id TEXT NOT NULL UNIQUE,
                payer_id TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount > 0),
                revenue TEXT NOT NULL CHECK (revenue IN ('pnbp', 'retribusi', 'third_party')),
                description TEXT NOT NULL CHECK (length(description) BETWEEN 1 AND 200),
                status TEXT NOT NULL REFERENCES bill_statuses (status),
                provider TEXT NOT NULL CHECK (provider <> ''),
                created_at BIGINT NOT NULL,
                paid_at BIGINT,
                CHECK ((status = 'paid') = (paid_at IS NOT NULL))
            );
            INSERT INTO bills (id, purpose_id, payer_id, amount, revenue, description, status, provider, created_at, paid_at)
            SELECT id, purpose_id, payer_id, amount, 'pnbp', description, status, provider, created_at, paid_at FROM bills_before;
            CREATE TABLE charges (
                id TEXT PRIMARY KEY NOT NULL,
                bill_id TEXT NOT NULL REFERENCES bills (id),
                provider TEXT NOT NULL CHECK (provider <> ''),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                qris_payload TEXT CHECK (qris_payload <> ''),
                opened_at BIGINT NOT NULL,
                expires_at BIGINT,
                UNIQUE (provider, reference)
            );
            INSERT INTO charges (id, bill_id, provider, reference, qris_payload, opened_at)
            SELECT id, id, provider, reference, qris_payload, created_at FROM bills_before;
            CREATE TABLE cash_shifts (
                id TEXT PRIMARY KEY NOT NULL,
                cashier_id TEXT NOT NULL,
                opened_at BIGINT NOT NULL,
                change BIGINT NOT NULL CHECK (change >= 0),
                taken BIGINT NOT NULL CHECK (taken >= 0),
                receipts BIGINT NOT NULL CHECK (receipts >= 0),
                closed_at BIGINT,
                counted BIGINT CHECK (counted >= 0),
                reason TEXT,
                CHECK ((closed_at IS NULL) = (counted IS NULL)),
                CHECK (closed_at IS NULL OR counted = change + taken OR reason IS NOT NULL)
            );
            CREATE TABLE payments (
                id TEXT PRIMARY KEY NOT NULL,
                provider TEXT NOT NULL CHECK (provider <> ''),
                payment_id TEXT NOT NULL CHECK (length(payment_id) BETWEEN 1 AND 100),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                amount BIGINT NOT NULL CHECK (amount >= 0),
                bill_id TEXT REFERENCES bills (id),
                standing TEXT NOT NULL REFERENCES payment_standings (standing),
                receipt_year BIGINT,
                receipt_sequence BIGINT CHECK (receipt_sequence >= 1),
                shift_id TEXT REFERENCES cash_shifts (id),
                paid_at BIGINT NOT NULL,
                received_at BIGINT NOT NULL,
                CHECK ((standing = 'unknownReference') = (bill_id IS NULL)),
                CHECK ((receipt_year IS NULL) = (receipt_sequence IS NULL)),
                CHECK (standing = 'settled' OR receipt_year IS NULL),
                UNIQUE (provider, payment_id),
                UNIQUE (receipt_year, receipt_sequence)
            );
            INSERT INTO payments (id, provider, payment_id, reference, amount, bill_id, standing, paid_at, received_at)
            SELECT id, provider, payment_id, reference, amount, bill_id, standing, paid_at, received_at FROM payments_before;
            CREATE TABLE ledger (
                position BIGINT PRIMARY KEY NOT NULL,
                day BIGINT NOT NULL,
                cause TEXT NOT NULL CHECK (cause <> ''),
                subject_id TEXT NOT NULL,
                debit TEXT NOT NULL CHECK (debit <> ''),
                credit TEXT NOT NULL CHECK (credit <> ''),
                amount BIGINT NOT NULL CHECK (amount > 0),
                at BIGINT NOT NULL,
                CHECK (debit <> credit),
                UNIQUE (subject_id, cause)
            );
            CREATE TABLE ledger_balances (
                account TEXT NOT NULL CHECK (account <> ''),
                day BIGINT NOT NULL,
                debits BIGINT NOT NULL CHECK (debits >= 0),
                credits BIGINT NOT NULL CHECK (credits >= 0),
                PRIMARY KEY (account, day)
            );
            CREATE TABLE ledger_sums (
                account TEXT PRIMARY KEY NOT NULL CHECK (account <> ''),
                debits BIGINT NOT NULL CHECK (debits >= 0),
                credits BIGINT NOT NULL CHECK (credits >= 0)
            );
            INSERT INTO ledger (position, day, cause, subject_id, debit, credit, amount, at)
            SELECT row_number() OVER (ORDER BY at, position, id), (at + 25200000) / 86400000, cause, id, debit, credit, amount, at
            FROM (
                SELECT 1 AS position, 'billed' AS cause, id, 'receivable' AS debit, 'revenue:pnbp' AS credit, amount, created_at AS at
                FROM bills
                UNION ALL
                SELECT 2, 'settled', id, 'clearing:' || provider, 'receivable', amount, received_at FROM payments
                WHERE standing = 'settled'
                UNION ALL
                SELECT 3, 'unmatched', id, 'clearing:' || provider, 'suspense', amount, received_at FROM payments
                WHERE standing <> 'settled' AND amount > 0
            ) AS earlier;
            INSERT INTO ledger_balances (account, day, debits, credits)
            SELECT account, day, sum(debits), sum(credits) FROM (
                SELECT debit AS account, day, amount AS debits, 0 AS credits FROM ledger
                UNION ALL
                SELECT credit, day, 0, amount FROM ledger
            ) AS sides GROUP BY account, day;
            INSERT INTO ledger_sums (account, debits, credits)
            SELECT account, sum(debits), sum(credits) FROM ledger_balances GROUP BY account;
            INSERT INTO series (name, last) SELECT 'ledger', max(position) FROM ledger HAVING count(*) > 0;
            DROP TABLE payments_before;
            DROP TABLE bills_before;
            CREATE INDEX bills_open ON bills (created_at) WHERE status = 'open';
            CREATE INDEX charges_bill ON charges (bill_id, provider, opened_at);
            CREATE UNIQUE INDEX payments_settled ON payments (bill_id) WHERE standing = 'settled';
            CREATE INDEX payments_unmatched ON payments (received_at) WHERE standing <> 'settled';
            CREATE INDEX payments_shift ON payments (shift_id, received_at) WHERE shift_id IS NOT NULL;
            CREATE UNIQUE INDEX cash_shifts_open ON cash_shifts (cashier_id) WHERE closed_at IS NULL;
            CREATE INDEX cash_shifts_age ON cash_shifts (opened_at);
            CREATE INDEX ledger_debit ON ledger (debit, position);
            CREATE INDEX ledger_credit ON ledger (credit, position);
            CREATE INDEX ledger_balances_day ON ledger_balances (day)
            """),
        // What a provider is asked, what it gives back, and up to when the books are closed. Money that settled nothing is decided upon: what is
        // left of it stands with the payment.
        Migration(
            "payments-0004-refunds-and-months",
            """
            INSERT INTO payment_standings (standing) VALUES ('credited');
            ALTER TABLE bills ADD COLUMN ways TEXT CHECK (ways <> '');
            ALTER TABLE charges RENAME TO charges_before;
            CREATE TABLE charges (
                id TEXT PRIMARY KEY NOT NULL,
                bill_id TEXT NOT NULL REFERENCES bills (id),
                provider TEXT NOT NULL CHECK (provider <> ''),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                qris_payload TEXT CHECK (qris_payload <> ''),
                code TEXT CHECK (code <> ''),
                amount BIGINT NOT NULL CHECK (amount > 0),
                pending_at BIGINT,
                opened_at BIGINT NOT NULL,
                expires_at BIGINT,
                asked BIGINT NOT NULL CHECK (asked >= 0),
                asks_at BIGINT,
                UNIQUE (provider, reference)
            );
            INSERT INTO charges (id, bill_id, provider, reference, qris_payload, amount, opened_at, expires_at, asked)
            SELECT charges_before.id, bill_id, charges_before.provider, reference, qris_payload, amount, opened_at, expires_at, 0
            FROM charges_before JOIN bills ON bills.id = charges_before.bill_id;
            DROP TABLE charges_before;
            CREATE INDEX charges_bill ON charges (bill_id, provider, opened_at);
            CREATE INDEX charges_asking ON charges (asks_at) WHERE asks_at IS NOT NULL;
            CREATE TABLE wanted_charges (
                bill_id TEXT NOT NULL REFERENCES bills (id),
                provider TEXT NOT NULL CHECK (provider <> ''),
                asked BIGINT NOT NULL CHECK (asked >= 0),
                asks_at BIGINT NOT NULL,
                PRIMARY KEY (bill_id, provider)
            );
            CREATE INDEX wanted_charges_due ON wanted_charges (asks_at);
            CREATE TABLE provider_health (
                provider TEXT PRIMARY KEY NOT NULL CHECK (provider <> ''),
                failures BIGINT NOT NULL CHECK (failures >= 1),
                hidden_until BIGINT
            );
            ALTER TABLE cash_shifts RENAME TO cash_shifts_before;
            ALTER TABLE payments RENAME TO payments_before;
            CREATE TABLE cash_shifts (
                id TEXT PRIMARY KEY NOT NULL,
                cashier_id TEXT NOT NULL,
                opened_at BIGINT NOT NULL,
                change BIGINT NOT NULL CHECK (change >= 0),
                taken BIGINT NOT NULL CHECK (taken >= 0),
                given_back BIGINT NOT NULL CHECK (given_back >= 0),
                receipts BIGINT NOT NULL CHECK (receipts >= 0),
                closed_at BIGINT,
                counted BIGINT CHECK (counted >= 0),
                reason TEXT,
                CHECK (given_back <= change + taken),
                CHECK ((closed_at IS NULL) = (counted IS NULL)),
                CHECK (closed_at IS NULL OR counted = change + taken - given_back OR reason IS NOT NULL)
            );
            INSERT INTO cash_shifts (id, cashier_id, opened_at, change, taken, given_back, receipts, closed_at, counted, reason)
            SELECT id, cashier_id, opened_at, change, taken, 0, receipts, closed_at, counted, reason FROM cash_shifts_before;
            CREATE TABLE payments (
                id TEXT PRIMARY KEY NOT NULL,
                provider TEXT NOT NULL CHECK (provider <> ''),
                payment_id TEXT NOT NULL CHECK (length(payment_id) BETWEEN 1 AND 100),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                amount BIGINT NOT NULL CHECK (amount >= 0),
                bill_id TEXT REFERENCES bills (id),
                standing TEXT NOT NULL REFERENCES payment_standings (standing),
                held BIGINT NOT NULL CHECK (held >= 0),
                given_back BIGINT NOT NULL CHECK (given_back >= 0),
                proof TEXT CHECK (proof <> ''),
                receipt_year BIGINT,
                receipt_sequence BIGINT CHECK (receipt_sequence >= 1),
                shift_id TEXT REFERENCES cash_shifts (id),
                paid_at BIGINT NOT NULL,
                received_at BIGINT NOT NULL,
                CHECK (held + given_back <= amount),
                CHECK (standing <> 'settled' OR held = 0),
                CHECK ((standing = 'unknownReference') = (bill_id IS NULL)),
                CHECK ((receipt_year IS NULL) = (receipt_sequence IS NULL)),
                CHECK (standing IN ('settled', 'credited') OR receipt_year IS NULL),
                UNIQUE (provider, payment_id),
                UNIQUE (receipt_year, receipt_sequence)
            );
            INSERT INTO payments (
                id, provider, payment_id, reference, amount, bill_id, standing, held, given_back, receipt_year, receipt_sequence, shift_id,
                paid_at, received_at)
            SELECT id, provider, payment_id, reference, amount, bill_id, standing, CASE standing WHEN 'settled' THEN 0 ELSE amount END, 0,
                receipt_year, receipt_sequence, shift_id, paid_at, received_at
            FROM payments_before;
            DROP TABLE payments_before;
            DROP TABLE cash_shifts_before;
            CREATE UNIQUE INDEX cash_shifts_open ON cash_shifts (cashier_id) WHERE closed_at IS NULL;
            CREATE INDEX cash_shifts_age ON cash_shifts (opened_at);
            CREATE UNIQUE INDEX payments_settled ON payments (bill_id) WHERE standing IN ('settled', 'credited');
            CREATE INDEX payments_held ON payments (received_at) WHERE held > 0;
            CREATE INDEX payments_bill ON payments (bill_id, received_at);
            CREATE INDEX payments_shift ON payments (shift_id, received_at) WHERE shift_id IS NOT NULL;
            CREATE TABLE refunds (
                id TEXT PRIMARY KEY NOT NULL,
                payment_id TEXT NOT NULL REFERENCES payments (id),
                source TEXT NOT NULL CHECK (source IN ('held', 'revenue')),
                amount BIGINT NOT NULL CHECK (amount > 0),
                way TEXT NOT NULL CHECK (way IN ('provider', 'cash', 'transfer')),
                status TEXT NOT NULL CHECK (status IN ('granted', 'done', 'failed')),
                reason TEXT NOT NULL CHECK (reason <> ''),
                voucher TEXT CHECK (length(voucher) BETWEEN 1 AND 100),
                granted_at BIGINT NOT NULL,
                ended_at BIGINT,
                asked BIGINT NOT NULL CHECK (asked >= 0),
                asks_at BIGINT,
                CHECK ((status = 'granted') = (ended_at IS NULL)),
                CHECK ((status = 'done') = (voucher IS NOT NULL)),
                CHECK (asks_at IS NULL OR (way = 'provider' AND status = 'granted'))
            );
            CREATE INDEX refunds_payment ON refunds (payment_id, granted_at);
            CREATE INDEX refunds_age ON refunds (granted_at);
            CREATE INDEX refunds_asking ON refunds (asks_at) WHERE asks_at IS NOT NULL;
            CREATE TABLE closed_months (month BIGINT PRIMARY KEY NOT NULL, closed_at BIGINT NOT NULL)
            """),
        // The stubs' gateway keeps books of its own. What was paid at the one stub that there was before is entered in them.
        Migration(
            "payments-0005-stub-gateway",
            """
            CREATE TABLE stub_orders (
                reference TEXT PRIMARY KEY NOT NULL CHECK (length(reference) BETWEEN 1 AND 100),
                provider TEXT NOT NULL CHECK (provider <> ''),
                code TEXT CHECK (code <> ''),
                amount BIGINT NOT NULL CHECK (amount > 0),
                opened_at BIGINT NOT NULL,
                expires_at BIGINT,
                state TEXT NOT NULL CHECK (state IN ('open', 'declined', 'expired')),
                manner TEXT NOT NULL CHECK (manner IN ('prompt', 'lost', 'twice', 'reversed')),
                UNIQUE (provider, code)
            );
            CREATE TABLE stub_payments (
                payment_id TEXT PRIMARY KEY NOT NULL CHECK (length(payment_id) BETWEEN 1 AND 100),
                provider TEXT NOT NULL CHECK (provider <> ''),
                reference TEXT NOT NULL REFERENCES stub_orders (reference),
                amount BIGINT NOT NULL CHECK (amount >= 0),
                paid_at BIGINT NOT NULL,
                bank_number TEXT CHECK (bank_number <> ''),
                confirmed_at BIGINT,
                proof TEXT CHECK (proof <> ''),
                CHECK (proof IS NULL OR confirmed_at IS NOT NULL)
            );
            CREATE INDEX stub_payments_order ON stub_payments (reference, paid_at);
            CREATE INDEX stub_payments_settled ON stub_payments (provider, confirmed_at);
            CREATE TABLE stub_refunds (
                id TEXT PRIMARY KEY NOT NULL,
                provider TEXT NOT NULL CHECK (provider <> ''),
                payment_id TEXT NOT NULL CHECK (payment_id <> ''),
                amount BIGINT NOT NULL CHECK (amount > 0),
                asked_at BIGINT NOT NULL,
                done_at BIGINT
            );
            CREATE INDEX stub_refunds_payment ON stub_refunds (payment_id);
            CREATE TABLE stub_notices (
                id TEXT PRIMARY KEY NOT NULL,
                reference TEXT NOT NULL REFERENCES stub_orders (reference),
                position BIGINT NOT NULL CHECK (position >= 1),
                provider TEXT NOT NULL CHECK (provider <> ''),
                kind TEXT NOT NULL CHECK (kind IN ('pending', 'paid', 'refund')),
                subject TEXT NOT NULL CHECK (subject <> ''),
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                due_at BIGINT,
                not_before BIGINT NOT NULL,
                delivered_at BIGINT,
                CHECK (due_at IS NULL OR delivered_at IS NULL),
                UNIQUE (reference, position)
            );
            CREATE INDEX stub_notices_due ON stub_notices (due_at) WHERE due_at IS NOT NULL;
            INSERT INTO stub_orders (reference, provider, amount, opened_at, expires_at, state, manner)
            SELECT stub_charges.reference, 'stub-qris', stub_charges.amount, coalesce(charges.opened_at, paid_at), charges.expires_at, 'open',
                'prompt'
            FROM stub_charges LEFT JOIN charges ON charges.provider = 'stub-qris' AND charges.reference = stub_charges.reference;
            INSERT INTO stub_payments (payment_id, provider, reference, amount, paid_at, confirmed_at)
            SELECT payment_id, 'stub-qris', reference, amount, paid_at, paid_at FROM stub_charges;
            INSERT INTO stub_notices (
                id, reference, position, provider, kind, subject, attempts, due_at, not_before, delivered_at)
            SELECT reference || '/1', reference, 1, 'stub-qris', 'paid', payment_id, attempts,
                CASE WHEN delivered_at IS NULL THEN due_at END, paid_at, delivered_at
            FROM stub_charges;
            DROP TABLE stub_charges
            """),
        // Transfers into the region's own account are known by their amounts; and what banks and providers say of a day is held against the
        // books. Of a statement is kept which payment a line was, and not the line: other people's names stand in it.
        Migration(
            "payments-0006-transfers-and-files",
            """
            CREATE TABLE bank_accounts (
                position BIGINT PRIMARY KEY NOT NULL,
                bank TEXT NOT NULL CHECK (length(bank) BETWEEN 2 AND 60),
                number TEXT NOT NULL CHECK (length(number) BETWEEN 6 AND 20),
                holder TEXT NOT NULL CHECK (length(holder) BETWEEN 3 AND 100),
                set_at BIGINT NOT NULL
            );
            CREATE TABLE charge_marks (
                provider TEXT NOT NULL CHECK (provider <> ''),
                amount BIGINT NOT NULL CHECK (amount > 0),
                charge_id TEXT NOT NULL REFERENCES charges (id),
                held_until BIGINT NOT NULL,
                PRIMARY KEY (provider, amount)
            );
            CREATE INDEX charges_amount ON charges (provider, amount, opened_at);
            CREATE INDEX payments_days ON payments (provider, paid_at);
            CREATE TABLE transfer_proofs (
                id TEXT PRIMARY KEY NOT NULL,
                charge_id TEXT NOT NULL REFERENCES charges (id),
                media_type TEXT NOT NULL CHECK (media_type <> ''),
                size BIGINT NOT NULL CHECK (size > 0),
                digest TEXT NOT NULL CHECK (digest <> ''),
                sent_at BIGINT NOT NULL,
                ended_at BIGINT,
                reason TEXT CHECK (reason <> ''),
                CHECK (reason IS NULL OR ended_at IS NOT NULL),
                UNIQUE (charge_id, digest)
            );
            CREATE INDEX transfer_proofs_waiting ON transfer_proofs (sent_at) WHERE ended_at IS NULL;
            CREATE INDEX transfer_proofs_charge ON transfer_proofs (charge_id, sent_at);
            CREATE TABLE settlement_files (
                id TEXT PRIMARY KEY NOT NULL,
                provider TEXT NOT NULL CHECK (provider <> ''),
                digest TEXT NOT NULL CHECK (length(digest) = 64),
                lines BIGINT NOT NULL CHECK (lines > 0),
                first_day BIGINT NOT NULL,
                last_day BIGINT NOT NULL,
                imported_at BIGINT NOT NULL,
                CHECK (first_day <= last_day),
                UNIQUE (provider, digest)
            );
            CREATE INDEX settlement_files_age ON settlement_files (imported_at);
            CREATE TABLE settlement_lines (
                provider TEXT NOT NULL CHECK (provider <> ''),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                payment_id TEXT NOT NULL UNIQUE REFERENCES payments (id),
                file_id TEXT NOT NULL REFERENCES settlement_files (id),
                line BIGINT NOT NULL CHECK (line > 0),
                PRIMARY KEY (provider, name)
            );
            CREATE TABLE differences (
                id TEXT PRIMARY KEY NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('amount', 'reference', 'missing', 'unconfirmed')),
                payment_id TEXT NOT NULL REFERENCES payments (id),
                file_id TEXT NOT NULL REFERENCES settlement_files (id),
                line BIGINT,
                told BIGINT,
                found_at BIGINT NOT NULL,
                ended_at BIGINT,
                reason TEXT CHECK (reason <> ''),
                CHECK (reason IS NULL OR ended_at IS NOT NULL),
                UNIQUE (payment_id, kind)
            );
            CREATE INDEX differences_open ON differences (found_at) WHERE ended_at IS NULL
            """),
        // Which providers were switched off or on again, and since when one that does not answer has been hidden. Of those that are hidden now
        // nobody knows that: they are asked anew.
        Migration(
            "payments-0008-switches",
            """
            CREATE TABLE provider_switches (
                provider TEXT PRIMARY KEY NOT NULL CHECK (provider <> ''),
                is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
                reason TEXT NOT NULL CHECK (reason <> ''),
                changed_at BIGINT NOT NULL,
                version BIGINT NOT NULL CHECK (version >= 1)
            );
            ALTER TABLE provider_health ADD COLUMN hidden_since BIGINT;
            DELETE FROM provider_health
            """),
        // What an agency's own programs read of the money for its services. Whose the bills from before are, the portal says afterwards.
        Migration(
            "payments-0009-agencies",
            """
            ALTER TABLE bills ADD COLUMN agency TEXT CHECK (agency <> '');
            CREATE INDEX bills_agency ON bills (agency, status, created_at, id);
            CREATE INDEX payments_age ON payments (received_at);
            CREATE TABLE bill_events (
                position BIGINT PRIMARY KEY NOT NULL,
                id TEXT NOT NULL UNIQUE,
                agency TEXT NOT NULL CHECK (agency <> ''),
                kind TEXT NOT NULL CHECK (kind IN ('bill.opened', 'bill.paid', 'payment.held', 'refund.done')),
                bill_id TEXT NOT NULL REFERENCES bills (id),
                amount BIGINT NOT NULL CHECK (amount > 0),
                payment_id TEXT,
                refund_id TEXT,
                at BIGINT NOT NULL
            );
            CREATE INDEX bill_events_agency ON bill_events (agency, position)
            """),
        // Where agencies' own systems are told of their money. A hook keeps its place among the events, and no list of what is to be told.
        Migration(
            "payments-0010-hooks",
            """
            CREATE TABLE hooks (
                key_id TEXT PRIMARY KEY NOT NULL,
                agency TEXT NOT NULL CHECK (agency <> ''),
                address TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 500),
                secret_id TEXT NOT NULL,
                position BIGINT NOT NULL CHECK (position >= 0),
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                given_up BIGINT NOT NULL CHECK (given_up >= 0),
                asks_at BIGINT NOT NULL,
                changed_at BIGINT NOT NULL,
                silence TEXT CHECK (silence IN ('failing', 'keyOver', 'paused')),
                fault TEXT CHECK (fault <> '')
            );
            CREATE INDEX hooks_due ON hooks (asks_at, key_id) WHERE silence IS NULL;
            CREATE TABLE dead_hook_events (
                key_id TEXT NOT NULL REFERENCES hooks (key_id),
                position BIGINT NOT NULL REFERENCES bill_events (position),
                fault TEXT NOT NULL CHECK (fault <> ''),
                at BIGINT NOT NULL,
                PRIMARY KEY (key_id, position)
            )
            """),
        // What was settled by day and by whose money it is. That of before is counted once, from the entries.
        Migration(
            "payments-0011-receipts-by-day",
            """
            CREATE TABLE day_receipts (
                day BIGINT NOT NULL,
                revenue TEXT NOT NULL CHECK (revenue IN ('pnbp', 'retribusi', 'third_party')),
                amount BIGINT NOT NULL CHECK (amount > 0),
                receipts BIGINT NOT NULL CHECK (receipts > 0),
                PRIMARY KEY (day, revenue)
            );
            INSERT INTO day_receipts (day, revenue, amount, receipts)
            SELECT ledger.day, bills.revenue, sum(ledger.amount), count(*)
            FROM ledger JOIN payments ON payments.id = ledger.subject_id JOIN bills ON bills.id = payments.bill_id
            WHERE ledger.cause IN ('settled', 'credited')
            GROUP BY ledger.day, bills.revenue
            """),
        // The list of open bills goes on behind one bill, also among those of one moment.
        Migration(
            "payments-0012-open-bills-in-order",
            """
            DROP INDEX bills_open;
            CREATE INDEX bills_open ON bills (created_at, id) WHERE status = 'open'
            """),
    ]
}

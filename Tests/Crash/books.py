"""What must be true of a region's database whenever a server has started on it, whatever happened before."""

import re

# A request's story, one letter per move, as `Modules/Documents` allows it.
LETTERS = {
    "submittedForPayment": "P", "submitted": "S", "received": "r", "returned": "b", "resubmitted": "c", "approved": "a", "deemed": "d",
    "issued": "i", "readied": "y", "collected": "h", "revoked": "v", "reissued": "n", "expired": "x",
}
# Made, and perhaps issued anew a few times.
PAPER = "(iy?v?n)*(iy?(h|v)?)?"
STORY = re.compile(rf"(P(r((bc)*(bx?)?|(bc)*[ad]{PAPER}))?|S((bc)*(bx?)?|(bc)*[ad]{PAPER}))?")
EVENTS = {"submittedForPayment": "request.submitted", "submitted": "request.submitted", "readied": "request.ready"}
# What is written down of a promise that runs out.
ALERTS = {"request.near", "request.late"}
# Where lists put what nothing is promised for.
UNDATED = 0xFFFF_FFFF_FFFE


def faults(connection, folder):
    """Everything that is half-done or twice, in words; an empty list when all is well."""
    found = []

    def rows(sql, *arguments):
        return connection.execute(sql, arguments).fetchall()

    def expect(is_true, words):
        if not is_true:
            found.append(words)

    check = [row[0] for row in rows("PRAGMA integrity_check")]
    expect(check == ["ok"], f"integrity_check: {check}")
    expect(not rows("PRAGMA foreign_key_check"), "a row names another one that is not there")

    for request in rows("SELECT * FROM document_requests"):
        name = f"request …{request['id'][-6:]} ({request['status']})"
        history = rows("SELECT * FROM document_history WHERE request_id = ? ORDER BY version", request["id"])
        moves = [row["move"] for row in history]
        expect(STORY.fullmatch("".join(LETTERS[move] for move in moves)), f"{name}: impossible story {moves}")
        standing = history[-1]["status"] if history else "draft"
        expect(standing == request["status"], f"{name}: its story ends with {standing}")

        # Change, audit trail and event are one write: each move has exactly one of each.
        told = [EVENTS.get(move, f"request.{move}") for move in moves]
        audited = [row[0] for row in rows("SELECT action FROM audit_trail WHERE subject = ? ORDER BY position", request["id"])]
        # That a promise runs out is no move; it is written down once.
        alerts = [action for action in audited if action in ALERTS]
        expect(len(alerts) == len(set(alerts)), f"{name}: told twice that its time runs out: {alerts}")
        audited = [action for action in audited if action not in ALERTS]
        expect(audited == told, f"{name}: audit trail says {audited}, story says {told}")
        events = [row[0] for row in rows(
            "SELECT kind FROM outbox WHERE subject_id = ? AND kind LIKE 'request.%' ORDER BY position", request["id"])]
        expect(events.count("request.late") == alerts.count("request.late"), f"{name}: outbox and audit trail differ about its promise")
        events = [kind for kind in events if kind not in ALERTS]
        expect(events == told, f"{name}: outbox says {events}, story says {told}")

        clocks = rows("SELECT ends_at FROM document_clocks WHERE clock_of = ?", request["id"])
        runs = request["status"] == "inReview" and request["due_at"] < UNDATED
        expect([clock["ends_at"] for clock in clocks] == ([request["due_at"]] if runs else []), f"{name}: its clock and its promise differ")

        bills = rows("SELECT * FROM bills WHERE purpose_id = ?", request["id"])
        must_pay = "submittedForPayment" in moves
        expect(len(bills) == (1 if must_pay else 0), f"{name}: {len(bills)} bills")
        for bill in bills:
            settled = rows("SELECT * FROM payments WHERE bill_id = ? AND standing = 'settled'", bill["id"])
            others = rows("SELECT * FROM payments WHERE bill_id = ? AND standing <> 'settled'", bill["id"])
            expect(len(settled) == (1 if bill["status"] == "paid" else 0), f"{name}: bill {bill['status']} with {len(settled)} payments")
            expect(not others, f"{name}: {len(others)} payments that fit no bill")
            expect("received" not in moves or bill["status"] == "paid", f"{name}: received, but not paid")

        papers = rows("SELECT * FROM document_papers WHERE request_id = ?", request["id"])
        expect(len(papers) <= 1, f"{name}: {len(papers)} papers")
        expect(not papers or {"approved", "deemed"} & set(moves), f"{name}: a paper before its approval")
        expect("issued" not in moves or len(papers) == 1, f"{name}: issued without a paper")
        for paper in papers:
            latest = moves[len(moves) - moves[::-1].index("reissued"):] if "reissued" in moves else moves
            expect((paper["file_id"] is not None) == ("issued" in latest), f"{name}: its paper's file and its status differ")
            if paper["file_id"]:
                expect(_has_file(folder, paper["file_id"]), f"{name}: its paper's file is missing")
        replaced = rows("SELECT * FROM document_replaced_papers WHERE request_id = ?", request["id"])
        expect(len(replaced) == moves.count("reissued"), f"{name}: {len(replaced)} papers were replaced")
        for paper in replaced:
            expect(_has_file(folder, paper["file_id"]), f"{name}: the file of its paper {paper['sequence']} is missing")
        for file in rows("SELECT file_id, name FROM document_attachments WHERE request_id = ?", request["id"]):
            expect(_has_file(folder, file["file_id"]), f"{name}: attachment {file['name']} is missing")

        doubles = rows(
            "SELECT template, COUNT(*) AS number FROM messages WHERE about_id = ? GROUP BY template HAVING number > 1", request["id"])
        expect(not doubles or any(moves.count(move) > 1 for move in ("returned", "reissued", "revoked")), f"{name}: told twice: {[row['template'] for row in doubles]}")

    for table, column in (("bills", "purpose_id"), ("messages", "about_id")):
        strays = rows(f"SELECT id FROM {table} WHERE {column} NOT IN (SELECT id FROM document_requests)")
        expect(not strays, f"{len(strays)} of {table} belong to no request")
    for proof in rows("SELECT * FROM transfer_proofs"):
        expect(_has_file(folder, proof["id"]), f"proof …{proof['id'][-6:]}: its file is missing")
    # Telling of a payment and paying it out are one write.
    told = {row[0] for row in rows("SELECT payment_id FROM settlement_lines")}
    paid_out = {row[0] for row in rows("SELECT subject_id FROM ledger WHERE cause = 'paid_out'")}
    expect(told == paid_out, f"told of and paid out differ: {told ^ paid_out}")
    strays = rows("SELECT id FROM payments WHERE bill_id IS NULL OR standing <> 'settled'")
    expect(not strays, f"{len(strays)} payments settle no bill")
    (difference,) = rows("SELECT coalesce(sum(debits) - sum(credits), 0) FROM ledger_sums")[0]
    expect(difference == 0, f"the books of money do not add up: {difference}")
    (unsummed,) = rows("SELECT (SELECT coalesce(sum(amount), 0) FROM ledger) - (SELECT coalesce(sum(debits), 0) FROM ledger_sums)")[0]
    expect(unsummed == 0, f"the sums of the books are not those of their entries: {unsummed}")
    for what, account, sql in (
        ("owed", "receivable", "SELECT coalesce(sum(amount), 0) FROM bills WHERE status = 'open'"),
        ("held", "suspense", "SELECT -coalesce(sum(held), 0) FROM payments"),
    ):
        (booked,) = rows("SELECT coalesce(sum(debits - credits), 0) FROM ledger_sums WHERE account = ?", account)[0]
        (told,) = rows(sql)[0]
        expect(booked == told, f"{what}: the books say {booked}, the rows {told}")
    numbered = "SELECT service, year, sequence FROM document_papers UNION ALL SELECT service, year, sequence FROM document_replaced_papers"
    for row in rows(f"SELECT service, year, COUNT(*) AS number, MAX(sequence) AS last FROM ({numbered}) GROUP BY service, year"):
        expect(row["number"] == row["last"], f"paper numbers of {row['service']} have gaps: {row['number']} papers, last {row['last']}")
    for table in ("audit_trail", "messages"):
        number, last = rows(f"SELECT COUNT(*), COALESCE(MAX(position), 0) FROM {table}")[0]
        expect(number == last, f"positions of {table} have gaps: {number} rows, last {last}")
    dead = rows("SELECT reaction, last_error FROM outbox_deliveries WHERE died_at IS NOT NULL")
    expect(not dead, f"dead deliveries: {[tuple(row) for row in dead]}")
    expect(not rows("SELECT id FROM people WHERE id NOT IN (SELECT subject_id FROM vault_keys)"), "a person without a key")
    drafts = [path for path in (folder / "files").rglob("*") if path.is_file() and path.stat().st_size == 0 and path.suffix != ".draft"]
    expect(not drafts, f"empty files: {drafts}")
    return found


def _has_file(folder, identifier):
    path = folder / "files" / identifier[-2:] / identifier
    return path.is_file() and path.stat().st_size > 0

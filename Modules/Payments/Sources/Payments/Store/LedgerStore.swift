internal import Kernel
internal import Storage

/// The tables `ledger`, to which is only added, and `ledger_balances`, which each entry brings up to date: the sum of an account is read and
/// never counted.
struct LedgerStore: Sendable {
    /// Enters one posting.
    /// - Parameter day: the region's day, of a month that is not closed.
    /// - Throws: `conflict` `problem.duplicate` when this cause was entered for this subject before, `problem.month.closed` for a day of a
    ///   month that is closed.
    func post(
        _ cause: PostingCause, _ subject: Identifier, _ amount: Money, debit: LedgerAccount, credit: LedgerAccount, on day: CivilDate,
        _ tx: WriteTransaction
    ) throws {
        let position = try tx.next(series: "ledger")
        let isEntered =
            try tx.execute(
                """
                INSERT INTO ledger (position, day, cause, subject_id, debit, credit, amount, at)
                SELECT :position, :day, :cause, :subject, :debit, :credit, :amount, :at
                WHERE NOT EXISTS (SELECT month FROM closed_months WHERE month >= :month)
                """,
                [
                    "position": position, "day": day.daysSince1970, "cause": cause.rawValue, "subject": subject, "debit": debit.name,
                    "credit": credit.name, "amount": amount, "at": tx.now, "month": BookMonth(of: day).number,
                ]) == 1
        guard isEntered else { throw Problem(.conflict, "problem.month.closed", detail: "\(cause) of \(subject) on \(day)") }
        try add(debits: amount, credits: .zero, to: debit, on: day, tx)
        try add(debits: .zero, credits: amount, to: credit, on: day, tx)
    }

    private func add(debits: Money, credits: Money, to account: LedgerAccount, on day: CivilDate, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO ledger_balances (account, day, debits, credits) VALUES (:account, :day, :debits, :credits)
            ON CONFLICT (account, day) DO UPDATE
            SET debits = ledger_balances.debits + excluded.debits, credits = ledger_balances.credits + excluded.credits
            """,
            ["account": account.name, "day": day.daysSince1970, "debits": debits, "credits": credits])
        try tx.execute(
            """
            INSERT INTO ledger_sums (account, debits, credits) VALUES (:account, :debits, :credits)
            ON CONFLICT (account) DO UPDATE
            SET debits = ledger_sums.debits + excluded.debits, credits = ledger_sums.credits + excluded.credits
            """,
            ["account": account.name, "debits": debits, "credits": credits])
    }

    /// Every account on which something moved, by name.
    func sums(_ tx: ReadTransaction) throws -> [AccountBalance] {
        try tx.rows("SELECT * FROM ledger_sums ORDER BY account").map { row in
            AccountBalance(account: try account(row), debits: try row.money("debits"), credits: try row.money("credits"))
        }
    }

    /// What moved on one day, by account.
    func balances(on day: CivilDate, _ tx: ReadTransaction) throws -> [DayBalance] {
        try tx.rows("SELECT * FROM ledger_balances WHERE day = :day ORDER BY account", ["day": day.daysSince1970]).map { row in
            DayBalance(
                account: try account(row), day: CivilDate(daysSince1970: try row.integer("day")), debits: try row.money("debits"),
                credits: try row.money("credits"))
        }
    }

    /// Each side has its own index: put together here, neither is gone through.
    static let postings = """
        SELECT * FROM (
            SELECT * FROM (SELECT * FROM ledger WHERE debit = :account AND position < :before ORDER BY position DESC LIMIT :limit) AS debits
            UNION ALL
            SELECT * FROM (SELECT * FROM ledger WHERE credit = :account AND position < :before ORDER BY position DESC LIMIT :limit) AS credits
        ) AS sides ORDER BY position DESC LIMIT :limit
        """

    /// Entries on either side of an account, newest first.
    /// - Parameter position: before which; `nil` from the newest.
    func postings(on account: LedgerAccount, before position: Int?, limit: Int, _ tx: ReadTransaction) throws -> [Posting] {
        try tx.rows(LedgerStore.postings, ["account": account.name, "before": position ?? Int.max, "limit": limit]).map(posting)
    }

    private func posting(_ row: SQLRow) throws -> Posting {
        Posting(
            position: try row.integer("position"), day: CivilDate(daysSince1970: try row.integer("day")), cause: try row.choice("cause"),
            subject: try row.identifier("subject_id"), debit: try account(row, "debit"), credit: try account(row, "credit"),
            amount: try row.money("amount"), at: try row.instant("at"))
    }

    private func account(_ row: SQLRow, _ column: String = "account") throws -> LedgerAccount {
        let name = try row.text(column)
        guard let account = LedgerAccount(name: name) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no account \(name)")
        }
        return account
    }
}

internal import Kernel
internal import Storage

/// The table `bank_accounts`: the newest row counts, the others tell what was shown before.
struct AccountStore: Sendable {
    static let newest = "SELECT * FROM bank_accounts ORDER BY position DESC LIMIT 1"

    func newest(_ tx: ReadTransaction) throws -> BankAccount? {
        try tx.row(AccountStore.newest).map { row in
            BankAccount(
                bank: try row.text("bank"), number: try row.text("number"), holder: try row.text("holder"), setAt: try row.instant("set_at")
            )
        }
    }

    /// - Returns: its position, from 1.
    func add(_ account: BankAccount, _ tx: WriteTransaction) throws -> Int {
        let position = try tx.next(series: "bank-accounts")
        try tx.execute(
            "INSERT INTO bank_accounts (position, bank, number, holder, set_at) VALUES (:position, :bank, :number, :holder, :at)",
            ["position": position, "bank": account.bank, "number": account.number, "holder": account.holder, "at": account.setAt])
        return position
    }
}

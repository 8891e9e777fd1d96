internal import Documents
public import Kernel
internal import Payments
internal import Storage

/// What is decided about a region's money, for the command line.
extension RegionOffice {
    /// Settles the bill of that request with money that had settled nothing.
    /// - Throws: `notFound` for a payment or a request that nobody knows; otherwise as `PaymentService.credit` does.
    public func credit(_ payment: String, to number: String, reason: String, by principal: Principal) async throws {
        guard let number = RequestNumber(number) else { throw Problem.notFound("request \(number)") }
        let request = try await island.documents.request(numbered: number, by: principal)
        try await island.payments.credit(
            identifier(payment, "payment"), to: request.id, reason: reason, command: await command(), by: principal)
    }

    /// Grants a refund; answers its id.
    /// - Throws: `invalid` `problem.answer.rupiah` and `problem.answer.choice` for what is no amount and no way; otherwise as
    ///   `PaymentService.grantRefund` does.
    public func refund(_ payment: String, amount: String, way: String, reason: String, by principal: Principal) async throws -> String {
        guard let amount = Money(typed: amount) else { throw Problem(.invalid, "problem.answer.rupiah", detail: "amount \(amount)") }
        guard let way = RefundWay(rawValue: way) else { throw Problem(.invalid, "problem.answer.choice", detail: "way \(way)") }
        return try await island.payments.grantRefund(
            of: identifier(payment, "payment"), amount: amount, way: way, reason: reason, command: await command(), by: principal
        ).id.text
    }

    public func noteTransfer(of refund: String, voucher: String, by principal: Principal) async throws {
        try await island.payments.noteTransfer(
            of: identifier(refund, "refund"), voucher: voucher, command: await command(), by: principal)
    }

    public func giveUpRefund(_ refund: String, by principal: Principal) async throws {
        try await island.payments.giveUp(identifier(refund, "refund"), command: await command(), by: principal)
    }

    /// What was settled in a month, a line for each day and kind.
    /// - Throws: `notFound` for what is no month.
    public func receipts(in month: String, by principal: Principal) async throws -> [String] {
        guard let month = BookMonth(month), let first = month.firstDay else { throw Problem.notFound("month \(month)") }
        return try await island.payments.receipts(from: first, to: first.advanced(byDays: month.days - 1), by: principal).map { row in
            [row.day.iso8601, row.revenue.rawValue, String(row.receipts), String(row.amount.rupiah)].joined(separator: "  ")
        }
    }

    /// The entries of an account as a file, see ``LedgerFile``.
    /// - Throws: `notFound` for what is no account's name.
    public func export(_ name: String, asJSON: Bool, before position: Int?, by principal: Principal) async throws -> String {
        guard let account = LedgerAccount(name: name) else { throw Problem.notFound("account \(name)") }
        let file = try await LedgerFile(of: account, before: position, in: island.payments, by: principal)
        return asJSON ? file.json : file.csv
    }

    private func identifier(_ text: String, _ noun: String) throws -> Identifier {
        guard let id = Identifier(text) else { throw Problem.notFound("\(noun) \(text)") }
        return id
    }

    /// Of this one press of a key.
    private func command() async throws -> CommandID { CommandID(Identifier(at: try await island.database.read { tx in tx.now })) }
}

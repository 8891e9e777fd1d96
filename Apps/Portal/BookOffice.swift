internal import Documents
public import Foundation
internal import Identity
public import Kernel
internal import Payments

/// The books of a region's money, for the command line.
extension RegionOffice {
    /// Every account on which something has moved, by name.
    public func accounts(by principal: Principal) async throws -> [AccountLine] {
        try await island.payments.accounts(by: principal).map {
            AccountLine(name: $0.account.name, debits: $0.debits.rupiah, credits: $0.credits.rupiah, balance: $0.rupiah)
        }
    }

    /// The newest entries of an account, a line each.
    /// - Throws: `notFound` for what is no account's name.
    public func postings(on name: String, before position: Int?, limit: Int, by principal: Principal) async throws -> [String] {
        guard let account = LedgerAccount(name: name) else { throw Problem.notFound("account \(name)") }
        return try await island.payments.postings(on: account, before: position, limit: limit, by: principal).map { posting in
            [
                String(posting.position), posting.day.iso8601, posting.cause.rawValue, posting.debit.name, posting.credit.name,
                String(posting.amount.rupiah), posting.subject.text,
            ].joined(separator: "  ")
        }
    }

    /// The bank account into which people transfer, in a line; `nil` while none is set.
    public func bankAccount() async throws -> String? {
        try await island.payments.bankAccount().map { "\($0.bank)  \($0.number)  \($0.holder)  \($0.setAt.iso8601)" }
    }

    public func setBankAccount(bank: String, number: String, holder: String, by principal: Principal) async throws {
        try await island.payments.setBankAccount(bank: bank, number: number, holder: holder, by: principal)
    }

    /// Imports a statement or a settlement file; what came of it, a line each.
    public func importFile(_ data: Data, of provider: String, by principal: Principal) async throws -> [String] {
        let report = try await island.payments.importFile(data, of: provider, by: principal)
        guard !report.isKnown else { return ["imported before; nothing changed"] }
        return [
            ("matched", report.matched), ("entered", report.entered), ("held", report.held), ("repeated", report.repeated),
            ("differences", report.differences),
        ].map { "\($0.0) \($0.1)" }
    }

    /// Open differences between files and books, a line each.
    public func differences(by principal: Principal) async throws -> [String] {
        try await island.payments.openDifferences(by: principal).map { difference, payment in
            [
                difference.foundAt.iso8601, difference.kind.rawValue, payment.provider, payment.paymentID, String(payment.amount.rupiah),
                difference.told.map { String($0.rupiah) } ?? "-", difference.id.text,
            ].joined(separator: "  ")
        }
    }

    /// Ends a difference with what somebody found out.
    public func resolveDifference(_ text: String, reason: String, by principal: Principal) async throws {
        guard let id = Identifier(text) else { throw Problem.notFound("difference \(text)") }
        try await island.payments.resolve(id, reason: reason, by: principal)
    }

    /// Bills that nobody has paid yet, the oldest first, a line each; the last of each is its place in the list.
    /// - Throws: `notFound` for what is no place.
    public func unpaidBills(after place: String?, limit: Int, by principal: Principal) async throws -> [String] {
        var cursor = BillCursor.start
        if let place {
            guard let given = BillCursor(place) else { throw Problem.notFound("place \(place)") }
            cursor = given
        }
        let open = try await island.payments.unpaidBills(after: cursor, limit: limit, by: principal)
        let numbers = try await island.documents.numbers(of: open.map(\.bill.purpose), by: principal)
        return open.map { open in
            [
                open.bill.createdAt.iso8601, String(open.bill.amount.rupiah), open.bill.provider, numbers[open.bill.purpose]?.text ?? "-",
                open.bill.description, BillCursor(after: open.bill).text,
            ].joined(separator: "  ")
        }
    }

    /// Money that settled nothing, a line each.
    public func unmatchedPayments(by principal: Principal) async throws -> [String] {
        try await island.payments.unmatchedPayments(by: principal).map { payment in
            [
                payment.receivedAt.iso8601, payment.standing.rawValue, payment.provider, payment.reference, String(payment.amount.rupiah),
                payment.id.text,
            ].joined(separator: "  ")
        }
    }

    /// The newest refunds, a line each.
    public func refunds(limit: Int, by principal: Principal) async throws -> [String] {
        try await island.payments.refunds(limit: limit, by: principal).map { refund in
            [
                refund.grantedAt.iso8601, refund.status.rawValue, refund.way.rawValue, String(refund.amount.rupiah), refund.id.text,
                refund.payment.text, refund.voucher ?? "-",
            ].joined(separator: "  ")
        }
    }

    /// Closes a month of the books, and all before it.
    /// - Parameter month: as `2026-10`.
    /// - Throws: `notFound` for what is no month; `conflict` `problem.month.running` for one that has not ended.
    public func closeMonth(_ month: String, by principal: Principal) async throws {
        guard let month = BookMonth(month) else { throw Problem.notFound("month \(month)") }
        try await island.payments.closeMonth(month, by: principal)
    }

    /// The region's providers in its order, a line each: name, on or off, since when it is hidden, why it was switched.
    public func providers(by principal: Principal) async throws -> [String] {
        try await island.payments.providerStates(by: principal).map { state in
            [
                state.name, state.isOn ? "on" : "off", state.hiddenSince.map { "hidden since \($0.iso8601)" } ?? "-",
                state.latest?.reason ?? "-",
            ].joined(separator: "  ")
        }
    }

    public func setProvider(_ provider: String, isOn: Bool, reason: String, by principal: Principal) async throws {
        try await island.payments.setSwitch(provider, isOn: isOn, reason: reason, by: principal)
    }

    /// The newest shifts at the cash desk, a line each.
    public func shifts(limit: Int, by principal: Principal) async throws -> [String] {
        let names = Dictionary(uniqueKeysWithValues: try await island.identity.staff().map { ($0.id, $0.username) })
        return try await island.payments.shifts(limit: limit, by: principal).map { shift in
            let end = shift.closing.map { "\($0.counted.rupiah)  \(shift.difference ?? 0)  \($0.reason ?? "-")" } ?? "open"
            return [
                shift.openedAt.iso8601, names[shift.cashier] ?? "-", String(shift.receipts), String(shift.change.rupiah),
                String(shift.taken.rupiah), end,
            ].joined(separator: "  ")
        }
    }
}

/// One account, in rupiah.
public struct AccountLine: Sendable, Hashable {
    /// E.g. `clearing:stub-qris`.
    public let name: String
    public let debits: Int
    public let credits: Int
    /// Debits less credits.
    public let balance: Int
}

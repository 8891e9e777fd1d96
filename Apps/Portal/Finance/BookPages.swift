internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Payments

/// Whoever answers for the region's money reads its books.
enum BookPages {
    /// How many entries one page has.
    static let pageLimit = 50

    static func add(to table: inout RouteTable) {
        table.page("/keuangan", .finance) { exchange, island in
            var issues: [FieldIssue] = []
            if let typed = exchange.query["nomor"], !typed.isEmpty {
                if let place = try await place(of: typed, exchange, island) { return .seeOther(place) }
                issues = [FieldIssue("nomor", "problem.payment.notFound")]
            }
            let today = island.region.zone.local(exchange.portal.clock.now).date
            let day = exchange.query["hari"].flatMap { CivilDate($0) }.map { min($0, today) } ?? today
            let reading = BookReading(
                day: day, isToday: day == today, accounts: try await island.payments.accounts(by: exchange.principal),
                moved: try await island.payments.balances(on: day, by: exchange.principal),
                receipts: try await island.payments.receipts(from: today, to: today, by: exchange.principal),
                transfers: try await island.payments.waitingTransfers(by: exchange.principal).count,
                differences: try await island.payments.openDifferences(by: exchange.principal).count,
                unmatched: try await island.payments.unmatchedPayments(by: exchange.principal),
                shifts: try await island.payments.shifts(limit: 20, by: exchange.principal), names: try await island.staffNames())
            return try await exchange.show(
                BooksPage(exchange, island, reading, issues: issues), of: island, status: issues.isEmpty ? 200 : 422)
        }
        table.page("/keuangan/tagihan", .finance) { exchange, island in
            let cursor = exchange.query["setelah"].flatMap { BillCursor($0) } ?? .start
            let open = try await island.payments.unpaidBills(after: cursor, limit: pageLimit + 1, by: exchange.principal)
            let owed = try await island.payments.accounts(by: exchange.principal).owed
            let numbers = try await island.documents.numbers(of: open.map(\.bill.purpose), by: exchange.principal)
            return try await exchange.show(UnpaidBillsPage(exchange, island, open, owed: owed, numbers), of: island)
        }
        table.page("/keuangan/akun", .finance) { exchange, island in
            let account = try account(exchange)
            // One more than is shown tells whether there is a next page.
            let postings = try await island.payments.postings(
                on: account, before: position(exchange), limit: pageLimit + 1, by: exchange.principal)
            return try await exchange.show(
                AccountBookPage(exchange, island, account, postings, before: position(exchange)), of: island)
        }
        table.page("/keuangan/akun/tabel", .finance) { exchange, island in
            let file = try await file(exchange, island)
            return .file(
                Data(file.csv.utf8), contentType: "text/csv; charset=utf-8", filename: "\(file.name(in: island.region.slug)).csv",
                isInline: false)
        }
        table.page("/keuangan/akun/data", .finance) { exchange, island in
            let file = try await file(exchange, island)
            return .file(
                Data(file.json.utf8), contentType: "application/json", filename: "\(file.name(in: island.region.slug)).json",
                isInline: false)
        }
    }

    private static func file(_ exchange: Exchange, _ island: Island) async throws -> LedgerFile {
        try await LedgerFile(of: account(exchange), before: position(exchange), in: island.payments, by: exchange.principal)
    }

    /// Before which entry the page or the file begins.
    private static func position(_ exchange: Exchange) -> Int? { exchange.query["sebelum"].flatMap { Int($0) } }

    /// Where what came in with that receipt, or for that request, is decided about; or the transfer by which that request is to be paid and of
    /// which nothing has come yet. `nil` for what names none of them.
    private static func place(of typed: String, _ exchange: Exchange, _ island: Island) async throws -> String? {
        let payments = island.payments
        if let receipt = ReceiptNumber(typed) {
            return try await payments.payment(with: receipt, by: exchange.principal).map { island.links.payment($0) }
        }
        guard let number = RequestNumber(typed) else { return nil }
        do {
            let request = try await island.documents.request(numbered: number, by: exchange.principal)
            if let payment = try await payments.payment(for: request.id, by: exchange.principal) { return island.links.payment(payment) }
            guard let charge = try await payments.standing(for: request.id, by: exchange.principal).charge,
                charge.provider == TransferProvider.name
            else { return nil }
            return island.links.transfer(charge.id)
        } catch let problem as Problem where problem.code == .notFound { return nil }
    }

    private static func account(_ exchange: Exchange) throws -> LedgerAccount {
        guard let account = LedgerAccount(name: exchange.query["nama"] ?? "") else { throw Problem.notFound("account") }
        return account
    }
}

extension [AccountBalance] {
    /// What all open bills come to.
    var owed: Money { first { $0.account == .receivable }.flatMap { Money(rupiah: $0.rupiah) } ?? .zero }
}

/// What the first page of the books tells.
struct BookReading: Sendable {
    let day: CivilDate
    let isToday: Bool
    let accounts: [AccountBalance]
    /// What moved on ``day``, which is not after today.
    let moved: [DayBalance]
    /// What was settled today.
    let receipts: [DayReceipts]
    /// How many transfers and differences wait for the treasurer, as far as their pages show them.
    let transfers: Int
    let differences: Int
    let unmatched: [ReceivedPayment]
    let shifts: [CashShift]
    /// Of the staff, by id.
    let names: [Identifier: String]
}

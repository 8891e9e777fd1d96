internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Payments

/// Whoever answers for the region's money reads its books.
enum BookPages {
    /// How many entries one page has, and how many one file.
    static let pageLimit = 50
    static let fileLimit = 10_000

    static func add(to table: inout RouteTable) {
        table.page("/keuangan", .finance) { exchange, island in
            var issues: [FieldIssue] = []
            if let typed = exchange.query["nomor"], !typed.isEmpty {
                if let id = try await payment(numbered: typed, exchange, island) { return .seeOther(island.links.payment(id)) }
                issues = [FieldIssue("nomor", "problem.payment.notFound")]
            }
            let today = island.region.zone.local(exchange.portal.clock.now).date
            let reading = BookReading(
                accounts: try await island.payments.accounts(by: exchange.principal),
                today: try await island.payments.balances(on: today, by: exchange.principal),
                unmatched: try await island.payments.unmatchedPayments(by: exchange.principal),
                shifts: try await island.payments.shifts(limit: 20, by: exchange.principal), names: try await island.staffNames())
            return try await exchange.show(
                BooksPage(exchange, island, reading, issues: issues), of: island, status: issues.isEmpty ? 200 : 422)
        }
        table.page("/keuangan/akun", .finance) { exchange, island in
            let account = try account(exchange)
            // One more than is shown tells whether there is a next page.
            let postings = try await island.payments.postings(
                on: account, before: exchange.query["sebelum"].flatMap { Int($0) }, limit: pageLimit + 1, by: exchange.principal)
            return try await exchange.show(AccountBookPage(exchange, island, account, postings), of: island)
        }
        table.page("/keuangan/akun/tabel", .finance) { exchange, island in
            let account = try account(exchange)
            var lines = [CSV.line(["position", "day", "at", "cause", "subject", "debit", "credit", "amount"])]
            var last: Int?
            while lines.count <= fileLimit {
                let postings = try await island.payments.postings(on: account, before: last, limit: 200, by: exchange.principal)
                guard let end = postings.last else { break }
                last = end.position
                lines += postings.map { posting in
                    CSV.line([
                        String(posting.position), posting.day.iso8601, posting.at.iso8601, posting.cause.rawValue, posting.subject.text,
                        posting.debit.name, posting.credit.name, String(posting.amount.rupiah),
                    ])
                }
            }
            return .file(
                Data(lines.joined().utf8), contentType: "text/csv; charset=utf-8",
                filename: "buku-\(account.name.replacing(":", with: "-"))-\(island.region.slug).csv", isInline: false)
        }
    }

    /// The payment with that receipt, or for that request; `nil` for what names neither.
    private static func payment(numbered typed: String, _ exchange: Exchange, _ island: Island) async throws -> Identifier? {
        if let receipt = ReceiptNumber(typed) { return try await island.payments.payment(with: receipt, by: exchange.principal) }
        guard let number = RequestNumber(typed) else { return nil }
        do {
            let request = try await island.documents.request(numbered: number, by: exchange.principal)
            return try await island.payments.payment(for: request.id, by: exchange.principal)
        } catch let problem as Problem where problem.code == .notFound { return nil }
    }

    private static func account(_ exchange: Exchange) throws -> LedgerAccount {
        guard let account = LedgerAccount(name: exchange.query["nama"] ?? "") else { throw Problem.notFound("account") }
        return account
    }
}

/// What the first page of the books tells.
struct BookReading: Sendable {
    let accounts: [AccountBalance]
    let today: [DayBalance]
    let unmatched: [ReceivedPayment]
    let shifts: [CashShift]
    /// Of the staff, by id.
    let names: [Identifier: String]
}

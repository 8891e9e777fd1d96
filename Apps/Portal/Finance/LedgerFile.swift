internal import Kernel
internal import Payments

/// Entries of one account as a file to keep, the newest first.
struct LedgerFile: Sendable {
    /// How many entries one file has at most; whoever wants more goes on before the last one.
    static let limit = 10_000

    let account: LedgerAccount
    let postings: [Posting]
    /// Before which position the next file goes on; `nil` when the account has no older entries.
    let next: Int?

    /// - Parameter position: before which; `nil` from the newest.
    init(of account: LedgerAccount, before position: Int?, in payments: PaymentService, by principal: Principal) async throws {
        var postings: [Posting] = []
        var last = position
        while postings.count <= LedgerFile.limit {
            let page = try await payments.postings(on: account, before: last, limit: 200, by: principal)
            guard let end = page.last else { break }
            last = end.position
            postings += page
        }
        self.account = account
        self.postings = Array(postings.prefix(LedgerFile.limit))
        next = postings.count > LedgerFile.limit ? self.postings.last?.position : nil
    }

    /// Amounts in whole rupiah, days as the region counts them, instants in UTC.
    var csv: String {
        let head = CSV.line(["position", "day", "at", "cause", "subject", "debit", "credit", "amount"])
        return postings.reduce(into: head) { text, posting in
            text += CSV.line([
                String(posting.position), posting.day.iso8601, posting.at.iso8601, posting.cause.rawValue, posting.subject.text,
                posting.debit.name, posting.credit.name, String(posting.amount.rupiah),
            ])
        }
    }

    /// The same, with ``next``.
    var json: String {
        JSON.object([
            "account": .text(account.name), "next": next.map { .integer($0) } ?? .null,
            "postings": .list(
                postings.map { posting in
                    .object([
                        "position": .integer(posting.position), "day": .text(posting.day.iso8601), "at": .text(posting.at.iso8601),
                        "cause": .text(posting.cause.rawValue), "subject": .text(posting.subject.text),
                        "debit": .text(posting.debit.name), "credit": .text(posting.credit.name),
                        "amount": .integer(posting.amount.rupiah),
                    ])
                }),
        ]).text
    }

    /// Without its ending.
    func name(in region: RegionSlug) -> String { "buku-\(account.name.replacing(":", with: "-"))-\(region)" }
}

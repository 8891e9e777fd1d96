internal import Kernel
internal import Payments

/// The entries of one account, newest first.
struct AccountBookPage: Page {
    let heading: Heading
    let postings: [PostingRow]
    let csvHref: String
    let jsonHref: String
    let olderHref: String?

    static let template: @Sendable (PageLibrary) -> Template<AccountBookPage> = \.bookAccount
    static let fields: [Field<AccountBookPage>] = [
        .list("postings", \.postings), .flag("hasPostings") { !$0.postings.isEmpty }, .text("csvHref", \.csvHref),
        .text("jsonHref", \.jsonHref), .optional("olderHref", \.olderHref),
    ]
}

/// One entry, seen from one account.
struct PostingRow: Filling {
    let number: String
    let time: String
    let cause: String
    let other: String
    /// What came to this account, or went from it.
    let amount: String

    static let fields: [Field<PostingRow>] = [
        .text("number", \.number), .text("time", \.time), .text("cause", \.cause), .text("other", \.other), .text("amount", \.amount),
    ]
}

extension AccountBookPage {
    /// - Parameter position: before which entry the page begins; `nil` for the first page.
    init(_ exchange: Exchange, _ island: Island, _ account: LedgerAccount, _ all: [Posting], before position: Int?) {
        let title = exchange.name(of: account)
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books)
        let shown = all.prefix(BookPages.pageLimit)
        postings = shown.map { posting in
            let isDebit = posting.debit == account
            return PostingRow(
                number: String(posting.position), time: exchange.say(posting.at, in: island),
                cause: exchange.say("posting.\(posting.cause.rawValue)"),
                other: exchange.name(of: isDebit ? posting.credit : posting.debit),
                amount: exchange.signed(account.growth(isDebit ? posting.amount.rupiah : -posting.amount.rupiah)))
        }
        csvHref = island.links.accountFile(account.name, before: position)
        jsonHref = island.links.accountData(account.name, before: position)
        olderHref = all.count > shown.count ? shown.last.map { island.links.account(account.name, before: $0.position) } : nil
    }
}

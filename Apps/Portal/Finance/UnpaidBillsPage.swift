internal import Documents
internal import Kernel
internal import Payments

/// What nobody has paid yet, the oldest first.
struct UnpaidBillsPage: Page {
    let heading: Heading
    let rows: [UnpaidBillRow]
    /// What all of them come to, also those on other pages.
    let owed: String
    let nextHref: String?

    static let template: @Sendable (PageLibrary) -> Template<UnpaidBillsPage> = \.unpaidBills
    static let fields: [Field<UnpaidBillsPage>] = [
        .list("rows", \.rows), .flag("hasRows") { !$0.rows.isEmpty }, .text("owed", \.owed), .optional("nextHref", \.nextHref),
    ]
}

/// One bill that nobody has paid yet.
struct UnpaidBillRow: Filling {
    let amount: String
    /// Where something can be decided about it; `nil` while only its payer can do anything.
    let href: String?
    let isPending: Bool
    let service: String
    let number: String
    let way: String
    let since: String

    static let fields: [Field<UnpaidBillRow>] = [
        .text("amount", \.amount), .optional("href", \.href), .flag("isPending", \.isPending), .text("service", \.service),
        .text("number", \.number), .text("way", \.way), .text("since", \.since),
    ]
}

extension UnpaidBillsPage {
    /// - Parameters:
    ///   - all: one more than is shown when there is another page.
    ///   - numbers: of the requests that are paid for.
    init(_ exchange: Exchange, _ island: Island, _ all: [UnpaidBill], owed: Money, _ numbers: [Identifier: RequestNumber]) {
        let title = exchange.say("title.unpaid-bills")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books)
        let shown = all.prefix(BookPages.pageLimit)
        rows = shown.map { open in
            UnpaidBillRow(
                amount: open.bill.amount.formatted, href: open.place(in: island), isPending: open.charge?.pendingAt != nil,
                service: open.bill.description, number: numbers[open.bill.purpose]?.text ?? exchange.say("common.none"),
                way: exchange.say("way.\(open.bill.provider)"), since: exchange.say(open.bill.createdAt, in: island))
        }
        self.owed = owed.formatted
        nextHref = all.count > shown.count ? shown.last.map { island.links.unpaidBills(after: BillCursor(after: $0.bill)) } : nil
    }
}

extension UnpaidBill {
    /// The payment that came in for it, or else the transfer that is to come.
    fileprivate func place(in island: Island) -> String? {
        if let payment { return island.links.payment(payment) }
        guard let charge, charge.provider == TransferProvider.name else { return nil }
        return island.links.transfer(charge.id)
    }
}

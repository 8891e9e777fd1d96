internal import Kernel
internal import Payments

/// What was settled in a month, by day and by whose money it is: a picture, and a table that says the same.
struct ReceiptsPage: Page {
    let heading: Heading
    let month: String
    let total: String
    /// As SVG; empty when nothing was settled.
    let chart: String
    let kinds: [ReceiptKind]
    let days: [DayRow]
    let earlierHref: String
    /// `nil` in the month that runs.
    let laterHref: String?

    static let template: @Sendable (PageLibrary) -> Template<ReceiptsPage> = \.bookReceipts
    static let fields: [Field<ReceiptsPage>] = [
        .text("month", \.month), .text("total", \.total), .html("chartSvg", \.chart), .list("kinds", \.kinds), .list("days", \.days),
        .flag("hasDays") { !$0.days.isEmpty }, .text("earlierHref", \.earlierHref), .optional("laterHref", \.laterHref),
    ]
}

/// All that was settled in the month of one kind.
struct ReceiptKind: Filling {
    let name: String
    let amount: String
    /// What its part of a bar looks like, as SVG.
    let swatch: String

    static let fields: [Field<ReceiptKind>] = [.text("name", \.name), .text("amount", \.amount), .html("swatchSvg", \.swatch)]
}

/// What was settled on a day of one kind.
struct DayRow: Filling {
    let day: String
    /// What moved on that day.
    let href: String
    let kind: String
    let receipts: String
    let amount: String

    static let fields: [Field<DayRow>] = [
        .text("day", \.day), .text("href", \.href), .text("kind", \.kind), .text("receipts", \.receipts), .text("amount", \.amount),
    ]
}

extension ReceiptsPage {
    init(_ exchange: Exchange, _ island: Island, _ month: BookMonth, _ receipts: [DayReceipts], isLast: Bool) {
        let title = exchange.say("title.receipts")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books)
        self.month = exchange.name(of: month)
        let amounts = Dictionary(grouping: receipts, by: \.revenue).mapValues { $0.map(\.amount).total }
        total = receipts.map(\.amount).total.formatted
        kinds = RevenueKind.allCases.compactMap { kind in
            amounts[kind].map {
                ReceiptKind(
                    name: exchange.say("revenue.\(kind.rawValue)"), amount: $0.formatted, swatch: ReceiptsChart.swatch(of: kind))
            }
        }
        days = receipts.map { row in
            DayRow(
                day: exchange.say(row.day), href: island.links.books(on: row.day), kind: exchange.say("revenue.\(row.revenue.rawValue)"),
                receipts: String(row.receipts),
                amount: row.amount.formatted)
        }
        chart = ReceiptsChart(receipts).svg(
            title: exchange.say("receipts.chart", ["month": exchange.name(of: month)]), days: month.days)
        earlierHref = island.links.receipts(month.previous.text)
        laterHref = isLast ? nil : island.links.receipts(month.next.text)
    }
}

extension [Money] {
    /// What it comes to together.
    var total: Money { Money(rupiah: map(\.rupiah).reduce(0, +)) ?? .zero }
}

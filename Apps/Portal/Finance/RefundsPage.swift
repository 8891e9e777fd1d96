internal import Kernel
internal import Payments

/// What is given back, newest first.
struct RefundsPage: Page {
    let heading: Heading
    let refunds: [RefundRow]

    static let template: @Sendable (PageLibrary) -> Template<RefundsPage> = \.refunds
    static let fields: [Field<RefundsPage>] = [.list("refunds", \.refunds), .flag("hasRefunds") { !$0.refunds.isEmpty }]
}

/// One refund in the list.
struct RefundRow: Filling {
    let amount: String
    let status: String
    /// How the status looks.
    let kind: String
    let way: String
    let grantedAt: String
    let href: String

    static let fields: [Field<RefundRow>] = [
        .text("amount", \.amount), .text("status", \.status), .text("kind", \.kind), .text("way", \.way), .text("grantedAt", \.grantedAt),
        .text("href", \.href),
    ]
}

extension RefundsPage {
    init(_ exchange: Exchange, _ island: Island, _ all: [Refund]) {
        let title = exchange.say("title.refunds")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books)
        refunds = all.map { refund in
            RefundRow(
                amount: refund.amount.formatted, status: exchange.say("money.\(refund.status.rawValue)"), kind: refund.status.look,
                way: exchange.say("refund.way.\(refund.way.rawValue)"), grantedAt: exchange.say(refund.grantedAt, in: island),
                href: island.links.payment(refund.payment))
        }
    }
}

extension RefundStatus {
    /// The class of its status; none for what waits.
    var look: String {
        switch self {
        case .granted: ""
        case .done: "good"
        case .failed: "bad"
        }
    }
}

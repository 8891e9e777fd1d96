internal import Kernel
internal import Payments

/// Where files and books do not agree, the oldest first, each with the form that says why.
struct DifferencesPage: Page {
    let heading: Heading
    let rows: [DifferenceRow]

    static let template: @Sendable (PageLibrary) -> Template<DifferencesPage> = \.differences
    static let fields: [Field<DifferencesPage>] = [.list("rows", \.rows), .flag("hasRows") { !$0.rows.isEmpty }]

    /// The reason of one difference: each has a form of its own.
    static func reasonField(of difference: Identifier) -> String { "reason.\(difference)" }
}

/// One difference.
struct DifferenceRow: Filling {
    let id: String
    let kind: String
    let text: String
    let provider: String
    let paymentID: String
    /// To the payment of which it is.
    let href: String
    let at: String
    let fieldID: String
    let reason: InputFace

    static let fields: [Field<DifferenceRow>] = [
        .text("id", \.id), .text("kind", \.kind), .text("text", \.text), .text("provider", \.provider), .text("paymentID", \.paymentID),
        .text("href", \.href), .text("at", \.at), .text("fieldID", \.fieldID), .part("reason", \.reason),
    ]
}

extension DifferencesPage {
    init(
        _ exchange: Exchange, _ island: Island, _ open: [(difference: Difference, payment: ReceivedPayment)], issues: [FieldIssue] = []
    ) {
        let title = exchange.say("title.differences")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books, issues: issues)
        rows = open.map { difference, payment in
            let field = DifferencesPage.reasonField(of: difference.id)
            let error = exchange.message(at: field, in: issues)
            return DifferenceRow(
                id: difference.id.text, kind: exchange.say("settlement.kind.\(difference.kind.rawValue)"),
                text: exchange.say(
                    "settlement.text.\(difference.kind.rawValue)",
                    ["booked": payment.amount.formatted, "told": (difference.told ?? .zero).formatted]),
                provider: exchange.say("way.\(payment.provider)"), paymentID: payment.paymentID,
                href: island.links.payment(payment.id), at: exchange.say(payment.paidAt, in: island), fieldID: Exchange.anchor(of: field),
                reason: InputFace(value: error == nil ? "" : exchange.form["reason"], error: error))
        }
    }
}

internal import Kernel
internal import Payments

/// Up to which month the books are closed, and the month that can be closed next.
struct MonthPage: Page {
    let heading: Heading
    /// `nil` while none is closed.
    let closed: String?
    /// `nil` when every month that has ended is closed.
    let form: MonthForm?

    static let template: @Sendable (PageLibrary) -> Template<MonthPage> = \.bookMonth
    static let fields: [Field<MonthPage>] = [.optional("closed", \.closed), .optionalPart("form", \.form)]
}

/// Asks for a month to be closed.
struct MonthForm: Filling {
    let month: String
    let question: String
    let button: String
    let receiptsHref: String

    static let fields: [Field<MonthForm>] = [
        .text("month", \.month), .text("question", \.question), .text("button", \.button), .text("receiptsHref", \.receiptsHref),
    ]
}

extension MonthPage {
    /// - Parameter ended: the last month that is over.
    init(_ exchange: Exchange, _ island: Island, last: BookMonth?, ended: BookMonth, notices: [Notice]) {
        let title = exchange.say("title.months")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.books"), island.links.books), Crumb(title)),
            menu: .books, notices: notices)
        closed = last.map { exchange.name(of: $0) }
        if let last, ended <= last {
            form = nil
        } else {
            let name = ["month": exchange.name(of: ended)]
            form = MonthForm(
                month: ended.text, question: exchange.say("month.question", name), button: exchange.say("month.button", name),
                receiptsHref: island.links.receipts(ended.text))
        }
    }
}

internal import Kernel
internal import Payments

/// The count of the drawer at the end of a shift.
struct ShiftEndPage: Page {
    let heading: Heading
    let change: String
    let taken: String
    let givenBack: String
    let receipts: String
    let counted: InputFace
    /// Asked once the count has been found to differ.
    let reason: InputFace?
    let command: String

    static let template: @Sendable (PageLibrary) -> Template<ShiftEndPage> = \.shiftEnd
    static let fields: [Field<ShiftEndPage>] = [
        .text("change", \.change), .text("taken", \.taken), .text("givenBack", \.givenBack), .text("receipts", \.receipts),
        .part("counted", \.counted),
        .optionalPart("reason", \.reason), .text("command", \.command),
    ]
}

extension ShiftEndPage {
    init(_ exchange: Exchange, _ island: Island, _ shift: CashShift, issues: [FieldIssue] = []) {
        let title = exchange.say("title.shift-end")
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.cash-desk"), island.links.cashDesk), Crumb(title)),
            menu: .cashDesk, issues: issues)
        change = shift.change.formatted
        taken = shift.taken.formatted
        givenBack = shift.givenBack.formatted
        receipts = String(shift.receipts)
        counted = exchange.input("counted", issues)
        reason = issues.contains { $0.field == "reason" } ? exchange.input("reason", issues) : nil
        command = exchange.newCommand
    }
}

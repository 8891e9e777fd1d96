internal import Kernel
internal import Payments

/// The region's bank account: what is set, and the form that sets another.
struct BankAccountPage: Page {
    let heading: Heading
    /// Since when; `nil` while none is set.
    let since: String?
    let bank: InputFace
    let number: InputFace
    let holder: InputFace

    static let template: @Sendable (PageLibrary) -> Template<BankAccountPage> = \.bankAccount
    static let fields: [Field<BankAccountPage>] = [
        .optional("since", \.since), .part("bank", \.bank), .part("number", \.number), .part("holder", \.holder),
    ]
}

extension BankAccountPage {
    init(_ exchange: Exchange, _ island: Island, _ account: BankAccount?, issues: [FieldIssue] = []) {
        let title = exchange.say("title.bank-account")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.books"), island.links.books),
                Crumb(exchange.say("title.transfers"), island.links.transfers), Crumb(title)),
            menu: .books, issues: issues)
        since = account.map { exchange.say($0.setAt, in: island) }
        // What was typed stays, right or wrong; a fresh page shows what is set.
        func input(_ field: String, _ set: String?) -> InputFace {
            exchange.form.fields.isEmpty ? InputFace(value: set ?? "", error: nil) : exchange.input(field, issues)
        }
        bank = input("bank", account?.bank)
        number = input("number", account?.number)
        holder = input("holder", account?.holder)
    }
}

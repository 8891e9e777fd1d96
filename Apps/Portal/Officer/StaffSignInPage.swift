internal import Kernel

/// Staff sign in with a user name and a password.
struct StaffSignInPage: Page {
    let heading: Heading
    /// Where to go afterwards.
    let next: String?
    let username: InputFace
    /// What was typed is never shown again, only what is wrong with it.
    let password: InputFace

    static let template: @Sendable (PageLibrary) -> Template<StaffSignInPage> = \.staffSignIn
    static let fields: [Field<StaffSignInPage>] = [
        .optional("next", \.next), .part("username", \.username), .part("password", \.password),
    ]
}

extension StaffSignInPage {
    init(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) {
        let title = exchange.say("title.staff-sign-in")
        let next = exchange.next(island)
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .signIn, issues: issues,
            notices: exchange.keptNotice(next))
        self.next = next.isEmpty ? nil : next
        username = exchange.input("username", issues)
        password = InputFace(value: "", error: exchange.message(at: "password", in: issues))
    }
}

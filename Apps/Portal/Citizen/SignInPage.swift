internal import Kernel

/// A citizen says who she is, and where a code can reach her.
struct SignInPage: Page {
    let heading: Heading
    /// Where to go afterwards.
    let next: String?
    let nik: InputFace
    let contact: InputFace
    /// Whether codes go out by e-mail alone.
    let isEmailOnly: Bool

    static let template: @Sendable (PageLibrary) -> Template<SignInPage> = \.signIn
    static let fields: [Field<SignInPage>] = [
        .optional("next", \.next), .part("nik", \.nik), .part("contact", \.contact), .flag("emailOnly", \.isEmailOnly),
    ]
}

extension SignInPage {
    /// - Parameters:
    ///   - next: empty, or where to go afterwards.
    ///   - notice: why she is here again.
    init(_ exchange: Exchange, _ island: Island, next: String, issues: [FieldIssue] = [], notice: String? = nil) {
        let title = exchange.say("title.sign-in")
        var notices: [Notice] = []
        if !island.canSendCodes { notices.append(Notice(kind: "warning", title: exchange.say("problem.code.noSender"))) }
        notices += exchange.keptNotice(next)
        if let notice { notices.append(Notice(kind: "bad", title: notice)) }
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .signIn, issues: issues, notices: notices)
        self.next = next.isEmpty ? nil : next
        nik = exchange.input("nik", issues)
        contact = exchange.input("contact", issues)
        isEmailOnly = !exchange.portal.settings.isDemonstration
    }
}

/// A citizen types the code that was sent to her.
struct CodePage: Page {
    let heading: Heading
    let action: String
    /// Where to go afterwards.
    let next: String?
    let error: String?
    let demoMailboxHref: String?
    /// When another code may be asked for; `nil` when it may be now.
    let wait: String?

    static let template: @Sendable (PageLibrary) -> Template<CodePage> = \.code
    static let fields: [Field<CodePage>] = [
        .text("action", \.action), .optional("next", \.next), .optional("error", \.error),
        .optional("demoMailboxHref", \.demoMailboxHref), .optional("wait", \.wait),
    ]
}

extension CodePage {
    /// - Parameter notice: why no other code was sent.
    init(
        _ exchange: Exchange, _ island: Island, next: String, secondsToWait: Int, issues: [FieldIssue] = [], notice: String? = nil
    ) {
        let title = exchange.say("title.code")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.sign-in"), island.links.signIn), Crumb(title)), menu: .signIn,
            issues: issues, notices: notice.map { [Notice(kind: "warning", title: $0)] } ?? [])
        wait = secondsToWait > 0 ? exchange.say("code.wait", ["seconds": String(secondsToWait)]) : nil
        action = island.links.code(exchange.parameters["challenge"] ?? "")
        self.next = next.isEmpty ? nil : next
        error = exchange.message(at: "code", in: issues)
        demoMailboxHref = exchange.portal.settings.isDemonstration ? island.links.demoMailbox : nil
    }
}

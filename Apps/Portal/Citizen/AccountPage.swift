internal import Identity
internal import Kernel

/// One's own account: the sessions that are open, and for staff the password.
struct AccountPage: Page {
    let heading: Heading
    let sessions: [SessionFace]
    let action: String
    /// `nil` for citizens, who have none.
    let password: PasswordForm?
    /// Whether the password must be replaced before anything else: then there is nothing else on the page.
    let mustChange: Bool

    static let template: @Sendable (PageLibrary) -> Template<AccountPage> = \.account
    static let fields: [Field<AccountPage>] = [
        .list("sessions", \.sessions), .text("action", \.action), .optionalPart("password", \.password),
        .flag("mustChange", \.mustChange), .flag("hasOthers") { $0.sessions.count > 1 },
    ]
}

/// One open session.
struct SessionFace: Filling {
    let signedInAt: String
    let seenAt: String
    let isThis: Bool

    static let fields: [Field<SessionFace>] = [
        .text("signedInAt", \.signedInAt), .text("seenAt", \.seenAt), .flag("isThis", \.isThis),
    ]
}

/// The form for a new password. What was typed is never shown again, only what is wrong with it.
struct PasswordForm: Filling {
    let action: String
    let old: InputFace
    let new: InputFace

    static let fields: [Field<PasswordForm>] = [.text("action", \.action), .part("old", \.old), .part("new", \.new)]
}

extension AccountPage {
    init(_ exchange: Exchange, _ island: Island, _ open: [OpenSession], issues: [FieldIssue] = []) {
        let isCitizen = exchange.principal.personID != nil
        mustChange = exchange.session?.mustChangePassword ?? false
        let title = exchange.say("title.account")
        let notices = mustChange ? [Notice(kind: "warning", title: exchange.say("problem.password.due"))] : []
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), issues: issues, notices: notices)
        sessions = open.map {
            SessionFace(
                signedInAt: exchange.say($0.signedInAt, in: island), seenAt: exchange.say($0.seenAt, in: island), isThis: $0.isThis)
        }
        action = isCitizen ? island.links.account : island.links.staffAccount
        password =
            isCitizen
            ? nil
            : PasswordForm(
                action: island.links.ownPassword, old: InputFace(value: "", error: exchange.message(at: "old", in: issues)),
                new: InputFace(value: "", error: exchange.message(at: "new", in: issues)))
    }
}

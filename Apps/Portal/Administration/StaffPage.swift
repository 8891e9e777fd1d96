internal import Catalogue
internal import Identity
internal import Kernel

/// Who works for the region, and the form that adds somebody.
struct StaffPage: Page {
    let heading: Heading
    let members: [StaffRow]
    let form: StaffForm

    static let template: @Sendable (PageLibrary) -> Template<StaffPage> = \.staff
    static let fields: [Field<StaffPage>] = [.list("members", \.members), .part("form", \.form)]
}

/// One member of staff.
struct StaffRow: Filling {
    let name: String
    let username: String
    /// The agency, or what she does for the region as a whole.
    let work: String
    let status: StatusFace
    /// `nil` for one's own: it is changed on one's account page.
    let passwordHref: String?
    /// `nil` for one's own, and once it is over.
    let disablingHref: String?
    let isOver: Bool

    static let fields: [Field<StaffRow>] = [
        .text("name", \.name), .text("username", \.username), .text("work", \.work), .part("status", \.status),
        .optional("passwordHref", \.passwordHref), .optional("disablingHref", \.disablingHref), .flag("isOver", \.isOver),
    ]
}

/// What is asked about somebody new.
struct StaffForm: Filling {
    /// The values of `work` for whoever works for no agency; no agency's code begins so.
    static let roles: [(value: String, role: StaffRole)] = [
        ("-kasir", .cashier), ("-keuangan", .finance), ("-administrator", .administrator),
    ]

    let command: String
    let displayName: InputFace
    let username: InputFace
    let choices: [ChoicesFace]
    let ownPassword: InputFace?

    static let fields: [Field<StaffForm>] = [
        .text("command", \.command), .part("displayName", \.displayName), .part("username", \.username), .list("choices", \.choices),
        .optionalPart("ownPassword", \.ownPassword),
    ]
}

extension StaffPage {
    init(_ exchange: Exchange, _ island: Island, _ all: [StaffMember], issues: [FieldIssue] = []) {
        let title = exchange.say("title.staff")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.admin"), island.links.administration), Crumb(title)),
            menu: .administration, issues: issues)
        // Those who work stand above those who did.
        let sorted = all.filter { $0.disabledAt == nil } + all.filter { $0.disabledAt != nil }
        members = sorted.map { StaffRow($0, exchange, island) }
        form = StaffForm(exchange, island, issues)
    }
}

extension StaffRow {
    init(_ member: StaffMember, _ exchange: Exchange, _ island: Island) {
        name = member.displayName
        username = member.username
        work = member.agency.map { exchange.agency($0) } ?? exchange.say("staff.\(member.role.rawValue)")
        isOver = member.disabledAt != nil
        status = StatusFace(label: exchange.say(isOver ? "staff.over" : "staff.active"), kind: isOver ? "bad" : "good")
        let isOwn = exchange.principal == .administrator(id: member.id)
        passwordHref = isOwn ? nil : island.links.staffChange(.password, of: member.id)
        disablingHref = isOwn || isOver ? nil : island.links.staffChange(.disabling, of: member.id)
    }
}

extension StaffForm {
    init(_ exchange: Exchange, _ island: Island, _ issues: [FieldIssue]) {
        command = exchange.newCommand
        displayName = exchange.input("displayName", issues)
        username = exchange.input("username", issues)
        let works =
            island.agencies.map { ($0, exchange.agency($0)) }
            + StaffForm.roles.map { ($0.value, exchange.say("staff.\($0.role.rawValue)Of")) }
        choices = [
            ChoicesFace(
                id: Exchange.anchor(of: "work"), label: exchange.say("staff.work"), hint: nil,
                error: exchange.message(at: "work", in: issues),
                options: works.enumerated().map { position, work in
                    ChoiceFace(
                        id: "\(Exchange.anchor(of: "work"))-\(position)", name: "work", value: work.0, label: work.1,
                        isChecked: exchange.form["work"] == work.0)
                })
        ]
        ownPassword = exchange.ownPassword(issues)
    }
}

/// The one-time password of somebody, this once.
struct StaffPasswordPage: Page {
    let heading: Heading
    let name: String
    let username: String
    /// `nil` when it was shown already.
    let password: String?

    static let template: @Sendable (PageLibrary) -> Template<StaffPasswordPage> = \.staffPassword
    static let fields: [Field<StaffPasswordPage>] = [
        .text("name", \.name), .text("username", \.username), .optional("password", \.password),
    ]
}

extension StaffPasswordPage {
    init(_ exchange: Exchange, _ island: Island, name: String, username: String, _ gift: PasswordGift) {
        let title = exchange.say("title.staff-password")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.staff"), island.links.staff), Crumb(title)), menu: .administration)
        (self.name, self.username) = (name, username)
        password =
            switch gift {
            case .given(let text): text
            case .givenBefore: nil
            }
    }
}

extension ConfirmPage {
    /// Before somebody gets a one-time password, or is let in no more.
    init(_ change: StaffChange, of member: StaffMember, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) {
        let words = "staff.\(change)\(change == .password && member.disabledAt != nil ? "Again" : "")"
        heading = Heading(title: exchange.say("\(words)Title"), menu: .administration, issues: issues)
        text = exchange.say("\(words)Text", ["name": member.displayName])
        action = island.links.staffChange(change, of: member.id)
        command = exchange.newCommand
        buttonLabel = exchange.say("\(words)Button")
        isDangerous = change == .disabling
        reason = ReasonFace(
            label: exchange.say("admin.reason"), hint: exchange.say("staff.reasonHint"), value: exchange.form["reason"],
            error: exchange.message(at: "reason", in: issues))
        ownPassword = exchange.ownPassword(issues)
        cancelHref = island.links.staff
    }
}

internal import Catalogue
internal import Identity
internal import Kernel

/// The keys of a region's programs, and the form that makes one.
struct KeysPage: Page {
    let heading: Heading
    let keys: [KeyRow]
    let form: KeyForm

    static let template: @Sendable (PageLibrary) -> Template<KeysPage> = \.keys
    static let fields: [Field<KeysPage>] = [.list("keys", \.keys), .flag("hasKeys") { !$0.keys.isEmpty }, .part("form", \.form)]
}

/// One key, without what opens a door.
struct KeyRow: Filling {
    let name: String
    let agency: String
    /// What it may do, in words.
    let scopes: [String]
    let madeAt: String
    let holdsUntil: String
    let status: StatusFace
    let revokedAt: String?
    /// `nil` once it is over.
    let revokeHref: String?
    /// Where its program is told of payments; `nil` for a key that is over or may not read them.
    let hookHref: String?

    static let fields: [Field<KeyRow>] = [
        .text("name", \.name), .text("agency", \.agency), .list("scopes", \.scopes), .text("madeAt", \.madeAt),
        .text("holdsUntil", \.holdsUntil), .part("status", \.status), .optional("revokedAt", \.revokedAt),
        .optional("revokeHref", \.revokeHref), .optional("hookHref", \.hookHref),
    ]
}

/// What is asked about a new key.
struct KeyForm: Filling {
    let command: String
    let name: InputFace
    /// The agency, and what the key may do.
    let choices: [ChoicesFace]
    let validDays: InputFace

    static let fields: [Field<KeyForm>] = [
        .text("command", \.command), .part("name", \.name), .list("choices", \.choices), .part("validDays", \.validDays),
    ]
}

/// A question that is answered by choosing.
struct ChoicesFace: Filling {
    let id: String
    let label: String
    let hint: String?
    let error: String?
    let options: [ChoiceFace]

    static let fields: [Field<ChoicesFace>] = [
        .text("id", \.id), .text("label", \.label), .optional("hint", \.hint), .optional("error", \.error), .list("options", \.options),
    ]
}

extension KeysPage {
    init(_ exchange: Exchange, _ island: Island, _ all: [ProgramKey], issues: [FieldIssue] = []) {
        let title = exchange.say("title.keys")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.admin"), island.links.administration), Crumb(title)),
            menu: .administration, issues: issues)
        keys = all.map { KeyRow($0, exchange, island) }
        form = KeyForm(exchange, island, issues)
    }
}

extension KeyRow {
    init(_ key: ProgramKey, _ exchange: Exchange, _ island: Island) {
        let now = exchange.portal.clock.now
        name = key.name
        agency = exchange.agency(key.agency)
        // In the order in which the form has them.
        scopes = ProgramScope.allCases.filter(key.scopes.contains).map { exchange.say($0) }
        madeAt = exchange.say(key.createdAt, in: island)
        holdsUntil = exchange.say(key.expiresAt, in: island)
        let state = key.revokedAt != nil ? ("revoked", "bad") : key.isGood(at: now) ? ("good", "good") : ("expired", "warning")
        status = StatusFace(label: exchange.say("keys.\(state.0)"), kind: state.1)
        revokedAt = key.revokedAt.map { exchange.say($0, in: island) }
        revokeHref = key.isGood(at: now) ? island.links.keyRevocation(key.id) : nil
        hookHref = key.hearsOfPayments(at: now) ? island.links.keyHook(key.id) : nil
    }
}

extension KeyForm {
    /// How long a key holds unless the administrator says otherwise.
    private static let usualDays = "365"

    init(_ exchange: Exchange, _ island: Island, _ issues: [FieldIssue]) {
        command = exchange.newCommand
        name = exchange.input("name", issues)
        choices = [
            exchange.choices(
                "agency", island.agencies.map { ($0, exchange.agency($0)) }, hint: nil, allowsSeveral: false, issues),
            exchange.choices(
                "scopes", ProgramScope.allCases.map { ($0.rawValue, exchange.say($0)) }, hint: exchange.say("keys.scopesHint"),
                allowsSeveral: true, issues),
        ]
        let wasSent = exchange.form.names.contains("validDays")
        validDays = InputFace(
            value: wasSent ? exchange.form["validDays"] : KeyForm.usualDays, error: exchange.message(at: "validDays", in: issues))
    }
}

extension Exchange {
    /// What a key may do, as the administrator reads it.
    func say(_ scope: ProgramScope) -> String { say("keys.scope.\(scope)") }

    /// An agency by its code, as people call it.
    func agency(_ code: String) -> String { portal.catalogue.agencies[code]?.name.text(in: language) ?? code }

    /// A question of the form for a key, whose options come with what was chosen before.
    fileprivate func choices(
        _ field: String, _ options: [(value: String, label: String)], hint: String?, allowsSeveral: Bool, _ issues: [FieldIssue]
    ) -> ChoicesFace {
        let chosen = form.all(field)
        return ChoicesFace(
            id: Exchange.anchor(of: field), label: say("keys.\(field)"), hint: hint, error: message(at: field, in: issues),
            options: options.enumerated().map { position, option in
                ChoiceFace(
                    id: Exchange.anchor(of: "\(field).\(position)"), name: field, value: option.value, label: option.label,
                    isChecked: chosen.contains(option.value), allowsSeveral: allowsSeveral)
            })
    }
}

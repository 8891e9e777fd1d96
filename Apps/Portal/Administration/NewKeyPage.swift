internal import Identity
internal import Kernel

/// A key that was just made, with its secret; or one that the same form made before, without it.
struct NewKeyPage: Page {
    let heading: Heading
    let key: KeyRow
    /// `nil` when it was shown already.
    let secret: String?

    static let template: @Sendable (PageLibrary) -> Template<NewKeyPage> = \.newKey
    static let fields: [Field<NewKeyPage>] = [.part("key", \.key), .optional("secret", \.secret)]
}

extension NewKeyPage {
    init(_ exchange: Exchange, _ island: Island, _ addition: KeyAddition) {
        let title: String
        switch addition {
        case .made(let new):
            title = exchange.say("title.newKey")
            (key, secret) = (KeyRow(new.key, exchange, island), new.secret)
        case .madeBefore(let known):
            title = exchange.say("title.knownKey")
            (key, secret) = (KeyRow(known, exchange, island), nil)
        }
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.keys"), island.links.keys), Crumb(title)), menu: .administration)
    }
}

extension ConfirmPage {
    /// Before a key is revoked.
    init(revoking key: ProgramKey, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) {
        heading = Heading(title: exchange.say("title.revokeKey"), menu: .administration, issues: issues)
        text = exchange.say("keys.revokeText", ["name": key.name])
        action = island.links.keyRevocation(key.id)
        command = exchange.newCommand
        buttonLabel = exchange.say("keys.revokeButton")
        reason = ReasonFace(
            label: exchange.say("admin.reason"), hint: exchange.say("staff.reasonHint"), value: exchange.form["reason"],
            error: exchange.message(at: "reason", in: issues))
        cancelHref = island.links.keys
    }
}

internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Payments
internal import Storage

/// The audit trail in sentences, narrowed to somebody, an action, a subject or a day.
struct AuditPage: Page {
    let heading: Heading
    let action: String
    let people: [WorkOption]
    let actions: [WorkOption]
    let subject: String
    let day: String
    let rows: [AuditRow]
    let clearHref: String?
    let nextHref: String?
    let firstHref: String?
    let csvHref: String

    static let template: @Sendable (PageLibrary) -> Template<AuditPage> = \.audit
    static let fields: [Field<AuditPage>] = [
        .text("action", \.action), .list("people", \.people), .list("actions", \.actions), .text("subject", \.subject),
        .text("day", \.day), .list("audit", \.rows), .flag("hasAudit") { !$0.rows.isEmpty }, .optional("clearHref", \.clearHref),
        .optional("nextHref", \.nextHref), .optional("firstHref", \.firstHref), .text("csvHref", \.csvHref),
        .flag("hasPages") { $0.nextHref != nil || $0.firstHref != nil },
    ]
}

/// One line of the audit trail: what happened, in a sentence.
struct AuditRow: Filling {
    let at: String
    let text: String
    let reason: String?
    /// All that happened to the same; `nil` where there is nothing it happened to.
    let subjectHref: String?

    static let fields: [Field<AuditRow>] = [
        .text("at", \.at), .text("text", \.text), .optional("reason", \.reason), .optional("subjectHref", \.subjectHref),
    ]
}

/// What the audit trail's ids are called, where they have a name that is no secret.
struct AuditNames: Sendable {
    let staff: [String: String]
    let keys: [String: String]
}

extension Island {
    func auditNames() async throws -> AuditNames {
        AuditNames(
            staff: Dictionary(uniqueKeysWithValues: try await identity.staff().map { ($0.id.text, $0.displayName) }),
            keys: Dictionary(uniqueKeysWithValues: try await identity.programKeys().map { ($0.id.text, $0.name) }))
    }
}

extension AuditPage {
    init(_ exchange: Exchange, _ island: Island, _ view: AuditView, _ names: AuditNames, _ stretch: AuditStretch) {
        let title = exchange.say("admin.audit")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.admin"), island.links.administration), Crumb(title)),
            menu: .administration)
        action = island.links.auditTrail
        let named = (names.staff.map { ($0, $1) } + names.keys.map { ($0, exchange.say("actor.program", ["name": $1])) })
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        let kinds = AuditView.kinds.map { ($0, exchange.say("audit.kind.\($0)")) }
        people = ([("", exchange.say("audit.everybody"))] + named + kinds).map {
            WorkOption(value: $0.0, label: $0.1, isChosen: $0.0 == view.who)
        }
        actions = ([("", exchange.say("audit.everything"))] + AuditPage.actions.map { ($0, exchange.say("audit.\($0)")) }).map {
            WorkOption(value: $0.0, label: $0.1, isChosen: $0.0 == view.action)
        }
        (subject, day) = (view.subject, view.day)
        rows = stretch.entries.map { AuditRow($0, names, exchange, island) }
        clearHref = view.starting(at: nil) == AuditView() ? nil : island.links.auditTrail
        nextHref = stretch.next.map { island.links.auditTrail(view.starting(at: $0).query) }
        firstHref = view.start == nil ? nil : island.links.auditTrail(view.starting(at: nil).query)
        csvHref = island.links.auditFile(view.starting(at: nil).query)
    }

    /// Every action that the platform writes into its trail; a test holds it against the sources.
    static let actions: [String] =
        Set(RequestMove.allCases.map(\.event)).sorted() + [
            "request.claimed", "request.released", "request.near", "request.late", "bill.opened", "bill.paid", "bill.cancelled",
            "payment.unmatched", "payment.credited", "payment.contradicted", "refund.granted", "refund.done", "refund.failed",
            "month.closed", "account.set", "transfer.confirmed", "proof.refused", "settlement.imported", "difference.resolved",
            "cash.taken", "shift.begun", "shift.ended", "service.disabled", "service.enabled", "provider.disabled", "provider.enabled",
            "staff.added", "staff.disabled", "staff.enabled", "staff.passwordReset", "staff.passwordChanged", "staff.sessionsEnded",
            "staff.signedIn", "staff.signInFailed", "person.registered", "person.signedIn", "person.sessionsEnded",
            "person.contactChanged", "person.displaced", "key.added", "key.revoked", "hook.set", "hook.changed", "hook.paused",
            "hook.resumed", "hook.removed", "hook.silenced", "signing.keyChanged", "outbox.retried",
        ]
}

extension AuditRow {
    init(_ entry: AuditEntry, _ names: AuditNames, _ exchange: Exchange, _ island: Island) {
        at = exchange.say(entry.at, in: island)
        text = exchange.sentence(of: entry, names)
        reason = entry.reason.map { exchange.words(ofReason: $0) }
        subjectHref = entry.subject.isEmpty ? nil : island.links.auditTrail([("tentang", entry.subject)])
    }
}

extension Exchange {
    /// What happened, in a sentence. An action that nobody has words for stands as it is: a trail leaves nothing out.
    func sentence(of entry: AuditEntry, _ names: AuditNames) -> String {
        // Citizens stay numbers here: the trail says that somebody signed in, not who she is.
        let who = names.staff[entry.actor] ?? say("actor.\(entry.actorKind)", ["name": names.keys[entry.actor] ?? entry.actor])
        guard AuditPage.actions.contains(entry.action) else { return "\(who): \(entry.action)" }
        let subject = entry.action.hasPrefix("provider.") ? say("way.\(entry.subject)") : name(ofSubject: entry.subject, names)
        return say("trail.\(entry.action)", ["who": who, "subject": subject])
    }

    /// The words of a reason: those of a code where it is one, or the actor's own.
    func words(ofReason reason: String) -> String {
        if let standing = PaymentStanding(rawValue: reason) { return say("trail.standing.\(standing.rawValue)") }
        if let fault = HookFault(reason) { return say(fault) }
        if reason == Hook.Silence.keyOver.rawValue { return say("hook.silence.\(reason)") }
        if let again = ReissueReason(rawValue: reason) { return say("reissue.\(again.rawValue)") }
        let coded = portal.catalogue.services.lazy.flatMap(\.returnReasons).first { $0.code == reason }
        return coded?.label.text(in: language) ?? reason
    }

    private func name(ofSubject subject: String, _ names: AuditNames) -> String {
        if let definition = portal.catalogue.service(subject) { return definition.title.text(in: language) }
        if let name = names.staff[subject] ?? names.keys[subject] { return name }
        // A user name that nobody has is not written down: it may be a password in the wrong field.
        return Identifier(subject) == nil ? say("trail.nobody") : "…" + subject.suffix(8)
    }
}

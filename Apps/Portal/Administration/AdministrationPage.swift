internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Storage

/// The region's services with their switches, and who did what.
struct AdministrationPage: Page {
    let heading: Heading
    let services: [SwitchFace]
    let audit: [AuditRow]

    static let template: @Sendable (PageLibrary) -> Template<AdministrationPage> = \.administration
    static let fields: [Field<AdministrationPage>] = [
        .list("services", \.services), .list("audit", \.audit), .flag("hasAudit") { !$0.audit.isEmpty },
    ]
}

/// A service and the form of its switch.
struct SwitchFace: Filling {
    let title: String
    let code: String
    let isOn: Bool
    let stateText: String
    /// Of the last change; `nil` for a service that was never switched.
    let reason: String?
    let changedAt: String?
    let action: String
    /// The reason as it was typed, when something is wrong with it.
    let typed: String?
    let error: String?

    static let fields: [Field<SwitchFace>] = [
        .text("title", \.title), .text("code", \.code), .flag("isOn", \.isOn), .text("stateText", \.stateText),
        .optional("reason", \.reason), .optional("changedAt", \.changedAt), .text("action", \.action),
        .text("nextState") { $0.isOn ? "off" : "on" }, .optional("typed", \.typed), .optional("error", \.error),
    ]
}

/// One line of the audit trail.
struct AuditRow: Filling {
    let at: String
    let who: String
    let action: String
    let subject: String?
    let reason: String?

    static let fields: [Field<AuditRow>] = [
        .text("at", \.at), .text("who", \.who), .text("action", \.action), .optional("subject", \.subject),
        .optional("reason", \.reason),
    ]
}

/// What the audit trail's ids are called, where they have a name that is no secret.
struct AuditNames: Sendable {
    let staff: [String: String]
    let keys: [String: String]
}

/// What the administrator typed for a switch that was not set.
struct RefusedSwitch: Sendable {
    let service: String
    let issues: [FieldIssue]
}

extension AdministrationPage {
    /// - Parameters:
    ///   - switches: the latest of each service.
    ///   - names: what staff and keys of programs are called, by id.
    init(
        _ exchange: Exchange, _ island: Island, _ switches: [String: ServiceSwitch], _ names: AuditNames, _ trail: [AuditEntry],
        refused: RefusedSwitch? = nil
    ) {
        heading = Heading(title: exchange.say("title.admin"), menu: .administration, issues: refused?.issues ?? [])
        services = exchange.portal.catalogue.services.filter { island.region.offers($0.code) }.map { definition in
            let latest = switches[definition.code]
            let isOn = latest?.isOn ?? true
            let isRefused = refused?.service == definition.code
            return SwitchFace(
                title: definition.title.text(in: exchange.language), code: definition.code, isOn: isOn,
                stateText: exchange.say(isOn ? "switch.open" : "switch.closed"), reason: latest?.reason,
                changedAt: latest.map { exchange.say($0.changedAt, in: island) }, action: island.links.serviceSwitch(definition.code),
                typed: isRefused ? exchange.form["reason"] : nil,
                error: exchange.message(at: "reason-\(definition.code)", in: refused?.issues ?? []))
        }
        audit = trail.map { AuditRow($0, names, exchange, island) }
    }
}

extension AuditRow {
    init(_ entry: AuditEntry, _ names: AuditNames, _ exchange: Exchange, _ island: Island) {
        at = exchange.say(entry.at, in: island)
        // Citizens stay numbers here: the trail says that somebody signed in, not who she is.
        who =
            names.staff[entry.actor]
            ?? exchange.say("actor.\(entry.actorKind)", ["name": names.keys[entry.actor] ?? entry.actor])
        action = exchange.say("audit.\(entry.action)")
        if let definition = exchange.portal.catalogue.service(entry.subject) {
            subject = definition.title.text(in: exchange.language)
        } else if let name = names.staff[entry.subject] ?? names.keys[entry.subject] {
            subject = name
        } else {
            subject = entry.subject.isEmpty ? nil : "…" + entry.subject.suffix(8)
        }
        reason = entry.reason
    }
}

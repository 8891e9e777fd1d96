internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Notifications
internal import Payments
internal import Storage

/// The region as it stands now: what waits, what went wrong, what is closed; and the way to everything else.
struct AdministrationPage: Page {
    let heading: Heading
    let agencies: [AgencyLine]
    /// What is late or nearly so, soonest due first.
    let pressing: [PressingLine]
    let facts: [FactLine]
    let services: [SwitchFace]
    /// The ways of paying, in the region's order.
    let ways: [SwitchFace]
    let audit: [AuditRow]

    static let template: @Sendable (PageLibrary) -> Template<AdministrationPage> = \.administration
    static let fields: [Field<AdministrationPage>] = [
        .list("agencies", \.agencies), .list("pressing", \.pressing), .flag("hasPressing") { !$0.pressing.isEmpty },
        .list("facts", \.facts), .list("services", \.services), .list("ways", \.ways),
        .flag("hasWays") { !$0.ways.isEmpty }, .list("audit", \.audit),
        .flag("hasAudit") { !$0.audit.isEmpty },
    ]
}

/// What waits at one agency.
struct AgencyLine: Filling {
    let name: String
    let waiting: String
    let near: String
    let late: String
    let isLate: Bool

    static let fields: [Field<AgencyLine>] = [
        .text("name", \.name), .text("waiting", \.waiting), .text("near", \.near), .text("late", \.late),
        .flag("isLate", \.isLate),
    ]
}

/// A request whose promised time is over, or nearly.
struct PressingLine: Filling {
    let number: String
    let service: String
    let agency: String
    let state: StatusFace

    static let fields: [Field<PressingLine>] = [
        .text("number", \.number), .text("service", \.service), .text("agency", \.agency), .part("state", \.state),
    ]
}

/// A number with what it counts.
struct FactLine: Filling {
    let label: String
    let value: String
    /// What to do about it, where there is something to do.
    let advice: String?

    static let fields: [Field<FactLine>] = [.text("label", \.label), .text("value", \.value), .optional("advice", \.advice)]
}

/// A service, or a way of paying, and the form of its switch.
struct SwitchFace: Filling {
    let title: String
    let code: String
    let isOn: Bool
    let stateText: String
    /// What keeps it from people though it is on; `nil` when nothing does.
    let trouble: String?
    /// Of the last change; `nil` for what was never switched.
    let reason: String?
    /// Since when it has been so.
    let since: String?
    let action: String
    /// The words of the button, and what to write.
    let change: String
    let hint: String
    /// The standard that hangs beside a service's counter.
    let standardHref: String?
    /// The reason as it was typed, when something is wrong with it.
    let typed: String?
    let error: String?

    static let fields: [Field<SwitchFace>] = [
        .text("title", \.title), .text("code", \.code), .flag("isOn", \.isOn), .text("stateText", \.stateText),
        .optional("trouble", \.trouble), .optional("reason", \.reason), .optional("since", \.since), .text("action", \.action),
        .text("change", \.change), .text("hint", \.hint), .optional("standardHref", \.standardHref),
        .text("nextState") { $0.isOn ? "off" : "on" }, .optional("typed", \.typed), .optional("error", \.error),
    ]
}

/// What the administrator typed for a switch that was not set.
struct RefusedSwitch: Sendable {
    /// The code of its ``SwitchFace``.
    let code: String
    let issues: [FieldIssue]
}

/// The region's numbers, each kept or counted up to a bound.
struct Overview: Sendable {
    let workloads: [String: Workload]
    let pressing: [PressingRequest]
    let submittedToday: BoundedCount
    let deliveries: [DeliveryStatus: Int]
    let openBills: BoundedCount
    let deadEvents: Int
}

extension Island {
    /// - Throws: `forbidden` unless an administrator is asking.
    func overview(by administrator: Principal) async throws -> Overview {
        let bound = DocumentService.countBound
        return Overview(
            workloads: try await documents.workloads(of: agencies, by: administrator),
            pressing: try await documents.pressing(at: agencies, by: administrator),
            submittedToday: try await documents.submittedToday(by: administrator), deliveries: try await notifications.deliveryCounts(),
            openBills: BoundedCount(counted: try await payments.openBillCount(limit: bound + 1, by: administrator), bound: bound),
            deadEvents: try await outbox.deadCount())
    }
}

extension AdministrationPage {
    /// - Parameters:
    ///   - switches: the latest of each service.
    ///   - providers: all that the region has.
    ///   - hasAccount: whether the region's bank account is set; nobody is asked to transfer without one.
    init(
        _ exchange: Exchange, _ island: Island, _ overview: Overview, _ switches: [String: ServiceSwitch], _ providers: [ProviderState],
        hasAccount: Bool, _ names: AuditNames, _ trail: [AuditEntry], refused: RefusedSwitch? = nil
    ) {
        heading = Heading(title: exchange.say("title.admin"), menu: .administration, issues: refused?.issues ?? [])
        agencies = island.agencies.compactMap { code in
            overview.workloads[code].map { AgencyLine(name: exchange.agency(code), $0) }
        }
        pressing = overview.pressing.map { PressingLine($0, exchange) }
        facts = exchange.facts(overview)
        // What is closed stands first: somebody waits for it.
        services = exchange.portal.catalogue.services.filter { island.region.offers($0.code) }.map { definition in
            SwitchFace(definition, switches[definition.code], exchange, island, refused: refused)
        }.sorted { !$0.isOn && $1.isOn }
        ways = providers.map { state in
            let isUnusable = state.name == TransferProvider.name && !hasAccount
            return SwitchFace(
                state, trouble: isUnusable ? exchange.say("admin.wayNoAccount") : nil, exchange, island, refused: refused)
        }
        audit = trail.map { AuditRow($0, names, exchange, island) }
    }
}

extension AgencyLine {
    fileprivate init(name: String, _ workload: Workload) {
        self.init(
            name: name, waiting: workload.waiting.text, near: workload.near.text, late: workload.late.text, isLate: workload.late.number > 0
        )
    }
}

extension PressingLine {
    fileprivate init(_ request: PressingRequest, _ exchange: Exchange) {
        number = request.standing.number?.text ?? ""
        service = request.title.text(in: exchange.language)
        agency = exchange.agency(request.standing.agency)
        state = exchange.brief(due: request.workingDaysLeft, request.level)
    }
}

extension SwitchFace {
    fileprivate init(
        _ definition: ServiceDefinition, _ latest: ServiceSwitch?, _ exchange: Exchange, _ island: Island, refused: RefusedSwitch?
    ) {
        title = definition.title.text(in: exchange.language)
        code = definition.code
        isOn = latest?.isOn ?? true
        stateText = exchange.say(isOn ? "switch.open" : "switch.closed")
        reason = latest?.reason
        since = latest.map { exchange.say("admin.since", ["at": exchange.say($0.changedAt, in: island)]) }
        trouble = nil
        action = island.links.serviceSwitch(definition.code)
        change = exchange.say(isOn ? "admin.turnOff" : "admin.turnOn")
        hint = exchange.say(isOn ? "admin.reasonHintOff" : "admin.reasonHintOn")
        standardHref = island.links.standard(definition.code)
        typed = refused?.code == code ? exchange.form["reason"] : nil
        error = exchange.message(at: "reason-\(code)", in: refused?.issues ?? [])
    }

    /// What stands before a provider's name in ``code``, so that it is no service's.
    static let wayPrefix = "way-"

    fileprivate init(
        _ state: ProviderState, trouble unusable: String?, _ exchange: Exchange, _ island: Island, refused: RefusedSwitch?
    ) {
        title = exchange.say("way.\(state.name)")
        code = SwitchFace.wayPrefix + state.name
        isOn = state.isOn
        stateText = exchange.say(isOn ? "switch.offered" : "switch.closed")
        trouble =
            isOn ? unusable ?? state.hiddenSince.map { exchange.say("admin.wayHidden", ["at": exchange.say($0, in: island)]) } : nil
        reason = state.latest?.reason
        since = state.latest.map { exchange.say("admin.since", ["at": exchange.say($0.changedAt, in: island)]) }
        action = island.links.providerSwitch(state.name)
        change = exchange.say(isOn ? "admin.wayOff" : "admin.wayOn")
        hint = exchange.say("admin.reasonHintOn")
        standardHref = nil
        typed = refused?.code == code ? exchange.form["reason"] : nil
        error = exchange.message(at: "reason-\(code)", in: refused?.issues ?? [])
    }
}

extension Exchange {
    fileprivate func facts(_ overview: Overview) -> [FactLine] {
        func number(_ statuses: DeliveryStatus...) -> Int { statuses.reduce(0) { $0 + (overview.deliveries[$1] ?? 0) } }
        func line(_ key: String, _ value: String, advises: Bool = false) -> FactLine {
            FactLine(label: say("admin.\(key)"), value: value, advice: advises ? say("admin.\(key)Advice") : nil)
        }
        let failed = number(.failed, .uncertain)
        return [
            line("today", overview.submittedToday.text), line("unpaid", overview.openBills.text),
            line("mailsWaiting", String(number(.queued, .sending))), line("mailsFailed", String(failed), advises: failed > 0),
            line("deadEvents", String(overview.deadEvents), advises: overview.deadEvents > 0),
        ]
    }
}

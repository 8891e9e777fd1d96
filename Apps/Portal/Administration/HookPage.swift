internal import Identity
internal import Kernel
internal import Payments

/// Where a key's program is told of payments, how that goes, and the secret when it was just made.
struct HookPage: Page {
    let heading: Heading
    let name: String
    let agency: String
    /// What came of the form, when it was sent just now.
    let setting: HookSetting?
    /// `nil` while no address is set.
    let state: HookState?
    let dead: [DeadLine]
    /// `nil` for a key that is over or may not read payments.
    let form: HookForm?

    static let template: @Sendable (PageLibrary) -> Template<HookPage> = \.hook
    static let fields: [Field<HookPage>] = [
        .text("name", \.name), .text("agency", \.agency), .optional("secret", \.secret), .flag("wasShown") { $0.setting == .setBefore },
        .optionalPart("state", \.state), .list("dead", \.dead), .flag("hasDead") { !$0.dead.isEmpty }, .optionalPart("form", \.form),
    ]

    private var secret: String? { if case .set(let secret)? = setting { secret } else { nil } }
}

/// How the telling goes.
struct HookState: Filling {
    let to: String
    let status: StatusFace
    let since: String
    /// What went wrong the last time.
    let fault: String?
    /// `nil` while nothing is told.
    let pauseAction: String?
    /// `nil` while it is told, and where it cannot be any more.
    let resumeAction: String?
    let endAction: String

    static let fields: [Field<HookState>] = [
        .text("to", \.to), .part("status", \.status), .text("since", \.since), .optional("fault", \.fault),
        .optional("pauseAction", \.pauseAction), .optional("resumeAction", \.resumeAction), .text("endAction", \.endAction),
    ]
}

/// An event that was given up.
struct DeadLine: Filling {
    let what: String
    let at: String
    let fault: String

    static let fields: [Field<DeadLine>] = [.text("what", \.what), .text("at", \.at), .text("fault", \.fault)]
}

/// What is asked about an address.
struct HookForm: Filling {
    let action: String
    let command: String
    let address: InputFace

    static let fields: [Field<HookForm>] = [.text("action", \.action), .text("command", \.command), .part("address", \.address)]
}

extension HookPage {
    init(
        _ exchange: Exchange, _ island: Island, _ key: ProgramKey, _ known: (hook: Hook, dead: [DeadEvent])?, setting: HookSetting?,
        issues: [FieldIssue]
    ) {
        let title = exchange.say("title.hook")
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.admin"), island.links.administration),
                Crumb(exchange.say("title.keys"), island.links.keys), Crumb(title)),
            menu: .administration, issues: issues)
        name = key.name
        agency = exchange.agency(key.agency)
        self.setting = setting
        let isGood = key.hearsOfPayments(at: exchange.portal.clock.now)
        state = known.map { HookState($0.hook, isGood: isGood, exchange, island) }
        dead = known?.dead.map { DeadLine($0, exchange, island) } ?? []
        form = isGood ? HookForm(key, known?.hook, exchange, island, issues) : nil
    }
}

extension HookState {
    init(_ hook: Hook, isGood: Bool, _ exchange: Exchange, _ island: Island) {
        to = hook.address
        // A key that is over is noticed with the next event; here it is known at once.
        let silence = isGood ? hook.silence : .keyOver
        let going = hook.attempts > 0 ? ("trying", "warning") : ("good", "good")
        let state = silence.map { ("silence.\($0.rawValue)", $0 == .paused ? "warning" : "bad") } ?? going
        status = StatusFace(label: exchange.say("hook.\(state.0)"), kind: state.1)
        since = exchange.say(hook.changedAt, in: island)
        fault = hook.lastFault.map { exchange.say($0) }
        pauseAction = silence == nil ? island.links.keyHookPause(hook.key) : nil
        resumeAction = isGood && silence != nil ? island.links.keyHookResumption(hook.key) : nil
        endAction = island.links.keyHookEnd(hook.key)
    }
}

extension DeadLine {
    init(_ dead: DeadEvent, _ exchange: Exchange, _ island: Island) {
        what = exchange.say(
            "hook.event.\(dead.event.kind.rawValue)", ["amount": dead.event.amount.formatted, "position": String(dead.event.position)])
        at = exchange.say(dead.at, in: island)
        fault = exchange.say(dead.fault)
    }
}

extension HookForm {
    init(_ key: ProgramKey, _ hook: Hook?, _ exchange: Exchange, _ island: Island, _ issues: [FieldIssue]) {
        action = island.links.keyHook(key.id)
        command = exchange.newCommand
        let wasSent = exchange.form.names.contains("address")
        address = InputFace(
            value: wasSent ? exchange.form["address"] : hook?.address ?? "", error: exchange.message(at: "address", in: issues))
    }
}

extension Exchange {
    /// What kept an event from being taken.
    func say(_ fault: HookFault) -> String {
        switch fault {
        case .status(let status): say("hook.fault.status", ["status": String(status)])
        case .unreachable, .notPublic, .answerTooLarge: say("hook.fault.\(fault.text)")
        }
    }
}

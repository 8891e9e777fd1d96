internal import Catalogue
internal import Documents
internal import Kernel

/// One question before something that cannot be undone, and why it is done.
struct ConfirmPage: Page {
    let heading: Heading
    let text: String
    let action: String
    let command: String
    /// The request's version that the officer has seen, where it matters.
    var version: String?
    let buttonLabel: String
    /// Whether the button warns.
    var isDangerous = true
    /// What it is for, one of a list.
    var kinds: KindFace?
    /// `nil` where nobody asks why.
    var reason: ReasonFace?
    /// Asked when one's own sign-in is a while ago, before something that changes an account.
    var ownPassword: InputFace?
    let cancelHref: String

    static let template: @Sendable (PageLibrary) -> Template<ConfirmPage> = \.confirm
    static let fields: [Field<ConfirmPage>] = [
        .text("text", \.text), .text("action", \.action), .text("command", \.command), .optional("version", \.version),
        .text("buttonLabel", \.buttonLabel),
        .flag("isDangerous", \.isDangerous), .optionalPart("kinds", \.kinds), .optionalPart("reason", \.reason),
        .optionalPart("ownPassword", \.ownPassword),
        .text("cancelHref", \.cancelHref),
    ]
}

/// The question for one of a list of reasons.
struct KindFace: Filling {
    let label: String
    let choices: [ChoiceFace]
    let error: String?

    static let fields: [Field<KindFace>] = [.text("label", \.label), .list("choices", \.choices), .optional("error", \.error)]
}

/// The question for the reason.
struct ReasonFace: Filling {
    let label: String
    let hint: String?
    let value: String
    let error: String?

    static let fields: [Field<ReasonFace>] = [
        .text("label", \.label), .optional("hint", \.hint), .text("value", \.value), .optional("error", \.error),
    ]
}

extension ConfirmPage {
    /// Before a paper is revoked.
    init(revoking request: DocumentRequest, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) {
        let links = island.links.review(request.id)
        heading = Heading(title: exchange.say("title.revoke"), menu: .workList, issues: issues)
        text = exchange.say("revoke.text", ["number": request.paper?.number ?? ""])
        action = links.revocation
        command = exchange.newCommand
        buttonLabel = exchange.say("revoke.button")
        reason = ReasonFace(
            label: exchange.say("revoke.reason"), hint: exchange.say("revoke.reasonHint"), value: exchange.form["reason"],
            error: exchange.message(at: "reason", in: issues))
        cancelHref = links.page
    }

    /// Before a paper is issued anew.
    /// - Parameter hasChanged: whether something happened to the request after the officer had opened this page.
    init(
        reissuing request: DocumentRequest, from view: DeskView, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [],
        hasChanged: Bool = false
    ) {
        let links = island.links.review(request.id, view.query)
        heading = Heading(
            title: exchange.say("title.reissue"), menu: .workList, issues: issues,
            notices: hasChanged ? [Notice(kind: "warning", title: exchange.say("reissue.changed"))] : [])
        version = String(request.version)
        text = exchange.say(
            request.status == .revoked ? "reissue.text" : "reissue.textOfHolding", ["number": request.paper?.number ?? ""])
        action = links.reissue
        command = exchange.newCommand
        buttonLabel = exchange.say("reissue.button")
        isDangerous = request.status != .revoked
        kinds = KindFace(
            label: exchange.say("reissue.kind"),
            // What was not revoked was not revoked by mistake.
            choices: ReissueReason.allCases.filter { $0 != .revokedByMistake || request.status == .revoked }.map { kind in
                ChoiceFace(
                    id: Exchange.anchor(of: "kind.\(kind.rawValue)"), name: "kind", value: kind.rawValue,
                    label: exchange.say("reissue.\(kind.rawValue)"), isChecked: exchange.form["kind"] == kind.rawValue)
            }, error: exchange.message(at: "kind", in: issues))
        reason = ReasonFace(
            label: exchange.say("reissue.reason"), hint: exchange.say("revoke.reasonHint"), value: exchange.form["reason"],
            error: exchange.message(at: "reason", in: issues))
        cancelHref = links.page
    }

    /// Before a request is refused.
    /// - Parameter hasChanged: whether the applicant corrected it after the officer had opened this page.
    init(
        refusing request: DocumentRequest, from view: DeskView, _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [],
        hasChanged: Bool = false
    ) {
        let links = island.links.review(request.id, view.query)
        heading = Heading(
            title: exchange.say("title.refuse"), menu: .workList, issues: issues,
            notices: hasChanged ? [Notice(kind: "warning", title: exchange.say("stale.corrected"))] : [])
        version = String(request.version)
        text = exchange.say(
            "refuse.text",
            [
                "service": request.definition.title.text(in: exchange.language), "number": request.number?.text ?? "",
                "name": request.holder ?? exchange.say("common.none"),
            ])
        action = links.refusal
        command = exchange.newCommand
        buttonLabel = exchange.say("refuse.button")
        reason = ReasonFace(
            label: exchange.say("refuse.ground"), hint: exchange.say("refuse.groundHint"), value: exchange.form["reason"],
            error: exchange.message(at: "reason", in: issues))
        cancelHref = links.page
    }

    /// Before a citizen takes her request back, or deletes her draft.
    init(leaving request: DocumentRequest, _ exchange: Exchange, _ island: Island) {
        let links = island.links.request(request.id)
        let kind = request.status == .draft ? "delete" : "withdraw"
        heading = Heading(title: exchange.say("title.\(kind)"), menu: .requests)
        let consequence = exchange.say("\(kind).text", ["service": request.definition.title.text(in: exchange.language)])
        // Only an errand that costs something raises the question.
        let isUnpaid = request.status == .awaitingPayment
        text =
            kind == "withdraw" && request.fee != .zero
            ? "\(consequence) \(exchange.say(isUnpaid ? "withdraw.unpaid" : "withdraw.fee"))" : consequence
        action = request.status == .draft ? links.deletion : links.withdrawal
        command = exchange.newCommand
        buttonLabel = exchange.say("\(kind).button")
        cancelHref = links.page
    }
}

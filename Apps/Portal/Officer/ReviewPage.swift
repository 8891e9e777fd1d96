internal import Catalogue
internal import Documents
internal import Kernel

/// One request, for an officer who decides on it.
struct ReviewPage: Page {
    let heading: Heading
    let service: String
    let status: StatusFace
    let due: StatusFace?
    let summary: [AnswerLine]
    /// Those that were uploaded.
    let files: [FileFace]
    let decision: DecisionFace?
    let paperHref: String?
    let revokeHref: String?
    let timeline: [TimelineLine]

    static let template: @Sendable (PageLibrary) -> Template<ReviewPage> = \.review
    static let fields: [Field<ReviewPage>] = [
        .text("service", \.service), .part("status", \.status), .optionalPart("due", \.due), .list("summary", \.summary),
        .list("files", \.files), .optionalPart("canDecide", \.decision), .optional("paperHref", \.paperHref),
        .optional("revokeHref", \.revokeHref), .list("timeline", \.timeline),
    ]
}

/// The two forms of a decision.
struct DecisionFace: Filling {
    let approveAction: String
    let approveCommand: String
    let returnAction: String
    let returnCommand: String
    /// The request's version that the officer sees.
    let version: String
    /// Whether the form for returning is open, because something is wrong with it.
    let isReturnOpen: Bool
    let reasonError: String?
    let reasons: [ChoiceFace]
    let remark: InputFace

    static let fields: [Field<DecisionFace>] = [
        .text("approveAction", \.approveAction), .text("command1", \.approveCommand), .text("returnAction", \.returnAction),
        .text("command2", \.returnCommand), .text("version", \.version), .flag("returnOpen", \.isReturnOpen),
        .optional("reasonError", \.reasonError), .list("reasons", \.reasons), .part("remark", \.remark),
    ]
}

extension ReviewPage {
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ history: [TimelineEntry], issues: [FieldIssue] = []
    ) {
        let links = island.links.review(request.id)
        let isOpen = request.status == .inReview
        let isIssued = request.status == .issued
        service = request.definition.title.text(in: exchange.language)
        heading = Heading(
            title: exchange.say("title.review"),
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.work-list"), island.links.workList), Crumb(service)),
            menu: .workList, issues: issues)
        status = exchange.face(of: request.status)
        due =
            isOpen
            ? request.dueAt.map {
                exchange.face(due: island.calendar.workingDaysLeft(from: exchange.portal.clock.now, until: $0))
            } : nil
        summary = exchange.answers(of: request)
        files = exchange.files(of: request) { links.attachment($0) }.compactMap(\.file)
        decision = isOpen ? DecisionFace(exchange, request, links, issues) : nil
        paperHref = isIssued ? links.paper : nil
        revokeHref = isIssued ? links.revocation : nil
        timeline = exchange.timeline(history, of: request, in: island)
    }
}

extension DecisionFace {
    init(_ exchange: Exchange, _ request: DocumentRequest, _ links: ReviewLinks, _ issues: [FieldIssue]) {
        approveAction = links.approval
        approveCommand = exchange.newCommand
        returnAction = links.sendingBack
        returnCommand = exchange.newCommand
        version = String(request.version)
        isReturnOpen = !issues.isEmpty
        reasonError = exchange.message(at: "reason", in: issues)
        reasons = request.definition.returnReasons.map { reason in
            ChoiceFace(
                id: Exchange.anchor(of: "reason.\(reason.code)"), name: "reason", value: reason.code,
                label: reason.label.text(in: exchange.language), isChecked: exchange.form["reason"] == reason.code)
        }
        remark = exchange.input("remark", issues)
    }
}

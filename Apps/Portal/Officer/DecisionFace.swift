internal import Catalogue
internal import Documents
internal import Kernel

/// The two forms of a decision.
struct DecisionFace: Filling {
    /// What leads on: the approval, or a step before it; `nil` where that takes another officer.
    let forward: StepFace?
    /// The way to the list for whom it takes another officer; `nil` for all others.
    let listHref: String?
    /// Back to the first officer, where the service has such a way.
    let back: StepFace?
    let returnAction: String
    let returnCommand: String
    let canReturn: Bool
    /// `nil` where it cannot be refused from here.
    let refuseHref: String?
    /// The request's version that the officer sees.
    let version: String
    /// Whether the form for returning is open, because something is wrong with it or was typed into it.
    let isReturnOpen: Bool
    let reasonError: String?
    let reasons: [ChoiceFace]
    /// What can be named, attachments apart from answers, of which there may be many.
    let files: [ChoiceFace]
    let answers: [ChoiceFace]
    let partsError: String?
    let remark: InputFace

    static let fields: [Field<DecisionFace>] = [
        .optionalPart("forward", \.forward), .optional("listHref", \.listHref), .optionalPart("back", \.back),
        .text("returnAction", \.returnAction), .text("command2", \.returnCommand), .flag("canReturn", \.canReturn),
        .optional("refuseHref", \.refuseHref), .text("version", \.version),
        .flag("returnOpen", \.isReturnOpen),
        .optional("reasonError", \.reasonError), .list("reasons", \.reasons), .list("partFiles", \.files),
        .list("partAnswers", \.answers),
        .flag("answersOpen") { $0.answers.contains(where: \.isChecked) }, .optional("partsError", \.partsError), .part("remark", \.remark),
    ]
}

/// The form of a step of the review.
struct StepFace: Filling {
    let action: String
    let command: String
    /// The move, as the form sends it.
    let step: String
    let text: String
    let label: String
    /// The request's version that the officer sees.
    let version: String

    static let fields: [Field<StepFace>] = [
        .text("action", \.action), .text("command", \.command), .text("step", \.step), .text("text", \.text), .text("label", \.label),
        .text("version", \.version),
    ]
}

extension DecisionFace {
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ links: ReviewLinks, _ issues: [FieldIssue]
    ) {
        func step(_ move: RequestMove, _ action: String) -> StepFace {
            StepFace(
                action: action, command: exchange.newCommand, step: move.rawValue, text: exchange.say("review.step.\(move.rawValue).text"),
                label: exchange.say("review.step.\(move.rawValue).label"), version: String(request.version))
        }
        forward = request.awaitsAnother ? nil : request.stepForward.map { step($0, links.approval) }
        listHref = request.awaitsAnother ? island.links.workList : nil
        back = request.canMove(.sentBack) ? step(.sentBack, links.wayBack) : nil
        canReturn = request.canMove(.returned)
        returnAction = links.sendingBack
        returnCommand = exchange.newCommand
        refuseHref = request.canMove(.refused) ? links.refusal : nil
        version = String(request.version)
        isReturnOpen = !issues.isEmpty || !exchange.form["remark"].isEmpty || !exchange.namedParts.isEmpty
        reasonError = exchange.message(at: "reason", in: issues)
        reasons = request.definition.returnReasons.map { reason in
            ChoiceFace(
                id: Exchange.anchor(of: "reason.\(reason.code)"), name: "reason", value: reason.code,
                label: reason.label.text(in: exchange.language), isChecked: exchange.form["reason"] == reason.code)
        }
        let named = exchange.namedParts
        let parts = request.parts.compactMap { part in
            request.definition.label(of: part).map { label in
                (
                    part,
                    ChoiceFace(
                        id: Exchange.anchor(of: "part.\(part.field)"), name: "part", value: part.field,
                        label: label.text(in: exchange.language), isChecked: named.contains(part), allowsSeveral: true)
                )
            }
        }
        func faces(areFiles: Bool) -> [ChoiceFace] {
            parts.filter { if case .attachment = $0.0 { areFiles } else { !areFiles } }.map(\.1)
        }
        files = faces(areFiles: true)
        answers = faces(areFiles: false)
        partsError = exchange.message(at: "parts", in: issues)
        remark = exchange.input("remark", issues)
    }
}

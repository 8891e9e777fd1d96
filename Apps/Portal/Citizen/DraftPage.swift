internal import Catalogue
internal import Documents
internal import Kernel

/// The questions of a request.
struct DraftPage: Page {
    let heading: Heading
    let service: String
    let steps: [StepLine]
    /// Why an officer sent it back, when one did.
    let correction: CorrectionFace?
    let action: String
    /// Whether it is the first page of the questions.
    let isFirst: Bool
    /// Which page of the questions it is; `nil` where there is only one.
    let part: PartFace?
    let questions: [FormQuestion]
    /// What was saved when the page was made, for a window that saves later.
    let seen: String
    /// Whether answers of before stand in the form, which she has not looked at yet.
    let offersEarlier: Bool

    /// The name of the input that brings ``seen`` back.
    static let seenName = "dilihat"

    static let template: @Sendable (PageLibrary) -> Template<DraftPage> = \.draft
    static let fields: [Field<DraftPage>] = [
        .text("service", \.service), .list("steps", \.steps), .optionalPart("returned", \.correction), .text("action", \.action),
        .flag("isFirst", \.isFirst), .optionalPart("part", \.part), .list("questions", \.questions), .text("seen", \.seen),
        .flag("offersEarlier", \.offersEarlier),
    ]
}

/// One page of several with questions.
struct PartFace: Filling {
    /// "Bagian 2 dari 3"
    let position: String
    let title: String
    /// The page before it.
    let backHref: String?

    static let fields: [Field<PartFace>] = [
        .text("position", \.position), .text("partTitle", \.title), .optional("backHref", \.backHref),
    ]
}

extension DraftPage {
    /// - Parameters:
    ///   - part: which of the definition's parts it shows.
    ///   - typed: what stands in the fields instead of what was saved.
    init(
        _ exchange: Exchange, _ island: Island, _ saved: DocumentRequest, part: Int, typed: Answers? = nil, issues: [FieldIssue] = []
    ) {
        let request = typed.map(saved.answering) ?? saved
        let links = island.links.request(request.id)
        heading = exchange.heading(of: .questions, request, island, issues: issues)
        service = request.definition.title.text(in: exchange.language)
        steps = exchange.steps(at: .questions, of: links)
        correction = exchange.correction(of: request, links)
        action = links.answers(part: part, fromCheck: exchange.isFromCheck)
        isFirst = part == 0
        let parts = request.definition.parts
        self.part =
            parts.count < 2
            ? nil
            : PartFace(
                position: exchange.say("draft.part", ["number": String(part + 1), "count": String(parts.count)]),
                title: parts[part].title?.text(in: exchange.language) ?? "",
                backHref: part == 0 ? nil : links.answers(part: request.part(before: part) ?? 0))
        let asked = Set(request.askedQuestions.map(\.name))
        var here: Set<String> = []
        questions = parts[part].questions.compactMap { question in
            // What hangs on an answer of another page applies or does not; what hangs on one of this page may yet.
            guard asked.contains(question.name) || question.condition?.choice.map({ here.contains($0.question) }) ?? false else {
                return nil
            }
            here.insert(question.name)
            return FormQuestion(
                question, asked: asked, here: here, answers: request.answers, issues: issues,
                mark: exchange.mark(at: .answer(question.name), of: request), exchange)
        }
        let kept = exchange.keptIssues.isEmpty && issues.isEmpty ? exchange.form[DraftPage.seenName] : ""
        seen = kept.isEmpty ? AnswerMarks(saved.answers, of: parts[part].questions.map(\.name)).text : kept
        // Before anything was saved, what stands there is from her requests of before.
        offersEarlier = part == 0 && request.version == 1 && request.status == .draft && !request.answers.isEmpty
    }
}

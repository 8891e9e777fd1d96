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
    let questions: [FormQuestion]
    /// Whether answers of before stand in the form, which she has not looked at yet.
    let offersEarlier: Bool

    static let template: @Sendable (PageLibrary) -> Template<DraftPage> = \.draft
    static let fields: [Field<DraftPage>] = [
        .text("service", \.service), .list("steps", \.steps), .optionalPart("returned", \.correction), .text("action", \.action),
        .list("questions", \.questions), .flag("offersEarlier", \.offersEarlier),
    ]
}

extension DraftPage {
    init(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) {
        let links = island.links.request(request.id)
        heading = exchange.heading(of: .questions, request, island, issues: issues)
        service = request.definition.title.text(in: exchange.language)
        steps = exchange.steps(at: .questions, of: links)
        correction = request.correction.map(exchange.face)
        action = links.answers
        let asked = Set(request.askedQuestions.map(\.name))
        questions = request.definition.questions.map {
            FormQuestion($0, asked: asked, answers: request.answers, issues: issues, exchange)
        }
        // Before anything was saved, what stands there is from her requests of before.
        offersEarlier = request.version == 1 && request.status == .draft && !request.answers.isEmpty
    }
}

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

    static let template: @Sendable (PageLibrary) -> Template<DraftPage> = \.draft
    static let fields: [Field<DraftPage>] = [
        .text("service", \.service), .list("steps", \.steps), .optionalPart("returned", \.correction), .text("action", \.action),
        .list("questions", \.questions),
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
        questions = request.definition.questions.map {
            FormQuestion($0, of: request.definition, answers: request.answers, issues: issues, exchange)
        }
    }
}

internal import Catalogue
internal import Documents
internal import Kernel

/// A last look before a request is sent.
struct CheckPage: Page {
    let heading: Heading
    let service: String
    let steps: [StepLine]
    let summary: [AnswerLine]
    let files: [FileLine]
    let feeText: String
    let isCorrection: Bool
    let action: String
    let command: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<CheckPage> = \.check
    static let fields: [Field<CheckPage>] = [
        .text("service", \.service), .list("steps", \.steps), .list("summary", \.summary), .list("files", \.files),
        .text("feeText", \.feeText), .flag("isCorrection", \.isCorrection), .text("action", \.action), .text("command", \.command),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

extension CheckPage {
    /// - Parameter refusal: why it cannot be sent now, though nothing is wrong with it.
    init(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, refusal: String? = nil) {
        let links = island.links.request(request.id)
        heading = exchange.heading(
            of: .check, request, island, notices: refusal.map { [Notice(kind: "bad", title: $0)] } ?? [])
        service = request.definition.title.text(in: exchange.language)
        steps = exchange.steps(at: .check, of: links)
        summary = exchange.answers(of: request) {
            links.answer($0.name, part: request.definition.part(of: $0.name) ?? 0)
        }
        files = exchange.files(of: request, in: island, changeHref: links.attachments, thumbnail: links.thumbnail) { links.attachment($0) }
        feeText = exchange.sayFee(of: request)
        isCorrection = request.status == .returned
        action = links.submission
        command = exchange.newCommand
        unconfirmed = exchange.unconfirmed([.fee, .attachments], of: request)
    }
}

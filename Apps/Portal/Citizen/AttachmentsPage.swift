internal import Catalogue
internal import Documents
internal import Kernel

/// The attachments of a request, each with a form of its own.
struct AttachmentsPage: Page {
    let heading: Heading
    let service: String
    let steps: [StepLine]
    let items: [AttachmentFace]
    let nextHref: String
    let backHref: String

    static let template: @Sendable (PageLibrary) -> Template<AttachmentsPage> = \.attachments
    static let fields: [Field<AttachmentsPage>] = [
        .text("service", \.service), .list("steps", \.steps), .list("items", \.items), .text("nextHref", \.nextHref),
        .text("backHref", \.backHref),
    ]
}

/// One attachment that is asked for.
struct AttachmentFace: Filling {
    let id: String
    let label: String
    let hint: String?
    let error: String?
    let isOptional: Bool
    /// The media types, for the browser's own choice of files.
    let accept: String
    let typesText: String
    let uploadAction: String
    let file: StoredFace?

    static let fields: [Field<AttachmentFace>] = [
        .text("id", \.id), .text("label", \.label), .optional("hint", \.hint), .optional("error", \.error),
        .flag("optional", \.isOptional), .text("accept", \.accept), .text("typesText", \.typesText),
        .text("uploadAction", \.uploadAction), .optionalPart("file", \.file),
    ]
}

/// A file that is there already, and can be taken away again.
struct StoredFace: Filling {
    /// What the definition calls it.
    let label: String
    let filename: String
    let sizeText: String
    let href: String
    let removeAction: String

    static let fields: [Field<StoredFace>] = [
        .text("label", \.label), .text("filename", \.filename), .text("sizeText", \.sizeText), .text("href", \.href),
        .text("removeAction", \.removeAction),
    ]
}

extension AttachmentsPage {
    init(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) {
        let links = island.links.request(request.id)
        heading = exchange.heading(of: .attachments, request, island, issues: issues)
        service = request.definition.title.text(in: exchange.language)
        steps = exchange.steps(at: .attachments, of: links)
        items = request.wantedAttachments.map { wanted in
            let field = "attachments.\(wanted.name)"
            let label = wanted.label.text(in: exchange.language)
            return AttachmentFace(
                id: Exchange.anchor(of: field), label: label, hint: wanted.hint?.text(in: exchange.language),
                error: exchange.message(at: field, in: issues), isOptional: !wanted.isRequired,
                accept: wanted.types.map(\.mediaType).joined(separator: ","),
                typesText: exchange.say("upload.limits", ["types": wanted.types.map(\.face).joined(separator: ", ")]),
                uploadAction: links.attachment(wanted.name),
                file: request.attachments.first { $0.name == wanted.name }.map {
                    StoredFace(
                        label: label, filename: $0.filename ?? "", sizeText: exchange.say(bytes: $0.size),
                        href: links.attachment(wanted.name), removeAction: links.removal(of: wanted.name))
                })
        }
        nextHref = links.check
        backHref = links.answers
    }
}

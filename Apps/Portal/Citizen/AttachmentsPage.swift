internal import Catalogue
internal import Documents
internal import Kernel

/// The attachments of a request, all in one form.
struct AttachmentsPage: Page {
    let heading: Heading
    let service: String
    let steps: [StepLine]
    let action: String
    /// What is wrong with the form as a whole.
    let error: String?
    let items: [AttachmentFace]

    /// The form as a whole, for what is wrong with no one field of it.
    static let field = "attachments"

    static let template: @Sendable (PageLibrary) -> Template<AttachmentsPage> = \.attachments
    static let fields: [Field<AttachmentsPage>] = [
        .text("service", \.service), .list("steps", \.steps), .text("action", \.action), .optional("error", \.error),
        .list("items", \.items),
    ]
}

/// One attachment that is asked for.
struct AttachmentFace: Filling {
    let id: String
    /// The name of its input.
    let field: String
    let label: String
    let hint: String?
    let error: String?
    /// What an officer says of the file that was there; `nil` unless another is asked for.
    let mark: String?
    let isOptional: Bool
    /// The media types, for the browser's own choice of files.
    let accept: String
    let typesText: String
    let file: StoredFace?
    /// What she has here already, and may take instead of a file of her own.
    let again: [ReusableFace]

    static let fields: [Field<AttachmentFace>] = [
        .text("id", \.id), .text("field", \.field), .text("label", \.label), .optional("hint", \.hint),
        .optional("error", \.error), .optional("mark", \.mark), .flag("optional", \.isOptional), .text("accept", \.accept),
        .text("typesText", \.typesText),
        .optionalPart("file", \.file), .list("again", \.again), .flag("hasAgain") { !$0.again.isEmpty },
    ]
}

/// A file or a paper that a person has here already.
struct ReusableFace: Filling {
    /// What its button sends: the attachment's name and what is to be attached.
    let value: String
    let title: String
    let note: String

    static let fields: [Field<ReusableFace>] = [.text("value", \.value), .text("title", \.title), .text("note", \.note)]
}

extension ReusableFace {
    init(_ reusable: Reusable, as name: String, _ exchange: Exchange, _ island: Island) {
        value = "\(name) \(reusable.id)"
        let day = exchange.say(island.region.zone.local(reusable.at).date)
        switch reusable.kind {
        case .upload(let filename):
            title = filename
            note = exchange.say("attachments.uploadedOn", ["date": day])
        case .paper(let service, let number):
            title = "\(service.text(in: exchange.language)) \(number)"
            note = exchange.say("attachments.issuedOn", ["date": day])
        }
    }
}

/// A file that is there already, and can be taken away again.
struct StoredFace: Filling {
    /// Its name in the definition, and what that calls it.
    let name: String
    let label: String
    let filename: String
    let sizeText: String
    let href: String
    let typeText: String
    /// `nil` for what is no picture.
    let thumbnailHref: String?

    static let fields: [Field<StoredFace>] = [
        .text("name", \.name), .text("label", \.label), .text("filename", \.filename), .text("sizeText", \.sizeText), .text("href", \.href),
        .text("typeText", \.typeText),
        .optional("thumbnailHref", \.thumbnailHref),
    ]
}

extension AttachmentsPage {
    /// - Parameter reusable: what she has here already, by attachment.
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, reusable: [String: [Reusable]], issues: [FieldIssue] = []
    ) {
        let links = island.links.request(request.id)
        heading = exchange.heading(of: .attachments, request, island, issues: issues)
        service = request.definition.title.text(in: exchange.language)
        steps = exchange.steps(at: .attachments, of: links)
        action = links.attachments
        error = exchange.message(at: AttachmentsPage.field, in: issues)
        items = request.wantedAttachments.map { wanted in
            AttachmentFace(
                id: Exchange.anchor(of: wanted.field), field: wanted.field, label: wanted.label.text(in: exchange.language),
                hint: wanted.hint?.text(in: exchange.language),
                error: exchange.message(at: wanted.field, in: issues), mark: exchange.mark(at: .attachment(wanted.name), of: request),
                isOptional: !wanted.isRequired,
                accept: wanted.types.map(\.mediaType).joined(separator: ","), typesText: exchange.limits(of: wanted.types),
                file: request.attachments.first { $0.name == wanted.name }.map {
                    StoredFace($0, of: wanted, exchange, links)
                }, again: reusable[wanted.name, default: []].map { ReusableFace($0, as: wanted.name, exchange, island) })
        }
    }
}

extension StoredFace {
    init(_ file: AttachedFile, of wanted: AttachmentDefinition, _ exchange: Exchange, _ links: RequestLinks) {
        name = wanted.name
        label = wanted.label.text(in: exchange.language)
        filename = file.filename ?? file.name
        sizeText = exchange.say(bytes: file.size)
        href = links.attachment(file.name)
        typeText = file.type.face
        thumbnailHref = links.thumbnail(of: file)
    }
}

extension DocumentRequest {
    /// A fault at the field of each attachment that is required and not there.
    var missingAttachments: [FieldIssue] {
        wantedAttachments.filter { wanted in wanted.isRequired && !attachments.contains { $0.name == wanted.name } }
            .map { FieldIssue($0.field, "problem.attachment.required") }
    }
}

extension AttachmentDefinition {
    /// The name of its input.
    var field: String { "attachments.\(name)" }
}

extension Exchange {
    /// Which kinds of file are taken, and how large each may be.
    func limits(of types: [FileType]) -> String {
        func megabytes(_ isPicture: Bool) -> String? {
            types.first { $0.isPicture == isPicture }.map { String(Upload.limit(of: $0, among: types) >> 20) }
        }
        let arguments = ["types": types.map(\.face).joined(separator: ", ")]
        switch (megabytes(true), megabytes(false)) {
        case (let picture?, let document?):
            return say("upload.limitsOfBoth", arguments.merging(["picture": picture, "document": document]) { $1 })
        case (let one?, nil), (nil, let one?): return say("upload.limits", arguments.merging(["max": one]) { $1 })
        case (nil, nil): return ""
        }
    }
}

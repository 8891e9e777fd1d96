internal import Catalogue
internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Kernel

/// The requests of the key's agency.
enum RequestOperations {
    static func add(to table: inout RouteTable) {
        table.operation(
            .get, "/requests", .program(.readRequests), "listRequests",
            "The agency's requests with one status, in the order in which they were submitted.", list)
        table.operation(.get, "/requests/:id", .program(.readRequests), "showRequest", "One request with its answers and its story.", show)
        table.operation(
            .get, "/requests/:id/attachments/:name", .program(.readAttachments), "readAttachment", "A file that the applicant uploaded.",
            attachment)
        table.operation(
            .get, "/requests/:id/paper", .program(.readAttachments), "readPaper", "The paper as PDF, when it has been issued.", paper)
        table.operation(
            .post, "/requests/:id/returns", .program(.decideRequests), "returnRequest",
            "Returns a request to its applicant for correction.",
            sendBack)
        table.operation(
            .post, "/requests/:id/approvals", .program(.decideRequests), "approveRequest", "Approves a request; its paper is made next.",
            approve)
        table.operation(
            .post, "/requests/:id/refusals", .program(.decideRequests), "refuseRequest", "Refuses a request for good.", refuse)
    }

    private struct ListAsk: Ask {
        let status: RequestStatus
        let cursor: RequestCursor
        let limit: Int

        init(_ read: inout AskReader) {
            let others = RequestStatus.allCases.filter { ![.draft, .inReview].contains($0) }
            status = read.query("status", .choice(.inReview, others), default: .inReview, "Where the requests stand.")
            cursor = read.query("cursor", .cursor, "Where to go on: `next` of the answer before.") ?? .start
            limit = read.query("limit", .integer(1...100), default: 50, "How many at most.")
        }
    }

    private struct RequestAsk: Ask {
        let id: Identifier

        init(_ read: inout AskReader) throws { id = try read.path("id", .identifier, "The request's id.") }
    }

    private struct AttachmentAsk: Ask {
        let id: Identifier
        let name: String

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            name = try read.path("name", .name, "The attachment's name, as the request lists it.")
        }
    }

    private struct ReturnAsk: Ask {
        let id: Identifier
        let reason: String
        let remark: String
        let parts: Set<RequestPart>
        let version: Int?

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            reason = read.body("reason", .name, "The code of one of the service's return reasons.")
            remark = read.bodyIfPresent("remark", .text(0...1000), "Words for the applicant.") ?? ""
            parts = read.bodyIfPresent("parts", .parts, "What is to be corrected, of the request's `parts`; each once.") ?? []
            version = read.version()
        }
    }

    private struct RefusalAsk: Ask {
        let id: Identifier
        let ground: String
        let version: Int?

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            ground = read.body("ground", .seenWords, "The law and the reason, for the applicant, at least five characters that are seen.")
            version = read.version()
        }
    }

    private struct ApprovalAsk: Ask {
        let id: Identifier
        let version: Int?

        init(_ read: inout AskReader) throws {
            id = try read.path("id", .identifier, "The request's id.")
            version = read.version()
        }
    }

    @Sendable private static func list(_ asked: ListAsk, _ exchange: Exchange, _ island: Island) async throws -> RequestList {
        let listing = try await island.documents.requests(
            with: asked.status, after: asked.cursor, limit: asked.limit, by: exchange.principal)
        return RequestList(
            items: listing.requests.map { RequestLineAnswer(standing: $0.standing, title: $0.title) }, next: listing.next?.text)
    }

    @Sendable private static func show(_ asked: RequestAsk, _ exchange: Exchange, _ island: Island) async throws -> RequestAnswer {
        RequestAnswer(
            request: try await island.documents.request(asked.id, by: exchange.principal),
            history: try await island.documents.history(of: asked.id, by: exchange.principal))
    }

    @Sendable private static func attachment(_ asked: AttachmentAsk, _ exchange: Exchange, _ island: Island) async throws -> FileAnswer {
        let file = try await island.documents.attachment(asked.name, of: asked.id, by: exchange.principal)
        // The name that the applicant gave her file may be personal: it stands in the request, for those who read that.
        return FileAnswer(
            data: file.data, mediaType: file.type.mediaType, filename: "\(asked.name).\(file.type.filenameExtension)")
    }

    @Sendable private static func paper(_ asked: RequestAsk, _ exchange: Exchange, _ island: Island) async throws -> FileAnswer {
        FileAnswer(
            data: try await island.documents.paper(of: asked.id, by: exchange.principal), mediaType: FileType.pdf.mediaType,
            filename: "\(asked.id).pdf")
    }

    @Sendable private static func refuse(_ asked: RefusalAsk, _ exchange: Exchange, _ island: Island) async throws -> DecisionAnswer {
        try await island.documents.refuse(
            asked.id, ground: asked.ground, version: asked.version, command: exchange.idempotentCommand(), by: exchange.principal)
        return DecisionAnswer(request: asked.id, decision: .refused)
    }

    @Sendable private static func sendBack(_ asked: ReturnAsk, _ exchange: Exchange, _ island: Island) async throws -> DecisionAnswer {
        try await island.documents.returnForCorrection(
            asked.id, reason: asked.reason, remark: asked.remark, parts: asked.parts, version: asked.version,
            command: exchange.idempotentCommand(), by: exchange.principal)
        return DecisionAnswer(request: asked.id, decision: .returned)
    }

    @Sendable private static func approve(_ asked: ApprovalAsk, _ exchange: Exchange, _ island: Island) async throws -> DecisionAnswer {
        try await island.documents.approve(
            asked.id, version: asked.version, command: exchange.idempotentCommand(), by: exchange.principal)
        return DecisionAnswer(request: asked.id, decision: .approved)
    }
}

extension AskReader {
    mutating func version() -> Int? {
        bodyIfPresent(
            "version", .integer(1...Int(Int32.max)),
            "The version that was read: the decision is refused when the request has changed since then.")
    }
}

extension AskKind where Value == String {
    /// A text of at most 500 characters that begins with five which nobody could overlook: so the description can say what is long enough,
    /// though what nobody sees is left out of what was sent.
    static var seenWords: AskKind {
        AskKind(
            schema: ["type": "string", "pattern": "^[!-~]( ?[!-~]){4}", "maxLength": 500], placeholder: "",
            read: { json in
                guard let text = AskKind.text(5...500).read(json) else { return nil }
                return text.prefixMatch(of: /[!-~](?: ?[!-~]){4}/) == nil ? nil : text
            }, write: { .text($0) })
    }
}

extension AskKind where Value == Set<RequestPart> {
    /// Questions and attachments by the names of their fields, e.g. `attachments.photo`.
    fileprivate static var parts: AskKind {
        AskKind(
            schema: [
                "type": "array", "uniqueItems": true,
                "items": ["type": "string", "pattern": "^(answers|attachments)\\.[a-z0-9_-]+$"],
            ], placeholder: [],
            read: { json in
                guard case .list(let items) = json else { return nil }
                let parts = Set(items.compactMap { item in if case .text(let text) = item { RequestPart(field: text) } else { nil } })
                return parts.count == items.count ? parts : nil
            }, write: { parts in .list(parts.map(\.field).sorted().map { .text($0) }) })
    }
}

extension AskKind where Value == RequestCursor {
    fileprivate static var cursor: AskKind {
        AskKind(
            schema: ["type": "string", "pattern": "^[0-9a-f]{44}$"], placeholder: RequestCursor.start,
            read: { json in if case .text(let text) = json { RequestCursor(text) } else { nil } }, write: { .text($0.text) })
    }
}

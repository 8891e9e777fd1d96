internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Identity
internal import Kernel
internal import Payments

/// A citizen's requests: where each stands, and what she can do next.
enum RequestPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan", .citizen, list)
        table.page("/permohonan/:id", .citizen, one)
        table.page("/permohonan/:id/penarikan", .citizen, leavingPage)
        table.form("/permohonan/:id/penarikan", .citizen, withdraw)
        table.page("/permohonan/:id/penghapusan", .citizen, leavingPage)
        table.form("/permohonan/:id/penghapusan", .citizen, delete)
        table.page("/permohonan/:id/lampiran/:name", .citizen) { exchange, island in
            try await file(exchange, island)
        }
        table.page("/permohonan/:id/lampiran/:name/kecil", .citizen) { exchange, island in
            try await thumbnail(exchange, island)
        }
        table.page("/permohonan/:id/tanda-terima", .citizen, letter)
        table.page("/permohonan/:id/surat", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let paper = try await island.documents.paper(of: request.id, by: exchange.principal)
            let name = (request.paper?.number ?? request.service).replacing("/", with: "-")
            return .file(paper, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
        }
    }

    /// The receipt of an application, or the letter that refused it: printed when somebody asks.
    @Sendable private static func letter(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let history = try await island.documents.history(of: request.id, by: exchange.principal)
        let person = try await island.identity.person(request.applicant, by: exchange.principal)
        var officer: String?
        if let id = history.last(where: { $0.status == .refused })?.officer { officer = try await island.staffNames()[id] }
        let standing = try await standing(of: request, exchange, island)
        let content = try await island.requestLetters.pdf(
            of: request, history, nik: person.nik, officer: officer, isPaid: standing.map { $0.bill.status == .paid })
        return .file(content, contentType: "application/pdf", filename: "\(request.number?.text ?? "").pdf", isInline: true)
    }

    /// `nil` for what costs nothing, or nothing yet.
    private static func standing(of request: DocumentRequest, _ exchange: Exchange, _ island: Island) async throws -> BillStanding? {
        guard request.fee != .zero && request.status != .draft else { return nil }
        return try await island.payments.standing(for: request.id, by: exchange.principal)
    }

    // MARK: Leaving

    @Sendable private static func leavingPage(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let canLeave = request.status == .draft ? exchange.path == island.links.request(request.id).deletion : request.canBeWithdrawn
        guard canLeave else { return .seeOther(island.links.request(request.id).page) }
        return try await exchange.show(ConfirmPage(leaving: request, exchange, island), of: island)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.deleteDraft(id, by: exchange.principal)
            return .seeOther(island.links.requests)
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {
            return .seeOther(island.links.request(id).pageAfterSending)
        }
    }

    /// When it was decided meanwhile, her page says how.
    @Sendable private static func withdraw(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.withdraw(id, command: exchange.command(), by: exchange.principal)
        } catch let problem as Problem where ["problem.request.moved", "problem.payment.alreadyPaid"].contains(problem.messageKey) {}
        return .seeOther(island.links.request(id).page)
    }

    /// One attachment, for its applicant or an officer: Documents decides who may see it.
    static func file(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let content = try await island.documents.attachment(
            exchange.parameters["name"] ?? "", of: exchange.identifier(), by: exchange.principal)
        return .file(content.data, contentType: content.type.mediaType, filename: content.filename, isInline: true)
    }

    /// A picture as small as a line of a list, for whoever may see it as a whole. The browser keeps it: the address is that of this
    /// one file.
    static func thumbnail(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let content = try await island.documents.attachment(
            exchange.parameters["name"] ?? "", of: exchange.identifier(), by: exchange.principal)
        let small = try await exchange.portal.uploads.inLane { try content.thumbnail() }
        var reply = Reply.file(small, contentType: FileType.jpeg.mediaType, filename: "kecil.jpg", isInline: true)
        reply.headers.append((.cacheControl, "private, max-age=3600"))
        return reply
    }

    @Sendable private static func list(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let requests = try await island.documents.requests(by: exchange.principal)
        return try await exchange.show(RequestsPage(exchange, island, requests), of: island)
    }

    @Sendable private static func one(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let history = try await island.documents.history(of: request.id, by: exchange.principal)
        let standing = try await standing(of: request, exchange, island)
        return try await exchange.show(RequestPage(exchange, island, request, history, officers: island.staffNames(), standing), of: island)
    }
}

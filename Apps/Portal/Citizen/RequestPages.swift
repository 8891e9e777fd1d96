internal import Catalogue
internal import Documents
internal import HTTPTypes
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
        table.page("/permohonan/:id/surat", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let paper = try await island.documents.paper(of: request.id, by: exchange.principal)
            let name = (request.paper?.number ?? request.service).replacing("/", with: "-")
            return .file(paper, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
        }
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
        } catch let problem as Problem where problem.messageKey == "problem.request.moved" {}
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
        let isBilled = request.fee != .zero && request.status != .draft
        let bill = isBilled ? try await island.payments.bill(for: request.id, by: exchange.principal) : nil
        return try await exchange.show(RequestPage(exchange, island, request, history, officers: island.staffNames(), bill), of: island)
    }
}

internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments

/// A citizen's requests: where each stands, and what she can do next.
enum RequestPages {
    static func add(to table: inout RouteTable) {
        table.page("/permohonan", .citizen, list)
        table.page("/permohonan/:id", .citizen, one)
        table.page("/permohonan/:id/lampiran/:name", .citizen) { exchange, island in
            try await file(exchange, island)
        }
        table.page("/permohonan/:id/surat", .citizen) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            let paper = try await island.documents.paper(of: request.id, by: exchange.principal)
            let name = (request.paper?.number ?? request.service).replacing("/", with: "-")
            return .file(paper, contentType: "application/pdf", filename: "\(name).pdf", isInline: true)
        }
    }

    /// One attachment, for its applicant or an officer: Documents decides who may see it.
    static func file(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let content = try await island.documents.attachment(
            exchange.parameters["name"] ?? "", of: exchange.identifier(), by: exchange.principal)
        return .file(content.data, contentType: content.type.mediaType, filename: content.filename, isInline: true)
    }

    @Sendable private static func list(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let requests = try await island.documents.requests(by: exchange.principal)
        return try await exchange.show(RequestsPage(exchange, island, requests), of: island)
    }

    @Sendable private static func one(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
        let history = try await island.documents.history(of: request.id, by: exchange.principal)
        let isBilled = request.fee > .zero && request.status != .draft
        let bill = isBilled ? try await island.payments.bill(for: request.id, by: exchange.principal) : nil
        return try await exchange.show(RequestPage(exchange, island, request, history, bill), of: island)
    }
}

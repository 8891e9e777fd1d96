internal import Documents
internal import Kernel

/// An officer looks at one request and decides.
enum ReviewPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/permohonan/:id", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            return try await exchange.show(page(exchange, island, request, issues: exchange.keptIssues), of: island)
        }
        table.page("/petugas/permohonan/:id/lampiran/:name", .officer) { exchange, island in
            try await RequestPages.file(exchange, island)
        }
        table.page("/petugas/permohonan/:id/surat", .officer) { exchange, island in
            let id = try exchange.identifier()
            let paper = try await island.documents.paper(of: id, by: exchange.principal)
            return .file(paper, contentType: "application/pdf", filename: "\(id).pdf", isInline: true)
        }
        table.form("/petugas/permohonan/:id/persetujuan", .officer, on: "/petugas/permohonan/:id") { exchange, island in
            let id = try exchange.identifier()
            try await island.documents.approve(
                id, version: Int(exchange.form["version"]), command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.review(id).page)
        }
        table.form("/petugas/permohonan/:id/pengembalian", .officer, on: "/petugas/permohonan/:id", sendBack)
        table.page("/petugas/permohonan/:id/pencabutan", .officer) { exchange, island in
            let request = try await island.documents.request(exchange.identifier(), by: exchange.principal)
            return try await exchange.show(ConfirmPage(revoking: request, exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.form("/petugas/permohonan/:id/pencabutan", .officer, revoke)
    }

    private static func page(_ exchange: Exchange, _ island: Island, _ request: DocumentRequest, issues: [FieldIssue] = []) async throws
        -> ReviewPage
    {
        let history = try await island.documents.history(of: request.id, by: exchange.principal)
        return ReviewPage(exchange, island, request, history, issues: issues)
    }

    @Sendable private static func sendBack(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.returnForCorrection(
                id, reason: exchange.form["reason"], remark: exchange.form["remark"], version: Int(exchange.form["version"]),
                command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.review(id).page)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(page(exchange, island, request, issues: problem.fields), of: island, status: 422)
        }
    }

    // MARK: Revoking a paper

    @Sendable private static func revoke(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.documents.revoke(id, reason: exchange.form["reason"], command: exchange.command(), by: exchange.principal)
            return .seeOther(island.links.review(id).page)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let request = try await island.documents.request(id, by: exchange.principal)
            return try await exchange.show(
                ConfirmPage(revoking: request, exchange, island, issues: problem.fields), of: island, status: 422)
        }
    }
}

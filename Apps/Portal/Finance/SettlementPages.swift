internal import Kernel
internal import Payments

/// What banks and providers say of a day: their files, and where they do not agree with the books.
enum SettlementPages {
    static func add(to table: inout RouteTable) {
        table.page("/keuangan/berkas", .finance) { exchange, island in try await showImport(exchange, island) }
        table.upload("/keuangan/berkas", .finance, take)
        table.page("/keuangan/selisih", .finance) { exchange, island in
            try await showDifferences(exchange, island, issues: exchange.keptIssues)
        }
        table.form("/keuangan/selisih", .finance, resolve)
    }

    private static func showImport(
        _ exchange: Exchange, _ island: Island, report: ImportReport? = nil, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        let files = try await island.payments.settlementFiles(by: exchange.principal)
        return try await exchange.show(ImportPage(exchange, island, files, report: report, issues: issues), of: island, status: status)
    }

    @Sendable private static func take(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        if let refusal = exchange.uploadRefusal {
            return try await showImport(exchange, island, issues: [FieldIssue("file", refusal)], status: refusal.status)
        }
        guard let file = exchange.form.files["file"], !file.content.isEmpty else {
            return try await showImport(exchange, island, issues: [FieldIssue("file", "problem.settlement.empty")], status: 422)
        }
        do {
            try await exchange.portal.uploads.count(by: UploadGate.person(exchange.principal, in: island))
            let report = try await island.payments.importFile(file.content, of: exchange.form["provider"], by: exchange.principal)
            // The answer itself says what came of it: the next look at the address no longer knows it.
            return try await showImport(exchange, island, report: report)
        } catch let problem as Problem where problem.messageKey == "problem.settlement.provider" {
            return try await showImport(exchange, island, issues: [FieldIssue("provider", problem)], status: 422)
        } catch let problem as Problem
            where problem.messageKey.hasPrefix("problem.settlement.") || problem.messageKey.hasPrefix("problem.upload.")
        {
            return try await showImport(exchange, island, issues: [FieldIssue("file", problem)], status: problem.status)
        }
    }

    private static func showDifferences(
        _ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200
    ) async throws -> Reply {
        let open = try await island.payments.openDifferences(by: exchange.principal)
        return try await exchange.show(DifferencesPage(exchange, island, open, issues: issues), of: island, status: status)
    }

    @Sendable private static func resolve(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        guard let id = Identifier(exchange.form["difference"]) else { throw Problem.notFound("difference") }
        do {
            try await island.payments.resolve(id, reason: exchange.form["reason"], by: exchange.principal)
        } catch let problem as Problem where problem.code == .invalid {
            let issues = problem.fields.map { FieldIssue(DifferencesPage.reasonField(of: id), $0.messageKey, arguments: $0.arguments) }
            return try await showDifferences(exchange, island, issues: issues, status: problem.status)
        } catch let problem as Problem where problem.messageKey == "problem.difference.ended" {}
        return .seeOther(island.links.differences)
    }
}

internal import Foundation
internal import Identity
internal import Kernel

/// A region's administrator makes keys for programs of agencies, and ends them.
enum KeyPages {
    static func add(to table: inout RouteTable) {
        table.page("/admin/kunci", .administrator) { exchange, island in
            try await exchange.show(page(exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.form("/admin/kunci", .administrator, make)
        table.page("/admin/kunci/:id/pencabutan", .administrator) { exchange, island in
            let key = try await island.identity.programKey(exchange.identifier())
            return try await exchange.show(ConfirmPage(revoking: key, exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.form("/admin/kunci/:id/pencabutan", .administrator, revoke)
    }

    private static func page(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) async throws -> KeysPage {
        KeysPage(exchange, island, try await island.identity.programKeys(), issues: issues)
    }

    /// The answer itself shows the secret. A redirect would need a place to keep it, and there is none on purpose: whoever
    /// reloads sends the same command again and reads that it was shown.
    @Sendable private static func make(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        do {
            let agency = exchange.form["agency"]
            // An agency that was not chosen is told with whatever else is wrong.
            if !agency.isEmpty { try island.requireCounter(of: agency) }
            let addition = try await island.identity.addKey(
                name: exchange.form["name"], agency: agency,
                scopes: Set(exchange.form.all("scopes").compactMap { ProgramScope(rawValue: $0) }),
                validDays: Int(exchange.form["validDays"]) ?? 0, command: exchange.command(), by: exchange.principal)
            return try await exchange.show(NewKeyPage(exchange, island, addition), of: island)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            return try await exchange.show(page(exchange, island, issues: problem.fields), of: island, status: 422)
        }
    }

    /// Needs no command: a key that is over stays over, and is noted once.
    @Sendable private static func revoke(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let id = try exchange.identifier()
        do {
            try await island.identity.revokeKey(id, reason: exchange.form["reason"], by: exchange.principal)
            return .seeOther(island.links.keys)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let key = try await island.identity.programKey(id)
            return try await exchange.show(ConfirmPage(revoking: key, exchange, island, issues: problem.fields), of: island, status: 422)
        }
    }
}

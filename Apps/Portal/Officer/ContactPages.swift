internal import Identity
internal import Kernel

/// An officer with the person and her KTP-el before him sets where she is reached.
enum ContactPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/kontak", .officer) { exchange, island in
            try await exchange.show(ContactPage(exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.queuedForm("/petugas/kontak", .officer, set)
    }

    @Sendable private static func set(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        do {
            guard let change = ContactPage.changes[exchange.form["change"]] else {
                throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("change", "problem.answer.choice")])
            }
            try await exchange.confirmOwnPassword(at: island)
            try await island.identity.setContact(
                nik: exchange.form["nik"], contact: exchange.form["contact"], reason: exchange.form["reason"], change: change,
                by: exchange.principal)
            return try await exchange.show(ContactPage(exchange, island, isDone: true), of: island)
        } catch let problem as Problem where problem.code == .conflict {
            let issue = FieldIssue("change", problem)
            return try await exchange.show(ContactPage(exchange, island, issues: [issue]), of: island, status: problem.status)
        } catch let problem as Problem where [.invalid, .tooMany].contains(problem.code) {
            return try await exchange.show(ContactPage(exchange, island, issues: problem.fields), of: island, status: problem.status)
        } catch is CancellationError {
            throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
        }
    }
}

internal import Identity
internal import Kernel

/// Everybody's own account: which sessions are open, ending the others, and for staff a new password.
enum AccountPages {
    static func add(to table: inout RouteTable) {
        table.page("/akun", .citizen) { exchange, island in try await show(exchange, island) }
        table.page("/petugas/akun", .staff) { exchange, island in
            try await show(exchange, island, issues: exchange.keptIssues)
        }
        table.form("/akun", .citizen, endOthers)
        table.form("/petugas/akun", .staff, endOthers)
        table.queuedForm("/petugas/kata-sandi", .staff, on: "/petugas/akun", changePassword)
    }

    @Sendable private static func endOthers(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await island.identity.endOtherSessions(token: exchange.sessionToken, by: exchange.principal)
        return .seeOther(exchange.principal.personID != nil ? island.links.account : island.links.staffAccount)
    }

    private static func show(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], status: Int = 200) async throws -> Reply {
        let open = try await island.identity.openSessions(token: exchange.sessionToken, by: exchange.principal)
        return try await exchange.show(AccountPage(exchange, island, open, issues: issues), of: island, status: status)
    }

    @Sendable private static func changePassword(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        do {
            // Spaces may be part of a password, so the fields are not trimmed.
            let device = try await island.identity.changePassword(
                from: exchange.form.typed("old"), to: exchange.form.typed("new"), token: exchange.sessionToken, from: exchange.origin,
                by: exchange.principal)
            return Reply.seeOther(island.links.work(of: exchange.principal))
                .setting(exchange.portal.deviceCookie(device, island))
        } catch let problem as Problem where problem.code == .invalid {
            return try await show(exchange, island, issues: problem.fields, status: 422)
        } catch let problem as Problem where problem.code == .tooMany {
            let issue = FieldIssue("old", problem)
            return try await show(exchange, island, issues: [issue], status: problem.status)
        } catch is CancellationError {
            throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
        }
    }
}

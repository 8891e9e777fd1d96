internal import Identity
internal import Kernel

/// Staff sign in with a user name and a password.
enum StaffSignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.show(page(exchange, island), of: island)
        }
        table.form("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.allow(exchange.portal.signInLimiter)
            do {
                // Spaces may be part of a password, so the field is not trimmed.
                let signedIn = try await island.identity.signInStaff(
                    username: exchange.form["username"], password: exchange.form.typed("password"))
                let isOfficer = if case .officer = signedIn.principal { true } else { false }
                return Reply.seeOther("\(exchange.base(island))/\(isOfficer ? "petugas" : "admin")")
                    .setting(exchange.portal.sessionCookie(signedIn, island))
            } catch let problem as Problem where problem.code == .unauthenticated || problem.code == .invalid {
                let issue = FieldIssue("password", problem.messageKey, arguments: problem.arguments)
                return try await exchange.show(page(exchange, island, issues: [issue]), of: island, status: 422)
            }
        }
    }

    private static func page(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = []) -> Page {
        var password: PageValues = [:]
        if let message = exchange.message(at: "password", in: issues) { password["error"] = message }
        let title = exchange.say("title.staff-sign-in")
        return Page(
            name: "staff-sign-in", title: title, crumbs: exchange.crumbs(island, Crumb(title)),
            values: [
                "action": "\(exchange.base(island))/petugas/masuk", "username": ["value": exchange.form["username"]] as PageValues,
                "password": password,
            ], issues: issues, menu: "signIn")
    }
}

internal import Identity
internal import Kernel

/// Staff sign in with a user name and a password.
enum StaffSignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.show(StaffSignInPage(exchange, island), of: island)
        }
        table.queuedForm("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.allow(exchange.portal.signInLimiter)
            do {
                // Spaces may be part of a password, so the field is not trimmed.
                let signedIn = try await island.identity.signInStaff(
                    username: exchange.form["username"], password: exchange.form.typed("password"), from: exchange.origin,
                    replacing: exchange.cookies[Portal.sessionCookieName])
                let isOfficer = if case .officer = signedIn.principal { true } else { false }
                return Reply.seeOther(isOfficer ? island.links.workList : island.links.administration)
                    .setting(exchange.portal.sessionCookie(signedIn, island))
                    .setting(exchange.portal.deviceCookie(signedIn.device, island))
            } catch is CancellationError {
                // She closed the page while her password waited its turn, and nobody reads this.
                throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
            } catch let problem as Problem where [.unauthenticated, .invalid, .tooMany].contains(problem.code) {
                let issue = FieldIssue("password", problem.messageKey, arguments: problem.arguments)
                let status = problem.code == .tooMany ? problem.status : 422
                return try await exchange.show(StaffSignInPage(exchange, island, issues: [issue]), of: island, status: status)
            }
        }
    }
}

internal import Identity
internal import Kernel

/// Staff sign in with a user name and a password.
enum StaffSignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.show(StaffSignInPage(exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.queuedForm("/petugas/masuk", .everyone) { exchange, island in
            try await exchange.allow(exchange.portal.signInLimiter)
            do {
                // Spaces may be part of a password, so the field is not trimmed.
                let signedIn = try await island.identity.signInStaff(
                    username: exchange.form["username"], password: exchange.form.typed("password"), from: exchange.origin,
                    replacing: exchange.cookies[Portal.sessionCookieName])
                return Reply.seeOther(goal(exchange.next(island), of: signedIn.principal, island))
                    .setting(exchange.portal.sessionCookie(signedIn, island))
                    .setting(exchange.portal.deviceCookie(signedIn.device, island))
            } catch is CancellationError {
                // She closed the page while her password waited its turn, and nobody reads this.
                throw Problem(.tooMany, "problem.staff.busy", detail: "the sender left")
            } catch let problem as Problem where [.unauthenticated, .invalid, .tooMany].contains(problem.code) {
                let issue = FieldIssue("password", problem)
                let status = problem.code == .tooMany ? problem.status : 422
                return try await exchange.show(StaffSignInPage(exchange, island, issues: [issue]), of: island, status: status)
            }
        }
    }

    /// Where she was, or where her work begins when that was somebody else's.
    private static func goal(_ next: String, of principal: Principal, _ island: Island) -> String {
        let own = island.links.work(of: principal)
        return next == own || next.hasPrefix(own + "/") || next.hasPrefix(own + "?") || next.hasPrefix(island.links.staffAccount)
            ? next : own
    }
}

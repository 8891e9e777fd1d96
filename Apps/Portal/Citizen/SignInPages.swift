internal import Catalogue
internal import Identity
internal import Kernel

/// A citizen signs in with her NIK and a code that was sent to her.
enum SignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/masuk", .everyone) { exchange, island in
            try await exchange.show(entry(exchange, island, next: exchange.query["lanjut"] ?? ""), of: island)
        }
        table.form("/masuk", .everyone, requestCode)
        table.page("/masuk/:challenge", .everyone) { exchange, island in
            _ = try exchange.identifier("challenge")
            return try await exchange.show(codePage(exchange, island, next: exchange.query["lanjut"] ?? ""), of: island)
        }
        table.form("/masuk/:challenge", .everyone, signIn)
        table.form("/keluar", .everyone) { exchange, island in
            if let token = exchange.cookies[Portal.sessionCookieName] { try await island.identity.signOut(token: token) }
            let gone = Cookie(
                name: Portal.sessionCookieName, value: "", path: exchange.base(island), maxAgeSeconds: 0,
                isSecure: exchange.portal.settings.hasSecureCookies)
            return Reply.seeOther(exchange.base(island)).setting(gone)
        }
    }

    private static func entry(_ exchange: Exchange, _ island: Island, next: String, issues: [FieldIssue] = [], notice: String? = nil)
        -> Page
    {
        let base = exchange.base(island)
        var nik: PageValues = ["value": exchange.form["nik"]]
        var contact: PageValues = ["value": exchange.form["contact"]]
        if let message = exchange.message(at: "nik", in: issues) { nik["error"] = message }
        if let message = exchange.message(at: "contact", in: issues) { contact["error"] = message }
        var page = Page(
            name: "sign-in", title: exchange.say("title.sign-in"), crumbs: exchange.crumbs(island, Crumb(exchange.say("title.sign-in"))),
            values: [
                "action": "\(base)/masuk", "nik": nik, "contact": contact,
            ], issues: issues, menu: "signIn")
        let next = safeNext(next, island)
        if !next.isEmpty { page.values["next"] = next }
        if !exchange.portal.settings.isDemonstration { page.values["emailOnly"] = true }
        if !island.canSendCodes { page.notices.append(Page.Notice(kind: "warning", title: exchange.say("problem.code.noSender"))) }
        if let notice { page.notices.append(Page.Notice(kind: "bad", title: notice)) }
        return page
    }

    @Sendable private static func requestCode(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        guard island.canSendCodes else { throw Problem(.unavailable, "problem.code.noSender") }
        let typed = exchange.form["contact"]
        if case .phone? = Contact(typed), !exchange.portal.settings.isDemonstration {
            // No SMS sender is connected yet: better said now than waiting for a code that never comes.
            let issue = FieldIssue("contact", "field.phone_unavailable")
            return try await exchange.show(entry(exchange, island, next: exchange.form["next"], issues: [issue]), of: island, status: 422)
        }
        do {
            let challenge = try await island.identity.requestCode(
                nik: exchange.form["nik"], contact: typed, language: exchange.language)
            let next = safeNext(exchange.form["next"], island)
            return .seeOther("\(exchange.base(island))/masuk/\(challenge)" + (next.isEmpty ? "" : "?lanjut=\(next)"))
        } catch let problem as Problem where problem.code == .invalid {
            return try await exchange.show(
                entry(exchange, island, next: exchange.form["next"], issues: problem.fields), of: island, status: 422)
        }
    }

    private static func codePage(_ exchange: Exchange, _ island: Island, next: String, issues: [FieldIssue] = []) -> Page {
        let base = exchange.base(island)
        let challenge = exchange.parameters["challenge"] ?? ""
        var code: PageValues = [:]
        if let message = exchange.message(at: "code", in: issues) { code["error"] = message }
        var page = Page(
            name: "code", title: exchange.say("title.code"),
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.sign-in"), "\(base)/masuk"), Crumb(exchange.say("title.code"))),
            values: [
                "action": "\(base)/masuk/\(challenge)", "code": code,
            ], issues: issues, menu: "signIn")
        let next = safeNext(next, island)
        if !next.isEmpty { page.values["next"] = next }
        if exchange.portal.settings.isDemonstration { page.values["demoMailboxHref"] = "\(base)/kotak-peragaan" }
        return page
    }

    @Sendable private static func signIn(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        let next = safeNext(exchange.form["next"], island)
        do {
            let signedIn = try await island.identity.signIn(challenge: exchange.identifier("challenge"), code: exchange.form["code"])
            return Reply.seeOther(next.isEmpty ? "\(exchange.base(island))/permohonan" : next)
                .setting(exchange.portal.sessionCookie(signedIn, island))
        } catch let problem as Problem where problem.code == .invalid {
            let issues = problem.fields.isEmpty ? [FieldIssue("code", problem.messageKey, arguments: problem.arguments)] : problem.fields
            return try await exchange.show(codePage(exchange, island, next: next, issues: issues), of: island, status: 422)
        } catch let problem as Problem where problem.code == .gone || problem.code == .conflict {
            let notice = exchange.say(problem.messageKey, problem.arguments)
            return try await exchange.show(entry(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    /// Where to go after signing in: only to a path of this same region, never to another site.
    private static func safeNext(_ path: String, _ island: Island) -> String {
        let base = "/\(island.region.slug)"
        let allowed = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/-_".contains($0)) }
        return allowed && (path == base || path.hasPrefix(base + "/")) ? path : ""
    }
}

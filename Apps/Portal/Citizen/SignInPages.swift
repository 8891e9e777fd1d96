internal import Catalogue
internal import Identity
internal import Kernel

/// A citizen signs in with her NIK and a code that was sent to her.
enum SignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/masuk", .everyone) { exchange, island in
            let next = safeNext(exchange.query["lanjut"] ?? "", island)
            return try await exchange.show(SignInPage(exchange, island, next: next), of: island)
        }
        table.form("/masuk", .everyone, requestCode)
        table.page("/masuk/:challenge", .everyone) { exchange, island in
            _ = try exchange.identifier("challenge")
            let next = safeNext(exchange.query["lanjut"] ?? "", island)
            return try await exchange.show(CodePage(exchange, island, next: next), of: island)
        }
        table.form("/masuk/:challenge", .everyone, signIn)
        table.form("/keluar", .everyone) { exchange, island in
            if let token = exchange.cookies[Portal.sessionCookieName] { try await island.identity.signOut(token: token) }
            let gone = Cookie(
                name: Portal.sessionCookieName, value: "", path: island.links.home, maxAgeSeconds: 0,
                isSecure: exchange.portal.settings.hasSecureCookies)
            return Reply.seeOther(island.links.home).setting(gone)
        }
    }

    @Sendable private static func requestCode(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        guard island.canSendCodes else { throw Problem(.unavailable, "problem.code.noSender") }
        let typed = exchange.form["contact"]
        let next = safeNext(exchange.form["next"], island)
        if case .phone? = Contact(typed), !exchange.portal.settings.isDemonstration {
            // No SMS sender is connected yet: better said now than waiting for a code that never comes.
            let issue = FieldIssue("contact", "field.phone_unavailable")
            return try await exchange.show(SignInPage(exchange, island, next: next, issues: [issue]), of: island, status: 422)
        }
        do {
            let challenge = try await island.identity.requestCode(
                nik: exchange.form["nik"], contact: typed, language: exchange.language, from: exchange.origin)
            return .seeOther(island.links.code(challenge.text, next: next))
        } catch let problem as Problem where problem.code == .invalid {
            return try await exchange.show(SignInPage(exchange, island, next: next, issues: problem.fields), of: island, status: 422)
        } catch let problem as Problem where problem.code == .tooMany {
            // Whoever must wait keeps what she typed.
            let notice = exchange.say(problem.messageKey, problem.arguments)
            return try await exchange.show(SignInPage(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    @Sendable private static func signIn(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        let next = safeNext(exchange.form["next"], island)
        do {
            let signedIn = try await island.identity.signIn(
                challenge: exchange.identifier("challenge"), code: exchange.form["code"], from: exchange.origin,
                replacing: exchange.cookies[Portal.sessionCookieName])
            return Reply.seeOther(next.isEmpty ? island.links.requests : next)
                .setting(exchange.portal.sessionCookie(signedIn, island))
                .setting(exchange.portal.deviceCookie(signedIn.device, island))
        } catch let problem as Problem where problem.code == .invalid {
            let issues = problem.fields.isEmpty ? [FieldIssue("code", problem.messageKey, arguments: problem.arguments)] : problem.fields
            return try await exchange.show(CodePage(exchange, island, next: next, issues: issues), of: island, status: 422)
        } catch let problem as Problem where [.gone, .conflict, .tooMany].contains(problem.code) {
            let notice = exchange.say(problem.messageKey, problem.arguments)
            return try await exchange.show(SignInPage(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    /// Where to go after signing in: only to a path of this same region with its query, never to another site.
    private static func safeNext(_ address: String, _ island: Island) -> String {
        func isPlain(_ text: Substring, with marks: String) -> Bool {
            text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) }
        }
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path == island.links.home || path.hasPrefix(island.links.home + "/"), isPlain(path, with: "/-_"),
            parts.dropFirst().allSatisfy({ isPlain($0, with: "/-_=&.%+") })
        else { return "" }
        return address
    }
}

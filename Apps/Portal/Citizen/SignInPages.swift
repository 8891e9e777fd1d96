internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Storage

/// A citizen signs in with her NIK and a code that was sent to her.
enum SignInPages {
    static func add(to table: inout RouteTable) {
        table.page("/masuk", .everyone) { exchange, island in
            return try await exchange.show(
                SignInPage(exchange, island, next: exchange.next(island), issues: exchange.keptIssues), of: island)
        }
        table.form("/masuk", .everyone, requestCode)
        table.page("/masuk/:challenge", .everyone) { exchange, island in
            _ = try exchange.identifier("challenge")
            return try await codePage(exchange, island, next: exchange.next(island), issues: exchange.keptIssues)
        }
        table.form("/masuk/:challenge", .everyone, signIn)
        table.form("/keluar", .everyone, on: "") { exchange, island in
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
        let next = exchange.next(island)
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
            let notice = exchange.say(problem)
            return try await exchange.show(SignInPage(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    @Sendable private static func signIn(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.allow(exchange.portal.signInLimiter)
        let next = exchange.next(island)
        guard exchange.form["lagi"].isEmpty else { return try await requestAnotherCode(exchange, island, next: next) }
        do {
            let signedIn = try await island.identity.signIn(
                challenge: exchange.identifier("challenge"), code: exchange.form["code"], from: exchange.origin,
                replacing: exchange.cookies[Portal.sessionCookieName])
            return Reply.seeOther(try await goal(next, of: signedIn.principal, exchange, island))
                .setting(exchange.portal.sessionCookie(signedIn, island))
                .setting(exchange.portal.deviceCookie(signedIn.device, island))
        } catch let problem as Problem where problem.code == .invalid {
            let issues = problem.fields.isEmpty ? [FieldIssue("code", problem)] : problem.fields
            return try await codePage(exchange, island, next: next, issues: issues, status: 422)
        } catch let problem as Problem where [.gone, .conflict, .tooMany].contains(problem.code) {
            let notice = exchange.say(problem)
            return try await exchange.show(SignInPage(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    /// Where somebody is led who has signed in. Whoever came to apply for a service has her draft of it already.
    private static func goal(
        _ next: String, of principal: Principal, _ exchange: Exchange, _ island: Island
    ) async throws -> String {
        // Also when her session ended over the button that applies.
        let kept = next.firstRange(of: "\(Exchange.keptName)=").map { String(next[$0.upperBound...]) }
        let form = kept.flatMap { exchange.portal.keptForms.entry($0, for: .person(principal.reference))?.form }
        let pressed = next.hasPrefix("\(island.links.requests)?") ? form?["service"] : nil
        guard let service = island.links.serviceToApply(next) ?? pressed else { return next.isEmpty ? island.links.requests : next }
        do {
            let command = CommandID(Identifier(at: exchange.portal.clock.now))
            let draft = try await island.documents.startDraft(of: service, channel: .electronic, command: command, by: principal)
            return island.links.request(draft).answers
        } catch let problem as Problem where [.conflict, .notFound, .invalid].contains(problem.code) {
            // The service's page says why it cannot be applied for.
            return island.links.service(service)
        }
    }

    /// The code did not come: another one, where the first was promised.
    private static func requestAnotherCode(_ exchange: Exchange, _ island: Island, next: String) async throws -> Reply {
        do {
            let challenge = try await island.identity.requestCode(
                after: exchange.identifier("challenge"), language: exchange.language, from: exchange.origin)
            return .seeOther(island.links.code(challenge.text, next: next))
        } catch let problem as Problem where problem.code == .tooMany {
            let notice = exchange.say(problem)
            return try await codePage(exchange, island, next: next, notice: notice, status: problem.status)
        } catch let problem as Problem where [.gone, .conflict].contains(problem.code) {
            let notice = exchange.say(problem)
            return try await exchange.show(SignInPage(exchange, island, next: next, notice: notice), of: island, status: problem.status)
        }
    }

    private static func codePage(
        _ exchange: Exchange, _ island: Island, next: String, issues: [FieldIssue] = [], notice: String? = nil, status: Int = 200
    ) async throws -> Reply {
        let seconds = try await island.identity.secondsUntilNextCode(after: exchange.identifier("challenge"))
        let page = CodePage(exchange, island, next: next, secondsToWait: seconds, issues: issues, notice: notice)
        return try await exchange.show(page, of: island, status: status)
    }
}

extension Exchange {
    /// Where to go after signing in, as the address or the form says it: only to a path of this same region with its query, never to
    /// another site; else empty.
    func next(_ island: Island) -> String {
        func isPlain(_ text: Substring, with marks: String) -> Bool {
            text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) }
        }
        let address = query[Links.nextParameter] ?? form["next"]
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path == island.links.home || path.hasPrefix(island.links.home + "/"), isPlain(path, with: "/-_"),
            parts.dropFirst().allSatisfy({ isPlain($0, with: "/-_=&.%+") })
        else { return "" }
        return address
    }
}

internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel

/// Turns requests into exchanges and replies into responses: who asks (`Session.swift`), what was sent (`Body.swift`), how a
/// refusal looks (`Refusal.swift`), what every answer carries (`Headers.swift`).
extension Portal {
    func responder() -> RouterResponder<PortalContext> { responder(for: routes) }

    func responder(for routes: [Route]) -> RouterResponder<PortalContext> {
        let router = Router(context: PortalContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: OneAddress(portal: self, book: AddressBook(routes, regions: islands.keys)))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await whileHere(request, context, route)
            }
        }
        return router.buildResponder()
    }

    /// Answers, and for those routes that ask for it stops working when the connection is closed before the answer.
    private func whileHere(_ request: Request, _ context: PortalContext, _ route: Route) async -> Response {
        // Without a socket, as in tests, nobody can leave.
        guard route.endsWithItsSender, context.remoteAddress != nil else { return await respond(to: request, context, route) }
        do {
            return try await request.body.consumeWithCancellationOnInboundClose { body in
                var request = request
                request.body = body
                return await respond(to: request, context, route)
            }
        } catch {
            // Nobody reads it any more.
            return Response(status: .init(code: 499, reasonPhrase: "Client Closed Request"))
        }
    }

    private func respond(to request: Request, _ context: PortalContext, _ route: Route) async -> Response {
        let cookies = cookies(request, context)
        let mayPack = mayPack(request, route, cookies)
        let isPacked = mayPack && Gzip.isTaken(request.headers[.acceptEncoding])
        var key = sharedKey(request, context, route, cookies)
        key?.isPacked = isPacked
        if let key, let kept = commons.cache.reply(for: key) { return finish(kept, route) }
        var reply: Reply
        do {
            reply = try await answer(request, context, route, cookies)
            if mayPack { reply = reply.packed(if: isPacked) }
            if let key, reply.status == .ok, reply.isWhole, reply.cookies.isEmpty { commons.cache.keep(reply, for: key) }
        } catch {
            reply = await refusal(error, request, context, route, cookies)
        }
        return finish(reply, route)
    }

    /// The key of the kept page that answers this request; `nil` when the page is not the same for everybody.
    private func sharedKey(_ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String]) -> PageCache.Key? {
        guard route.isShared, request.uri.query == nil, cookies[Portal.sessionCookieName] == nil else { return nil }
        // The first page shows which region was chosen last.
        guard request.uri.path != Links.front || cookies[Portal.regionCookieName] == nil else { return nil }
        var version = 0
        var language = cookies[Portal.languageCookieName].flatMap(Language.init(rawValue:)) ?? .indonesian
        if let slug = context.parameters.get("region") {
            guard let island = try? island(slug) else { return nil }
            version = island.switches.version
            if cookies[Portal.languageCookieName] == nil { language = island.region.languages.first ?? .indonesian }
        }
        return PageCache.Key(
            path: request.uri.path, language: language.rawValue,
            state: PageCache.State(switchVersion: version, minute: clock.now.milliseconds / 60_000))
    }

    /// Whether the answer may be packed at all. How small it becomes tells whether what is in it repeats (the BREACH attack): so
    /// nothing is packed in which somebody else's words could stand beside what is secret. A form's token is written anew in
    /// every answer (`FormToken`); an address with a query, and a form that was sent, bring words along, which is harmless only
    /// on a page that is the same for every visitor. What was not found is not packed either, because it names the address.
    private func mayPack(_ request: Request, _ route: Route, _ cookies: [String: String]) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        return request.uri.query == nil || route.path.hasPrefix("/aset/") || (route.isShared && cookies[Portal.sessionCookieName] == nil)
    }

    private func answer(_ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String]) async throws -> Reply {
        let island = try context.parameters.get("region").map(island)
        let session = try await session(request, route.door, cookies, island)
        if route.door == .page, let chosen = try await languageChoice(request, session, island) { return chosen }
        if route.operation != nil {
            let caller = session?.principal.reference ?? sender(request, context)
            try await commons.programLimiter.take(caller)
        }
        do {
            try route.access.check(session?.principal ?? .visitor)
        } catch let problem as Problem where problem.code == .unauthenticated && route.door.rules.face == .page {
            return try await signInRedirect(request, context, route, cookies, island)
        }
        if session?.mustChangePassword == true, let island, !island.links.isOpenBeforeNewPassword(request.uri.path) {
            // Whoever was given a password chooses her own before she does anything else.
            if route.door == .page { return .seeOther(island.links.staffAccount) }
            throw Problem(.forbidden, "problem.password.due")
        }
        if route.door.rules.proof == .headerToken, route.isChange { try requireHeaderToken(request, cookies, island) }
        guard [.upload, .ownFile].contains(route.door) else {
            let body = try await body(of: request, context, route.door, refusal: nil)
            return try await handle(exchange(request, context, route, cookies, island, session, body), route, island)
        }
        let sender = UploadGate.person(session?.principal ?? .visitor, in: island)
        return try await commons.uploads.take(by: sender, bytes: mostBytes(of: request, route.door)) { refusal in
            try await body(of: request, context, route.door, refusal: refusal)
        } then: { body in
            try await handle(exchange(request, context, route, cookies, island, session, body), route, island)
        }
    }

    /// - Throws: `forbidden` `problem.api.formToken` unless the session's token came in a header, which a browser lets no page of another
    ///   site send.
    private func requireHeaderToken(_ request: Request, _ cookies: [String: String], _ island: Island?) throws {
        let token = HTTPField.Name(Exchange.formTokenHeader).flatMap { request.headers[$0] } ?? ""
        guard let secret = cookies[Portal.sessionCookieName], island?.formToken.isValid(token, for: secret) == true else {
            throw Problem(.forbidden, "problem.api.formToken", detail: "header token missing or wrong")
        }
    }

    private func handle(_ exchange: Exchange, _ route: Route, _ island: Island?) async throws -> Reply {
        switch route.handler {
        case .anywhere(let handle): return try await handle(exchange)
        case .nation(let handle): return try await handle(exchange, sortedIslands)
        case .region(let handle):
            guard let island else { throw Problem.notFound("route without region") }
            return try await handle(exchange, island)
        }
    }

    private func exchange(
        _ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String], _ island: Island?, _ session: Session?,
        _ body: ReceivedBody
    ) throws -> Exchange {
        let token = island?.formToken
        let sessionSecret = session != nil ? cookies[Portal.sessionCookieName] : nil
        let visitorSecret = cookies[Portal.formCookieName].flatMap { $0.utf8.count == 64 ? $0 : nil }
        let secret = sessionSecret ?? visitorSecret ?? FormToken.randomSecret()
        var form = Form()
        if route.door.rules.proof == .formToken, case .whole(let data) = body {
            form = try Form(contentType: request.headers[.contentType] ?? "", body: data)
            guard sessionSecret != nil || visitorSecret != nil, token?.isValid(form["csrf"], for: secret) == true else {
                throw Problem(.forbidden, "problem.csrf", detail: "form token missing or wrong")
            }
        }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        let holder = session.map { KeptForms.Holder.person($0.principal.reference) } ?? visitorSecret.map { .visitor($0) }
        let kept = route.door == .page ? holder.flatMap { commons.keptForms.entry(query[Exchange.keptName] ?? "", for: $0) } : nil
        if let kept { form = kept.form }
        let parameters = Portal.parameters(context)
        return Exchange(
            portal: commons, path: request.uri.path, pagePath: route.pageAddress(parameters) ?? request.uri.path,
            rawQuery: request.uri.query ?? "", query: query, parameters: parameters, cookies: cookies, headers: headers, form: form,
            keptIssues: kept?.issues ?? [], rawBody: body.data, session: session,
            language: route.door.rules.face == .page ? language(cookies, session, island) : acceptedLanguage(request, island),
            senderAddress: sender(request, context),
            formSecret: secret,
            // A page that is the same for every visitor has no form, and must not carry one visitor's cookie to the next.
            mustSetFormCookie: sessionSecret == nil && visitorSecret == nil && !route.isShared,
            formToken: token?.token(for: secret) ?? "", uploadRefusal: body.refusal)
    }

    private static func parameters(_ context: PortalContext) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = value.removingPercentEncoding ?? String(value) }
        return parameters
    }

    /// To the sign-in, and from there back to where she was, with what she typed when her session ended over it.
    private func signInRedirect(
        _ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String], _ island: Island?
    ) async throws -> Reply {
        guard let island else { throw Problem.notFound("route without region") }
        var query = request.uri.query.map { [$0] } ?? []
        if route.method == .post, let key = try await keptWords(request, context, route, cookies, island) {
            query.append("\(Exchange.keptName)=\(key)")
        }
        let page = route.pageAddress(Portal.parameters(context)) ?? request.uri.path
        let next = page + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        switch route.access {
        case .officer, .administrator, .cashier, .finance, .staff: return .seeOther(island.links.staffSignIn(next: next))
        default: return .seeOther(island.links.signIn(next: next))
        }
    }

    /// Keeps the form of somebody whose session ended a while ago, for herself alone.
    /// - Returns: its key; `nil` for others, and for a form that did not come from our page.
    private func keptWords(
        _ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String], _ island: Island
    ) async throws -> String? {
        guard route.door == .form, let token = cookies[Portal.sessionCookieName], token.utf8.count <= 100,
            let holder = try await island.identity.lateHolder(token: token),
            case .whole(let data) = try await body(of: request, context, route.door, refusal: nil),
            let form = try? Form(contentType: request.headers[.contentType] ?? "", body: data),
            island.formToken.isValid(form["csrf"], for: token)
        else { return nil }
        return commons.keptForms.keep(form, [], for: .person(holder.reference))
    }
}

internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging
internal import NIOCore

/// Turns requests into exchanges and replies into responses. All that holds for every route stands here: region, session,
/// language, access, size, form token, refusal, headers, counting.
extension Portal {
    func responder() -> RouterResponder<PortalContext> {
        let router = Router(context: PortalContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: UnknownPath(portal: self))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await respond(to: request, context, route)
            }
        }
        return router.buildResponder()
    }

    private func respond(to request: Request, _ context: PortalContext, _ route: Route) async -> Response {
        let cookies = Cookie.parse(request.headers[.cookie] ?? "")
        let key = sharedKey(request, context, route, cookies)
        if let key, let kept = cache.reply(for: key) { return finish(kept, route) }
        let reply: Reply
        do {
            reply = try await answer(request, context, route, cookies)
            if let key, reply.status == .ok, reply.cookies.isEmpty { cache.keep(reply, for: key) }
        } catch {
            reply = await refusal(error, request, context, route, cookies)
        }
        return finish(reply, route)
    }

    /// The key of the kept page that answers this request; `nil` when the page is not the same for everybody.
    private func sharedKey(_ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String]) -> PageCache.Key? {
        guard route.isShared, request.uri.query == nil, cookies[Portal.sessionCookieName] == nil else { return nil }
        var version = 0
        var language = cookies[Portal.languageCookieName].flatMap(Language.init(rawValue:)) ?? .indonesian
        if let slug = context.parameters.get("region") {
            guard let island = try? island(slug) else { return nil }
            version = island.switches.version
            if cookies[Portal.languageCookieName] == nil { language = island.region.languages.first ?? .indonesian }
        }
        return PageCache.Key(
            path: request.uri.path, language: language.rawValue, switchVersion: version, minute: clock.now.milliseconds / 60_000)
    }

    private func answer(_ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String]) async throws -> Reply {
        let island = try context.parameters.get("region").map(island)
        let session = try await session(cookies, island)
        if let chosen = try await languageChoice(request, session, island) { return chosen }
        do {
            try route.access.check(session?.principal ?? .visitor)
        } catch let problem as Problem where problem.code == .unauthenticated && route.method == .get {
            return signInRedirect(route, island, path: request.uri.path)
        }
        var body: Data?
        var isUploadTooLarge = false
        do {
            body = try await collect(request, limitBytes: route.bodyLimitBytes)
        } catch let problem as Problem where problem.code == .tooLarge && route.bodyLimitBytes == RouteTable.uploadLimitBytes {
            // The page with the upload says it at its field. Its form token went with the body, so it must change nothing.
            isUploadTooLarge = true
        }
        var exchange = try exchange(request, context, route, cookies, island, session, body)
        exchange.isUploadTooLarge = isUploadTooLarge
        switch route.handler {
        case .anywhere(let handle): return try await handle(exchange)
        case .region(let handle):
            guard let island else { throw Problem.notFound("route without region") }
            return try await handle(exchange, island)
        }
    }

    private func exchange(
        _ request: Request, _ context: PortalContext, _ route: Route, _ cookies: [String: String], _ island: Island?, _ session: Session?,
        _ body: Data?
    ) throws -> Exchange {
        let token = island?.formToken
        let sessionSecret = session != nil ? cookies[Portal.sessionCookieName] : nil
        let visitorSecret = cookies[Portal.formCookieName].flatMap { $0.utf8.count == 64 ? $0 : nil }
        let secret = sessionSecret ?? visitorSecret ?? FormToken.randomSecret()
        var form = Form()
        if let body, route.access.needsFormToken {
            form = try Form(contentType: request.headers[.contentType] ?? "", body: body)
            guard sessionSecret != nil || visitorSecret != nil, token?.isValid(form["csrf"], for: secret) == true else {
                throw Problem(.forbidden, "problem.csrf", detail: "form token missing or wrong")
            }
        }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = value.removingPercentEncoding ?? String(value) }
        return Exchange(
            portal: self, path: request.uri.path, query: query, parameters: parameters, cookies: cookies, headers: headers, form: form,
            rawBody: body ?? Data(), session: session, language: language(cookies, session, island),
            senderAddress: sender(request, context),
            formSecret: secret,
            // A page that is the same for every visitor has no form, and must not carry one visitor's cookie to the next.
            mustSetFormCookie: sessionSecret == nil && visitorSecret == nil && !route.isShared,
            formToken: token?.token(for: secret) ?? "")
    }

    // MARK: Session and language

    static let sessionCookieName = "mpp_sesi"
    static let formCookieName = "mpp_formulir"
    static let languageCookieName = "mpp_bahasa"

    /// A session belongs to one region: its token means nothing to another one's database.
    private func session(_ cookies: [String: String], _ island: Island?) async throws -> Session? {
        guard let island, let token = cookies[Portal.sessionCookieName], token.utf8.count <= 100 else { return nil }
        return try await island.identity.session(token: token)
    }

    func sessionCookie(_ signedIn: SignedIn, _ island: Island) -> Cookie {
        Cookie(
            name: Portal.sessionCookieName, value: signedIn.token, path: "/\(island.region.slug)",
            maxAgeSeconds: signedIn.expiresAt.seconds(since: clock.now), isSecure: settings.hasSecureCookies)
    }

    func formCookie(_ secret: String, _ island: Island) -> Cookie {
        Cookie(
            name: Portal.formCookieName, value: secret, path: "/\(island.region.slug)", maxAgeSeconds: nil,
            isSecure: settings.hasSecureCookies)
    }

    private func language(_ cookies: [String: String], _ session: Session?, _ island: Island?) -> Language {
        cookies[Portal.languageCookieName].flatMap(Language.init(rawValue:)) ?? session?.language ?? island?.region.languages.first
            ?? .indonesian
    }

    /// `?bahasa=en` sets the language and leads back to the same page without it.
    private func languageChoice(_ request: Request, _ session: Session?, _ island: Island?) async throws -> Reply? {
        guard request.method == .get, let text = request.uri.queryParameters.get("bahasa"), let language = Language(rawValue: text)
        else { return nil }
        if let island, let session, session.principal.personID != nil {
            try await island.identity.setLanguage(language, by: session.principal)
        }
        let cookie = Cookie(
            name: Portal.languageCookieName, value: language.rawValue, path: "/", maxAgeSeconds: 365 * 86_400,
            isSecure: settings.hasSecureCookies)
        return Reply.seeOther(request.uri.path).setting(cookie)
    }

    private func signInRedirect(_ route: Route, _ island: Island?, path: String) -> Reply {
        let slug = island?.region.slug.text ?? ""
        switch route.access {
        case .officer, .administrator: return .seeOther("/\(slug)/petugas/masuk")
        default: return .seeOther("/\(slug)/masuk?lanjut=\(path)")
        }
    }

    /// Who sends, for counting. Behind a proxy on this machine every request comes from the machine itself; the proxy says
    /// last in `X-Forwarded-For` who asked it. From elsewhere anybody could write that field, so it is not believed.
    private func sender(_ request: Request, _ context: PortalContext) -> String {
        let address = context.remoteAddress?.ipAddress ?? "local"
        guard ["127.0.0.1", "::1", "local"].contains(address), let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[name]?.split(separator: ",").last
        else { return address }
        return last.trimmingCharacters(in: .whitespaces)
    }

    // MARK: Body

    /// The whole body of a form, at most `limitBytes`. A larger one is read to its end (32 MiB at most) and thrown away, so
    /// that the browser shows our refusal instead of a broken connection.
    private func collect(_ request: Request, limitBytes: Int) async throws -> Data? {
        guard request.method == .post else { return nil }
        var data = Data()
        var size = 0
        for try await var chunk in request.body {
            size += chunk.readableBytes
            if size <= limitBytes {
                data.append(contentsOf: chunk.readBytes(length: chunk.readableBytes) ?? [])
            } else if size > 32 * 1024 * 1024 {
                break
            }
        }
        guard size <= limitBytes else {
            throw Problem(.tooLarge, "problem.tooLarge", detail: "body of \(size) bytes")
        }
        return data
    }

    // MARK: Refusals

    func refusal(_ error: any Error, _ request: Request, _ context: PortalContext, _ route: Route?, _ cookies: [String: String]) async
        -> Reply
    {
        var problem = error as? Problem ?? Problem(.unexpected, "problem.unexpected", detail: "\(error)")
        let reference = String(Identifier(at: clock.now).text.suffix(12))
        if problem.code == .unexpected {
            problem.messageKey = "problem.unexpected"
            logger.error(
                "unexpected", metadata: ["reference": "\(reference)", "route": "\(route?.path ?? "-")", "error": "\(problem.detail)"])
            metrics.count("mpp_unexpected_total")
        } else {
            logger.debug("refused", metadata: ["route": "\(route?.path ?? "-")", "problem": "\(problem)"])
        }
        problem.arguments["reference"] = reference
        let island = context.parameters.get("region").flatMap { try? self.island($0) }
        let session = try? await session(cookies, island)
        let language = language(cookies, session, island)
        let sentence = catalogue.words.resolve(problem, in: language)
        if request.uri.path.contains("/api/") || request.uri.path.hasSuffix("/metrics") {
            return problemJSON(problem, sentence)
        }
        do {
            let exchange = Exchange(
                portal: self, path: request.uri.path, query: [:], parameters: [:], cookies: cookies, headers: [:], form: Form(),
                rawBody: Data(), session: session, language: language, senderAddress: "", formSecret: "", mustSetFormCookie: false,
                formToken: session.flatMap { _ in cookies[Portal.sessionCookieName] }.flatMap { island?.formToken.token(for: $0) } ?? "")
            let title = catalogue.words.sentence("problem.title.\(problem.code.rawValue)", in: language)
            let page = ProblemPage(heading: Heading(title: title), text: sentence, backHref: island?.links.home ?? Links.front)
            return try await exchange.show(page, of: island, status: problem.status)
        } catch {
            // The page of the problem could not be made either: the sentence alone still helps.
            return .text(sentence + "\n", status: .init(code: problem.status))
        }
    }

    /// `application/problem+json` (RFC 9457).
    private func problemJSON(_ problem: Problem, _ sentence: String) -> Reply {
        struct Body: Encodable {
            let type = "about:blank"
            let title: String
            let status: Int
            let code: String
            let detail: String
        }
        let body = Body(title: problem.code.rawValue, status: problem.status, code: problem.messageKey, detail: sentence)
        let text = (try? JSONEncoder().encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return .json(text, contentType: "application/problem+json", status: .init(code: problem.status))
    }

    // MARK: Headers

    private static let securityHeaders: [(HTTPField.Name, String)] = {
        func name(_ text: String) -> HTTPField.Name? { HTTPField.Name(text) }
        return [
            (
                name("Content-Security-Policy"),
                "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            (name("X-Content-Type-Options"), "nosniff"), (name("Referrer-Policy"), "same-origin"),
            (name("Cross-Origin-Opener-Policy"), "same-origin"), (name("Permissions-Policy"), "camera=(), microphone=(), geolocation=()"),
        ].compactMap { pair in pair.0.map { ($0, pair.1) } }
    }()

    func finish(_ reply: Reply, _ route: Route?) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = reply.contentType
        for (name, value) in Portal.securityHeaders { headers[name] = value }
        for (name, value) in reply.headers { headers[name] = value }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if settings.hasSecureCookies, let name = HTTPField.Name("Strict-Transport-Security") { headers[name] = "max-age=31536000" }
        for cookie in reply.cookies { headers.append(HTTPField(name: .setCookie, value: cookie.header)) }
        metrics.count("mpp_responses_total", "route=\"\(route?.path ?? "-")\",status=\"\(reply.status.code)\"")
        return Response(status: reply.status, headers: headers, body: .init(byteBuffer: reply.body))
    }
}

/// The page for an address that no route has.
struct UnknownPath: RouterMiddleware {
    let portal: Portal

    func handle(_ request: Request, context: PortalContext, next: (Request, PortalContext) async throws -> Response) async throws
        -> Response
    {
        do { return try await next(request, context) } catch {
            let isMissing = (error as? HTTPError)?.status == .notFound
            let problem: any Error = isMissing ? Problem.notFound("no route \(request.method) \(request.uri.path.prefix(80))") : error
            let cookies = Cookie.parse(request.headers[.cookie] ?? "")
            return portal.finish(await portal.refusal(problem, request, context, nil, cookies), nil)
        }
    }
}

internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging

/// What is answered instead of what was asked for: a page for people, a problem for programs.
extension Portal {
    /// - Parameter door: of an address that takes another method; `nil` asks the route, or the neighbours of the address.
    func refusal(
        _ error: any Error, _ request: Request, _ context: PortalContext, _ route: Route?, _ cookies: [String: String], door: Door? = nil
    ) async -> Reply {
        let departure = Departure(error)
        if departure != nil { commons.metrics.count("mpp_departed_total") }
        // Nobody reads what is said to somebody who has left.
        if departure == .left { return .text("", status: .badRequest) }
        var problem =
            departure?.problem ?? error as? Problem ?? Problem(.unexpected, "problem.unexpected", detail: "\(error)")
        let reference = String(Identifier(at: clock.now).text.suffix(12))
        if problem.code == .unexpected {
            problem.messageKey = "problem.unexpected"
            logger.error(
                "unexpected", metadata: ["reference": "\(reference)", "route": "\(route?.path ?? "-")", "error": "\(problem.detail)"])
            commons.metrics.count("mpp_unexpected_total")
        } else {
            logger.debug("refused", metadata: ["reference": "\(reference)", "route": "\(route?.path ?? "-")", "problem": "\(problem)"])
        }
        problem.arguments["reference"] = reference
        // An address that begins with a region stays in it, also where no route is.
        let island = regionName(request, context).flatMap { try? self.island($0) }
        commons.disks.note(error, of: island?.region.slug)
        // An address that no route has is refused as its neighbours would be.
        let door = door ?? route?.door ?? (request.uri.path.contains("/api/") ? .api : .page)
        if door.rules.face == .problem {
            let language = acceptedLanguage(request, island)
            var reply = ProblemAnswer(problem: problem, reference: reference, words: catalogue.words, language: language).reply
            if problem.code == .unauthenticated, door.rules.proof == .key { reply.headers.append((.wwwAuthenticate, "Bearer")) }
            return reply
        }
        let session = try? await session(request, door, cookies, island)
        let language = language(cookies, session, island)
        let sentence = catalogue.words.resolve(problem, in: language)
        do {
            let exchange = Exchange(
                portal: commons, path: request.uri.path, pagePath: request.uri.path, rawQuery: "", query: [:], parameters: [:],
                cookies: cookies, headers: [:], form: Form(), keptIssues: [],
                rawBody: Data(), session: session, language: language, senderAddress: "", formSecret: "", mustSetFormCookie: false,
                formToken: session.flatMap { _ in cookies[Portal.sessionCookieName] }.flatMap { island?.formToken.token(for: $0) } ?? "")
            let title = catalogue.words.sentence("problem.title.\(problem.code.rawValue)", in: language)
            let isLost = problem.code == .notFound
            let typed = request.uri.path.split(separator: "/").first ?? ""
            let near = isLost && island == nil ? NearRegions(regions: sortedIslands.map(\.region)).meant(by: typed) : []
            let page = ProblemPage(
                heading: Heading(title: title), text: sentence, backHref: island?.links.home ?? Links.front,
                near: near.map { NearRegion(name: $0.name, href: Links($0.slug).home) }, offersSearch: isLost && island != nil)
            return try await exchange.show(page, of: island, status: problem.status)
        } catch {
            // The page of the problem could not be made either: the sentence alone still helps.
            return .text(sentence + "\n", status: .init(code: problem.status))
        }
    }
}

internal import Catalogue
internal import Foundation
internal import Hummingbird
internal import Identity
internal import Kernel
internal import Logging
internal import NIOCore
internal import Storage

/// What the router keeps for each request.
struct PortalContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    /// The connection, to tell its ``ConnectionKeeper`` what becomes of the body.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }
}

/// One request with what we know of its sender.
struct Exchange: Sendable {
    /// What all regions share. Its own region is handed to the handler; of the others it holds nothing.
    let portal: Commons
    let path: String
    /// Where GET shows the page that this exchange is about: its own path, or of a form's address the page on which the form stands.
    let pagePath: String
    /// As it was asked, without its question mark.
    let rawQuery: String
    let query: [String: String]
    let parameters: [String: String]
    let cookies: [String: String]
    let headers: [String: String]
    /// What was sent, or what was typed before and kept (``KeptForms``).
    let form: Form
    /// What was said to be wrong with a form that was kept.
    let keptIssues: [FieldIssue]
    /// The body as it came, for providers that sign it.
    let rawBody: Data
    let session: Session?
    let language: Language
    let senderAddress: String
    /// The secret behind the form token: the session's or a visitor's cookie, and whether that cookie is still to be set.
    let formSecret: String
    let mustSetFormCookie: Bool
    let formToken: String
    /// Why an upload was thrown away unread, and the form with it; `nil` for one that is there.
    var uploadRefusal: Problem?

    /// What the browser showed as its session; empty without.
    var sessionToken: String { cookies[Portal.sessionCookieName] ?? "" }

    var principal: Principal { session?.principal ?? .visitor }

    /// A sentence of `Words/` in the person's language.
    func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
        portal.catalogue.words.sentence(key, in: language, arguments)
    }

    func say(_ problem: Problem) -> String { portal.catalogue.words.resolve(problem, in: language) }

    /// The path parameter as an identifier; what is not one is not found.
    func identifier(_ name: String = "id") throws -> Identifier {
        guard let id = Identifier(parameters[name] ?? "") else { throw Problem.notFound("no identifier in the path") }
        return id
    }

    /// The command id that every state-changing form carries.
    func command(_ field: String = "command") throws -> CommandID {
        guard let command = CommandID(form[field]) else {
            throw Problem(.invalid, "problem.invalid", detail: "form without command id")
        }
        return command
    }

    /// Where a program sends the token of the session in which it acts.
    static let formTokenHeader = "X-Form-Token"

    /// The query's name for the key of a kept form.
    static let keptName = "isian"

    /// The page that this exchange is about, with what was asked of it, and without a choice of language.
    var pageWithQuery: String {
        let rest = rawQuery.split(separator: "&").filter { $0 != "bahasa" && !$0.hasPrefix("bahasa=") }
        return pagePath + (rest.isEmpty ? "" : "?" + rest.joined(separator: "&"))
    }

    /// Keeps what was typed, for the page on which it is shown again.
    /// - Returns: the key; `nil` when nothing was typed.
    func keepForm(_ issues: [FieldIssue]) -> String? {
        portal.keptForms.keep(form, issues, for: session.map { .person($0.principal.reference) } ?? .visitor(formSecret))
    }

    /// What somebody is told at the sign-in whose words are kept for the page to which it leads.
    func keptNotice(_ next: String) -> [Notice] {
        next.contains("\(Exchange.keptName)=") ? [Notice(kind: "info", title: say("signIn.wordsKept"))] : []
    }

    /// Counted by network: one customer of an IPv6 provider has more addresses than anybody could count.
    func allow(_ limiter: RateLimiter) async throws { try await limiter.take(SenderNetwork(of: senderAddress).text) }

    /// From where, and with which device, somebody wants to sign in.
    var origin: Origin { Origin(address: senderAddress, device: cookies[Portal.deviceCookieName] ?? "") }
}

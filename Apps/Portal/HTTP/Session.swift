internal import Catalogue
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Kernel

/// Who asks, in what language, and from where.
extension Portal {
    static let sessionCookieName = "mpp_sesi"
    static let formCookieName = "mpp_formulir"
    static let languageCookieName = "mpp_bahasa"
    /// The region that was chosen last.
    static let regionCookieName = "mpp_daerah"
    /// Tells that somebody has signed in with this browser before; it opens nothing.
    static let deviceCookieName = "mpp_perangkat"
    static let cookieNames = [sessionCookieName, formCookieName, languageCookieName, regionCookieName, deviceCookieName]

    func cookies(_ request: Request, _ context: PortalContext) -> [String: String] {
        Cookie.parse(
            request.headers[.cookie] ?? "", isSecure: settings.hasSecureCookies, region: regionName(request, context))
    }

    /// The first word of a region's address, whether or not a route is there.
    func regionName(_ request: Request, _ context: PortalContext) -> String? {
        context.parameters.get("region") ?? request.uri.path.split(separator: "/").first.map(String.init)
    }

    /// A session belongs to one region: its token means nothing to another one's database.
    func session(_ request: Request, _ door: Door, _ cookies: [String: String], _ island: Island?) async throws -> Session? {
        guard let island else { return nil }
        if door.rules.proof == .key { return try await island.identity.session(key: bearer(request)) }
        guard let token = cookies[Portal.sessionCookieName], token.utf8.count <= 100 else { return nil }
        return try await island.identity.session(token: token)
    }

    /// What stands behind `Authorization: Bearer`; empty without one.
    private func bearer(_ request: Request) -> String {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }

    /// The language that a program asks for by `Accept-Language`, the one it likes best of ours; else the region's first.
    func acceptedLanguage(_ request: Request, _ island: Island?) -> Language {
        let wishes = (request.headers[.acceptLanguage] ?? "").split(separator: ",").compactMap { wish -> (Language, Double)? in
            let parts = wish.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            guard let tag = parts.first?.split(separator: "-").first, let language = Language(rawValue: String(tag)) else { return nil }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0 ? (language, weight) : nil
        }
        let best = wishes.map(\.1).max()
        return wishes.first { $0.1 == best }?.0 ?? island?.region.languages.first ?? .indonesian
    }

    func language(_ cookies: [String: String], _ session: Session?, _ island: Island?) -> Language {
        cookies[Portal.languageCookieName].flatMap(Language.init(rawValue:)) ?? session?.language ?? island?.region.languages.first
            ?? .indonesian
    }

    /// `?bahasa=en` sets the language and leads back to the same page without it, and with whatever else was asked.
    func languageChoice(_ request: Request, _ session: Session?, _ island: Island?) async throws -> Reply? {
        guard request.method == .get, let text = request.uri.queryParameters.get("bahasa"), let language = Language(rawValue: text)
        else { return nil }
        if let island, let session, session.principal.personID != nil {
            try await island.identity.setLanguage(language, by: session.principal)
        }
        let cookie = Cookie(
            name: Portal.languageCookieName, value: language.rawValue, path: "/", maxAgeSeconds: 365 * 86_400,
            isSecure: settings.hasSecureCookies)
        let rest = (request.uri.query ?? "").split(separator: "&").filter { $0 != "bahasa" && !$0.hasPrefix("bahasa=") }
        return Reply.seeOther(request.uri.path + (rest.isEmpty ? "" : "?" + rest.joined(separator: "&"))).setting(cookie)
    }

    /// Who sends, for counting. Behind a proxy on this machine every request comes from the machine itself; the proxy says
    /// last in `X-Forwarded-For` who asked it. From elsewhere anybody could write that field, so it is not believed.
    func sender(_ request: Request, _ context: PortalContext) -> String {
        let address = context.remoteAddress?.ipAddress ?? "local"
        guard ["127.0.0.1", "::1", "local"].contains(address), let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[name]?.split(separator: ",").last
        else { return address }
        return last.trimmingCharacters(in: .whitespaces)
    }
}

extension Commons {
    func sessionCookie(_ signedIn: SignedIn, _ island: Island) -> Cookie {
        Cookie(
            name: Portal.sessionCookieName, value: signedIn.token, path: "/\(island.region.slug)",
            // The browser keeps it for a while longer than it opens anything: what was typed over the session's end is its holder's.
            maxAgeSeconds: signedIn.expiresAt.seconds(since: clock.now) + IdentityService.lateSeconds,
            isSecure: settings.hasSecureCookies)
    }

    /// What this browser shows at its next sign-in, so that nobody else's tries stop it.
    func deviceCookie(_ device: String, _ island: Island) -> Cookie {
        Cookie(
            name: Portal.deviceCookieName, value: device, path: "/\(island.region.slug)", maxAgeSeconds: 180 * 86_400,
            isSecure: settings.hasSecureCookies)
    }

    func formCookie(_ secret: String, _ island: Island) -> Cookie {
        Cookie(
            name: Portal.formCookieName, value: secret, path: "/\(island.region.slug)", maxAgeSeconds: nil,
            isSecure: settings.hasSecureCookies)
    }
}

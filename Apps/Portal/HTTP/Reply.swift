internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What a handler answers; the responder adds the headers that every answer has.
struct Reply: Sendable {
    enum Body: Sendable {
        case whole(ByteBuffer)
        /// Written part by part as it comes; ends when the stream does, and breaks off when the stream throws.
        case stream(AsyncThrowingStream<ByteBuffer, any Error>)
    }

    var status: HTTPResponse.Status = .ok
    var contentType: String
    var body: Body
    var headers: [(HTTPField.Name, String)] = []
    var cookies: [Cookie] = []

    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, contentType: "text/html; charset=utf-8", body: .whole(ByteBuffer(string: text)))
    }

    static func text(_ text: String, contentType: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, contentType: contentType, body: .whole(ByteBuffer(string: text)))
    }

    static func json(_ text: String, contentType: String = "application/json", status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, contentType: contentType, body: .whole(ByteBuffer(string: text)))
    }

    /// To another page with GET (303), so that reloading sends no form again.
    static func seeOther(_ location: String) -> Reply { leading(to: location, .seeOther) }

    /// To the one address of the same page, with the same method and body (308).
    static func permanent(_ location: String) -> Reply { leading(to: location, .permanentRedirect) }

    private static func leading(to location: String, _ status: HTTPResponse.Status) -> Reply {
        var reply = Reply(status: status, contentType: "text/plain; charset=utf-8", body: .whole(ByteBuffer()))
        // Behind one slash another one, or what browsers take for one, would begin the name of another site.
        let isOurs = location.hasPrefix("/") && !location.hasPrefix("//") && !location.hasPrefix("/\\")
        reply.headers.append((.location, isOurs ? location : Links.front))
        return reply
    }

    /// A file. `filename` becomes safe for the header: letters, digits, points, hyphens, underscores.
    static func file(_ data: Data, contentType: String, filename: String, isInline: Bool) -> Reply {
        let safe = filename.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" }
        var reply = Reply(contentType: contentType, body: .whole(ByteBuffer(bytes: data)))
        reply.headers.append((.contentDisposition, "\(isInline ? "inline" : "attachment"); filename=\"\(String(safe))\""))
        return reply
    }

    /// An answer that goes on while something happens.
    static func stream(_ parts: AsyncThrowingStream<ByteBuffer, any Error>, contentType: String) -> Reply {
        Reply(contentType: contentType, body: .stream(parts))
    }

    /// Whether it can be kept and sent again.
    var isWhole: Bool { if case .whole = body { true } else { false } }

    func setting(_ cookie: Cookie) -> Reply {
        var reply = self
        reply.cookies.append(cookie)
        return reply
    }
}

/// A cookie to set. All are HttpOnly and SameSite=Lax: no script of ours reads one, and no other site's form carries one. Over
/// https a name begins with `__Host-`, which browsers take only from this very host: no other host of the domain can set it. Such
/// a cookie is for the whole host, so that the region for which it is stands in its name.
struct Cookie: Sendable {
    let name: String
    let value: String
    let path: String
    /// `nil` until the browser closes; 0 removes it.
    var maxAgeSeconds: Int?
    var isSecure: Bool

    var header: String {
        let place = isSecure ? "\(Cookie.guarded(name, region: path.dropFirst()))=\(value); Path=/" : "\(name)=\(value); Path=\(path)"
        var text = "\(place); HttpOnly; SameSite=Lax"
        if let maxAgeSeconds { text += "; Max-Age=\(maxAgeSeconds)" }
        if isSecure { text += "; Secure" }
        return text
    }

    /// As the browser knows it over https; without a region it is for all of them.
    private static func guarded(_ name: String, region: Substring) -> String {
        "__Host-\(name)" + (region.isEmpty ? "" : ".\(region)")
    }

    /// The names and values of a `Cookie` header.
    /// - Parameters:
    ///   - isSecure: whether only those with the guarded name count.
    ///   - region: for which region's page they are.
    static func parse(_ header: String, isSecure: Bool, region: String?) -> [String: String] {
        let all = parse(header)
        guard isSecure else { return all }
        return Portal.cookieNames.reduce(into: [:]) { cookies, name in
            // The language and the region chosen last are the same everywhere; a session and a form's secret are of one region.
            let place = [Portal.languageCookieName, Portal.regionCookieName].contains(name) ? "" : region
            cookies[name] = place.flatMap { all[guarded(name, region: $0[...])] }
        }
    }

    static func parse(_ header: String) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in header.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            // The first wins: the browser sends the one with the most specific path first.
            if cookies[name] == nil { cookies[name] = String(parts[1]) }
        }
        return cookies
    }
}

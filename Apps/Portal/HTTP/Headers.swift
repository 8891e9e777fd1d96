internal import HTTPTypes
internal import Hummingbird

/// What every answer carries.
extension Portal {
    /// Names that `HTTPField.Name` does not know; one that cannot be a name would be left out.
    private static let securityHeaders: [(HTTPField.Name, String)] = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

    /// - Parameter route: `nil` for an address that no route has.
    func finish(_ reply: Reply, _ route: Route?) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = reply.contentType
        headers[.contentSecurityPolicy] = (route?.door ?? .page).rules.contentPolicy
        for (name, value) in Portal.securityHeaders { headers[name] = value }
        for (name, value) in reply.headers { headers[name] = value }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if settings.hasSecureCookies { headers[.strictTransportSecurity] = "max-age=31536000" }
        for cookie in reply.cookies { headers.append(HTTPField(name: .setCookie, value: cookie.header)) }
        commons.metrics.count("mpp_responses_total", "route=\"\(route?.path ?? "-")\",status=\"\(reply.status.code)\"")
        switch reply.body {
        case .whole(let buffer): return Response(status: reply.status, headers: headers, body: .init(byteBuffer: buffer))
        case .stream(let parts): return Response(status: reply.status, headers: headers, body: .init(asyncSequence: parts))
        }
    }
}

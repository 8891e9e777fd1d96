internal import HTTPTypes
internal import Kernel

/// Who may use a route. Every route states one; a test walks all routes.
enum Access: Sendable, Hashable {
    /// Everybody, signed in or not.
    case everyone
    /// A citizen who signed in to this region.
    case citizen
    /// An officer of this region.
    case officer
    /// An administrator of this region.
    case administrator
    /// A payment provider, known by the signature of its message instead of a session.
    case provider
    /// Everybody, and only while the server runs with `--demo`.
    case demonstration

    /// Whether a form sent to this route must prove that it came from one of our pages. A provider has no page.
    var needsFormToken: Bool { self != .provider }

    /// - Throws: `unauthenticated` for somebody who should sign in first, `forbidden` for somebody signed in as another kind.
    func check(_ principal: Principal) throws {
        let fits =
            switch (self, principal) {
            case (.everyone, _), (.provider, _), (.demonstration, _): true
            case (.citizen, .citizen), (.officer, .officer), (.administrator, .administrator): true
            default: false
            }
        if fits { return }
        if case .visitor = principal {
            throw Problem(.unauthenticated, "problem.session.needed")
        }
        throw Problem(.forbidden, "problem.forbidden")
    }
}

/// One route: how it is reached, who may use it, what it does.
struct Route: Sendable {
    /// What the handler needs besides the exchange.
    enum Handler: Sendable {
        case anywhere(@Sendable (Exchange) async throws -> Reply)
        case region(@Sendable (Exchange, Island) async throws -> Reply)
    }

    let method: HTTPRequest.Method
    /// In the router's pattern, e.g. `/:region/layanan/:service`.
    let path: String
    let access: Access
    /// The most bytes a body may have; a form is small, an upload is not.
    let bodyLimitBytes: Int
    /// Whether a visitor's page is the same for everybody and may be kept in memory.
    let isShared: Bool
    let handler: Handler
}

/// The list of routes, written by the folders of pages.
struct RouteTable {
    /// Fields of a form are short; 64 KiB is room for every question of a service.
    static let formLimitBytes = 64 * 1024
    /// The largest upload (5 MB, checked by Documents) with the form around it.
    static let uploadLimitBytes = 6 * 1024 * 1024

    private(set) var routes: [Route] = []

    /// A page of one region. `path` is what follows `/{region}`.
    mutating func page(
        _ path: String, _ access: Access, isShared: Bool = false,
        _ handler: @escaping @Sendable (Exchange, Island) async throws -> Reply
    ) {
        add(.get, "/:region\(path)", access, 0, isShared, .region(handler))
    }

    /// A form of one region.
    mutating func form(
        _ path: String, _ access: Access, limitBytes: Int = RouteTable.formLimitBytes,
        _ handler: @escaping @Sendable (Exchange, Island) async throws -> Reply
    ) {
        add(.post, "/:region\(path)", access, limitBytes, false, .region(handler))
    }

    /// A page outside the regions.
    mutating func root(_ path: String, isShared: Bool = false, _ handler: @escaping @Sendable (Exchange) async throws -> Reply) {
        add(.get, path, .everyone, 0, isShared, .anywhere(handler))
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ limit: Int, _ isShared: Bool, _ handler: Route.Handler
    ) {
        routes.append(
            Route(method: method, path: path, access: access, bodyLimitBytes: limit, isShared: isShared, handler: handler))
    }
}

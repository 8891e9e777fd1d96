internal import Foundation
internal import HTTPTypes

/// One route: how it is reached, by which door, who may use it, what it does.
struct Route: Sendable {
    /// What the handler needs besides the exchange.
    enum Handler: Sendable {
        case anywhere(@Sendable (Exchange) async throws -> Reply)
        case region(@Sendable (Exchange, Island) async throws -> Reply)
        /// Those few that speak of all regions, which they get sorted by slug.
        case nation(@Sendable (Exchange, [Island]) async throws -> Reply)
    }

    let method: HTTPRequest.Method
    /// In the router's pattern, e.g. `/:region/layanan/:service`.
    let path: String
    let door: Door
    let access: Access
    /// Whether a visitor's page is the same for everybody and may be kept in memory.
    let isShared: Bool
    /// Whether its work is cancelled when the sender leaves before the answer: for what waits in a queue in which others wait too.
    var endsWithItsSender = false
    /// Of a form, the address of the page on which it stands, in the router's pattern; `nil` when that is its own.
    var page: String?
    /// What the API's document tells of it; `nil` for what is no operation of the API.
    let operation: APIOperation?
    let handler: Handler

    /// Where GET shows the page with this form; `nil` when that is the form's own address.
    func pageAddress(_ parameters: [String: String]) -> String? {
        page.map { pattern in
            pattern.split(separator: "/").reduce(into: "") { address, part in
                let value = part.hasPrefix(":") ? parameters[String(part.dropFirst())] ?? "" : String(part)
                address += "/" + (value.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "")
            }
        }
    }
}

/// The list of routes, written by the folders of pages. In the functions for one region `path` is what follows `/{region}`.
struct RouteTable {
    typealias RegionHandler = @Sendable (Exchange, Island) async throws -> Reply

    private(set) var routes: [Route] = []

    /// Something of one region to read.
    mutating func page(_ path: String, _ access: Access, isShared: Bool = false, _ handler: @escaping RegionHandler) {
        add(.get, "/:region\(path)", .page, access, isShared: isShared, .region(handler))
    }

    /// A form of one region.
    /// - Parameter page: the page on which it stands, unless that has the form's own address. Whoever comes to the form's address by
    ///   reloading or by the link to the other language is led there.
    mutating func form(_ path: String, _ access: Access, on page: String? = nil, _ handler: @escaping RegionHandler) {
        add(.post, "/:region\(path)", .form, access, .region(handler))
        guard let page else { return }
        routes[routes.count - 1].page = "/:region\(page)"
        add(.get, "/:region\(path)", .page, access, .region { exchange, _ in .seeOther(exchange.pageWithQuery) })
        routes[routes.count - 1].page = "/:region\(page)"
    }

    /// A form of one region whose work waits in a queue, and is cancelled when its sender leaves.
    mutating func queuedForm(_ path: String, _ access: Access, on page: String? = nil, _ handler: @escaping RegionHandler) {
        let position = routes.count
        form(path, access, on: page, handler)
        routes[position].endsWithItsSender = true
    }

    /// A form of one region with files. One that is refused unread comes without its form and with `uploadRefusal`.
    mutating func upload(_ path: String, _ access: Access, _ handler: @escaping RegionHandler) {
        add(.post, "/:region\(path)", .upload, access, .region(handler))
    }

    /// Where another system tells one region something. The handler checks the signature.
    mutating func notice(_ path: String, _ handler: @escaping RegionHandler) {
        add(.post, "/:region\(path)", .notice, .provider, .region(handler))
    }

    /// An answer of one region that goes on while something happens.
    mutating func stream(_ path: String, _ access: Access, _ handler: @escaping RegionHandler) {
        add(.get, "/:region\(path)", .stream, access, .region(handler))
    }

    /// A page outside the regions.
    mutating func root(_ path: String, _ handler: @escaping @Sendable (Exchange) async throws -> Reply) {
        add(.get, path, .page, .everyone, .anywhere(handler))
    }

    /// A page that speaks of all regions.
    mutating func root(_ path: String, isShared: Bool = false, _ handler: @escaping @Sendable (Exchange, [Island]) async throws -> Reply) {
        add(.get, path, .page, .everyone, isShared: isShared, .nation(handler))
    }

    /// Where a machine that watches the process looks.
    mutating func probe(_ path: String, _ handler: @escaping @Sendable (Exchange, [Island]) async throws -> Reply) {
        add(.get, path, .probe, .everyone, .nation(handler))
    }

    mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ door: Door, _ access: Access, isShared: Bool = false,
        operation: APIOperation? = nil, _ handler: Route.Handler
    ) {
        routes.append(
            Route(
                method: method, path: path, door: door, access: access, isShared: isShared, operation: operation, handler: handler))
    }
}

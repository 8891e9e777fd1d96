internal import HTTPTypes
internal import Hummingbird
internal import Kernel

/// Leads to the one address of a page, and answers where no route is: for another method what is allowed, else that nothing
/// is there.
struct OneAddress: RouterMiddleware {
    let portal: Portal
    let book: AddressBook

    func handle(_ request: Request, context: PortalContext, next: (Request, PortalContext) async throws -> Response) async throws
        -> Response
    {
        let path = request.uri.path
        if let canonical = book.canonical(path) {
            let query = request.uri.query.map { "?\($0)" } ?? ""
            return portal.finish(.permanent(canonical + query), nil)
        }
        do { return try await next(request, context) } catch {
            guard (error as? HTTPError)?.status == .notFound else { return await refuse(error, request, context) }
            let known = path == "*" ? (allowed: ["GET", "HEAD", "OPTIONS", "POST"], door: Door.probe) : book.methods(at: path)
            guard let known else {
                return await refuse(Problem.notFound("no route \(request.method) \(path.prefix(80))"), request, context)
            }
            let allow = known.allowed.joined(separator: ", ")
            guard request.method == .options else {
                let problem = Problem(.wrongMethod, "problem.wrongMethod", detail: "\(request.method) \(path.prefix(80))")
                var response = await refuse(problem, request, context, known.door)
                response.headers[.allow] = allow
                return response
            }
            var reply = Reply.text("", status: .noContent)
            reply.headers.append((.allow, allow))
            return portal.finish(reply, nil)
        }
    }

    private func refuse(_ error: any Error, _ request: Request, _ context: PortalContext, _ door: Door? = nil) async -> Response {
        let cookies = portal.cookies(request, context)
        return portal.finish(await portal.refusal(error, request, context, nil, cookies, door: door), nil)
    }
}

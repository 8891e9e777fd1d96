internal import Foundation
internal import HTTPTypes
internal import Kernel

/// One operation of the API as the document tells it; `Route` has its method, path and access.
struct APIOperation: Sendable {
    /// Unique, e.g. `listRequests`.
    let id: String
    let summary: String
    let asked: [AskedField]
    let status: Int
    let contents: [String: JSON]
    let parts: [any Resource.Type]
    /// Whether its body is a file instead of JSON.
    let takesFile: Bool
}

extension RouteTable {
    /// An operation of one region at `/{region}/api/v1` and `path`. One that changes something is done once for each
    /// `Idempotency-Key`.
    mutating func operation<Asked: Ask, Answered: Answer>(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ id: String, _ summary: String,
        _ handler: @escaping @Sendable (Asked, Exchange, Island) async throws -> Answered
    ) {
        add(method, path, .api, access, id, summary, handler)
    }

    /// An operation of one region on what belongs to the citizen who is signed in. What is put or deleted is so however often the call is
    /// sent; what is posted is done once for each `Idempotency-Key`.
    mutating func own<Asked: Ask, Answered: Answer>(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String,
        _ handler: @escaping @Sendable (Asked, Exchange, Island) async throws -> Answered
    ) {
        add(method, path, Asked.takesFile ? .ownFile : .own, .citizen, id, summary, handler)
    }

    private mutating func add<Asked: Ask, Answered: Answer>(
        _ method: HTTPRequest.Method, _ path: String, _ door: Door, _ access: Access, _ id: String, _ summary: String,
        _ handler: @escaping @Sendable (Asked, Exchange, Island) async throws -> Answered
    ) {
        add(
            method, "/:region/api/v1\(path)", door, access, operation: APIOperation(id, summary, Asked.self, Answered.self),
            .region { exchange, island in
                let asked = try exchange.asked(Asked.self, method)
                if method == .post { try await exchange.claimIdempotencyKey(island) }
                return try await handler(asked, exchange, island).reply
            })
    }

    /// An operation that speaks of all regions, at `/api/v1` and `path`. It changes nothing.
    mutating func nation<Asked: Ask, Answered: Answer>(
        _ path: String, _ id: String, _ summary: String,
        _ handler: @escaping @Sendable (Asked, Exchange, [Island]) async throws -> Answered
    ) {
        add(
            .get, "/api/v1\(path)", .api, .everyone, operation: APIOperation(id, summary, Asked.self, Answered.self),
            .nation { exchange, islands in
                try await handler(exchange.asked(Asked.self, .get), exchange, islands).reply
            })
    }
}

extension APIOperation {
    fileprivate init<Asked: Ask, Answered: Answer>(_ id: String, _ summary: String, _: Asked.Type, _: Answered.Type) {
        var recorder = AskReader()
        // With nothing in hand no path can be wrong.
        _ = try? Asked(&recorder)
        self.init(
            id: id, summary: summary, asked: recorder.asked, status: Answered.status.code, contents: Answered.contents,
            parts: Answered.parts, takesFile: Asked.takesFile)
    }
}

extension Exchange {
    /// What the operation is asked by this request.
    /// - Throws: `unsupportedType` for a body that is not said to be JSON; `invalid` with an issue for each fault.
    fileprivate func asked<Asked: Ask>(_: Asked.Type, _ method: HTTPRequest.Method) throws -> Asked {
        if Asked.takesFile { try requireFile() }
        let body = method == .get || Asked.takesFile ? [:] : try bodyFields()
        var reader = AskReader(parameters: parameters, query: query, body: body)
        let asked = try Asked(&reader)
        try reader.finish()
        return asked
    }

    private var contentType: String? {
        headers["content-type"]?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// - Throws: `unsupportedType` for a body that is said to be none of the files that are taken. What it is, its content decides.
    private func requireFile() throws {
        let types = FileAnswer.contents.keys.sorted()
        guard contentType.map(types.contains) == true else {
            throw Problem(
                .unsupportedType, "problem.api.fileType", arguments: ["types": types.joined(separator: ", ")],
                detail: "content type \(contentType?.prefix(60) ?? "none")")
        }
    }

    /// The fields of the object that was sent; none without a body.
    private func bodyFields() throws -> [String: JSON] {
        guard !rawBody.isEmpty else { return [:] }
        let type = contentType
        guard type == "application/json" else {
            throw Problem(.unsupportedType, "problem.api.contentType", detail: "content type \(type?.prefix(60) ?? "none")")
        }
        guard case .object(let fields)? = try? JSONDecoder().decode(JSON.self, from: rawBody) else {
            throw Problem(.invalid, "problem.api.body", detail: "the body is no JSON object")
        }
        return fields
    }
}

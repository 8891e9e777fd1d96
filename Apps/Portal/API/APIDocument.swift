internal import HTTPTypes
internal import Kernel

/// The description of the API (OpenAPI 3.1), made from the routes themselves.
struct APIDocument: Sendable {
    /// The routes that are operations.
    let routes: [Route]
    /// The regions that the server serves.
    let regions: [RegionSlug]

    var json: JSON {
        [
            "openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": ["title": "MPP Digital", "version": "1", "description": .text(APIDocument.about)],
            "servers": [["url": "/"]], "paths": paths,
            "components": [
                "schemas": .object(Dictionary(resources.map { ($0.name, $0.definition) }) { first, _ in first }),
                "securitySchemes": [
                    "key": ["type": "http", "scheme": "bearer", "description": "A key of the region, made with `mpp key add`."],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": .text(Portal.sessionCookieName),
                        "description": .text(APIDocument.aboutSession),
                    ],
                    "formToken": [
                        "type": "apiKey", "in": "header", "name": .text(Exchange.formTokenHeader),
                        "description": "`formToken` of the session, which no page of another site can read or send.",
                    ],
                ],
                "responses": [
                    "Problem": [
                        "description": .text(ProblemAnswer.about),
                        "content": ["application/problem+json": ["schema": ProblemAnswer.schema]],
                    ]
                ],
            ],
        ]
    }

    static let about = """
        What programs of agencies do in a region. Times are UTC (RFC 3339), amounts are whole rupiah. Sentences for people are in \
        the language that Accept-Language prefers, id or en.
        """

    static let aboutSession = """
        The cookie of a citizen who signed in at the region's own page. Over https its name is `__Host-mpp_sesi.{region}`. A change \
        carries the token of `GET /{region}/api/v1/session` besides.
        """

    /// All resources that an answer can hold, each once, by name.
    var resources: [any Resource.Type] {
        var found: [any Resource.Type] = []
        var waiting: [any Resource.Type] = routes.flatMap { $0.operation?.parts ?? [] } + [ProblemAnswer.self]
        while let next = waiting.popLast() {
            if found.contains(where: { $0.name == next.name }) { continue }
            found.append(next)
            waiting += next.fieldParts
        }
        return found.sorted { $0.name < $1.name }
    }

    private var paths: JSON {
        var paths: [String: JSON] = [:]
        for route in routes {
            guard let operation = route.operation else { continue }
            let path = route.documentPath
            paths[path] = (paths[path] ?? [:]).with([route.method.rawValue.lowercased(): describe(operation, of: route)])
        }
        return .object(paths)
    }

    private func describe(_ operation: APIOperation, of route: Route) -> JSON {
        let parameters = operation.asked.filter { $0.place != .body }.map(parameter)
        var described: [String: JSON] = [
            "operationId": .text(operation.id), "summary": .text(operation.summary), "responses": responses(operation, of: route),
            "parameters": .list((route.hasRegion ? [region] : []) + parameters + (route.isOnce ? [APIDocument.idempotencyKey] : [])),
        ]
        if case .program(let scope) = route.access { described["security"] = [["key": [.text(scope.rawValue)]]] }
        if route.access == .citizen {
            described["security"] = route.isChange ? [["session": [], "formToken": []]] : [["session": []]]
        }
        let fields = operation.asked.filter { $0.place == .body }
        if operation.takesFile {
            described["requestBody"] = ["required": true, "content": .object(FileAnswer.contents.mapValues { ["schema": $0] })]
        } else if route.isChange, route.method != .delete {
            described["requestBody"] = body(fields)
        }
        return .object(described)
    }

    private func parameter(_ field: AskedField) -> JSON {
        [
            "name": .text(field.name), "in": .text(field.place.rawValue), "required": .bool(field.isRequired),
            "description": .text(field.about), "schema": field.schema,
        ]
    }

    private func body(_ fields: [AskedField]) -> JSON {
        [
            "required": .bool(fields.contains(where: \.isRequired)),
            "content": [
                "application/json": [
                    "schema": [
                        "type": "object", "additionalProperties": false,
                        "required": .list(fields.filter(\.isRequired).map { .text($0.name) }),
                        "properties": .object(
                            Dictionary(fields.map { ($0.name, $0.schema.with(["description": .text($0.about)])) }) { first, _ in first }),
                    ]
                ]
            ],
        ]
    }

    private func responses(_ operation: APIOperation, of route: Route) -> JSON {
        var responses: [String: JSON] = [:]
        for status in route.refusals { responses[String(status)] = ["$ref": "#/components/responses/Problem"] }
        let contents = operation.contents.mapValues { schema -> JSON in ["schema": schema] }
        responses[String(operation.status)] = ["description": .text(operation.summary), "content": .object(contents)]
        return .object(responses)
    }

    private var region: JSON {
        [
            "name": "region", "in": "path", "required": true, "description": "The region's slug.",
            "schema": ["type": "string", "enum": .list(regions.map { .text($0.text) })],
        ]
    }

    private static let idempotencyKey: JSON = [
        "name": .text(Exchange.idempotencyHeader), "in": "header", "required": true,
        "description": "Chosen by the program; the same for each try of the same change, which is done once.",
        "schema": ["type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"],
    ]
}

extension Route {
    /// `/{region}/api/v1/requests/{id}`
    var documentPath: String {
        "/" + path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    var isChange: Bool { method != .get }
    /// Whether it carries an `Idempotency-Key`: what is put or deleted is the same however often it is done.
    var isOnce: Bool { method == .post }
    var hasRegion: Bool { path.hasPrefix("/:region") }

    /// Every status with which this operation can refuse, by what it is asked and what it proves.
    var refusals: Set<Int> {
        var codes: Set<Problem.Code> = [.tooMany, .unavailable, .unexpected]
        if path.contains(":") { codes.insert(.notFound) }
        if operation?.asked.contains(where: { $0.place != .path }) == true { codes.insert(.invalid) }
        if access != .everyone { codes.formUnion([.unauthenticated, .forbidden]) }
        // What was erased at its owner's wish is gone.
        if access != .everyone, path.contains(":id") { codes.insert(.gone) }
        if isChange { codes.formUnion([.invalid, .conflict, .tooLarge, .unsupportedType]) }
        return Set(codes.map { Problem($0, "").status })
    }
}

internal import Identity

import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// What an agency's program calls, in words.
struct Program: Sendable {
    let visitor: Visitor
    let secret: String
    let key: Identifier
    /// `/{region}/api/v1`
    let base: String

    func get(_ path: String, language: String? = nil) async throws -> Visitor.Answer {
        try await visitor.send(.get, base + path, headers: headers(language))
    }

    /// Sends a change; each with an idempotency key of its own unless one is given.
    func post(
        _ body: String, to path: String, once: String? = UUID().uuidString, type: String = "application/json", language: String? = nil
    ) async throws -> Visitor.Answer {
        var headers = headers(language)
        headers["content-type"] = type
        headers["idempotency-key"] = once
        return try await visitor.send(.post, base + path, headers: headers, body: Data(body.utf8))
    }

    private func headers(_ language: String?) -> [String: String] {
        var headers = ["authorization": "Bearer \(secret)"]
        headers["accept-language"] = language
        return headers
    }
}

extension Town {
    /// A program of the agency with a key of this region.
    func program(_ agency: String = "polri", _ scopes: Set<ProgramScope> = Set(ProgramScope.allCases), in region: String = Town.first)
        async throws -> Program
    {
        let new = try await island(region).identity.addKey(
            name: "Program \(agency)", agency: agency, scopes: scopes, validDays: 30, by: .operatorAtConsole(name: "root"))
        return Program(visitor: visitor(), secret: new.secret, key: new.key.id, base: "/\(region)/api/v1")
    }
}

extension Visitor.Answer {
    var json: JSON { (try? JSONDecoder().decode(JSON.self, from: body)) ?? .null }

    /// The ids of a list's items.
    var ids: [String] { items.compactMap { $0["id"]?.word } }
    var items: [JSON] { if case .list(let items)? = json["items"] { items } else { [] } }

    /// Whether it is a problem with that code and, for each of these fields, an issue.
    func isProblem(_ status: Int, _ code: String, issues fields: [String] = []) -> Bool {
        guard case .list(let issues)? = json["issues"] else { return false }
        return self.status == status && headers["content-type"] == "application/problem+json" && json["code"]?.word == code
            && json["status"] == .integer(status) && issues.compactMap { $0["field"]?.word } == fields
            && json["reference"]?.word.isEmpty == false
    }
}

extension JSON {
    var word: String { if case .text(let text) = self { text } else { "" } }
}

import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// What a program calls in which a citizen is signed in, in words.
struct CitizenProgram: Sendable {
    let visitor: Visitor
    /// `/{region}/api/v1`
    let base: String
    /// Of her session; `nil` sends none.
    var token: String?

    func get(_ path: String) async throws -> Visitor.Answer { try await send(.get, path) }

    func put(_ body: String, to path: String) async throws -> Visitor.Answer {
        try await send(.put, path, Data(body.utf8), type: "application/json")
    }

    func put(_ file: Data, to path: String, type: String = "image/png") async throws -> Visitor.Answer {
        try await send(.put, path, file, type: type)
    }

    func post(_ body: String = "{}", to path: String, once: String? = UUID().uuidString) async throws -> Visitor.Answer {
        try await send(.post, path, Data(body.utf8), type: "application/json", once: once)
    }

    func delete(_ path: String) async throws -> Visitor.Answer { try await send(.delete, path) }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: Data = Data(), type: String? = nil, once: String? = nil
    ) async throws -> Visitor.Answer {
        var headers: [String: String] = [:]
        headers["content-type"] = type
        headers["idempotency-key"] = once
        if method != .get { headers["x-form-token"] = token }
        return try await visitor.send(method, base + path, headers: headers, body: body)
    }
}

extension Citizen {
    /// A program that has her session, as one has that shows her the sign-in page itself.
    func program() async throws -> CitizenProgram {
        var program = CitizenProgram(visitor: visitor, base: "\(base)/api/v1")
        program.token = try #require(try await program.get("/session").json["formToken"]?.word)
        return program
    }
}

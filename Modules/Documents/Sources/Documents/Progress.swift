public import Catalogue
public import Kernel
internal import Storage

/// Where a request stands, for whoever quotes its number: nothing of whose it is, or what for.
public struct RequestProgress: Sendable, Hashable {
    public let number: RequestNumber
    public let status: RequestStatus
    public let submittedAt: Instant
    /// Until when the agency promised a decision; set whenever the request comes into review.
    public let dueAt: Instant?
    /// Whether no source confirms that promise.
    public let isPromiseAssumed: Bool
}

extension DocumentService {
    /// The request with that number, for whoever works with what is owed for it.
    /// - Throws: `notFound` for a number that no request has, and as ``request(_:by:)``.
    public func request(numbered number: RequestNumber, by principal: Principal) async throws -> DocumentRequest {
        let id = try await database.read { tx in try RequestStore.find(number, tx)?.id }
        guard let id else { throw Problem.notFound("request \(number.text)") }
        return try await request(id, by: principal)
    }

    /// The numbers of these requests, for whoever works with what is owed for them. What is not there, or not to be seen, is left out.
    public func numbers(of ids: [Identifier], by principal: Principal) async throws -> [Identifier: RequestNumber] {
        try await database.read { tx in
            var numbers: [Identifier: RequestNumber] = [:]
            for id in ids {
                do {
                    let standing = try RequestStore.find(id, tx)
                    _ = try standing.sight(of: principal)
                    numbers[id] = standing.number
                } catch let problem as Problem where problem.code == .notFound {}
            }
            return numbers
        }
    }

    /// - Returns: `nil` for a number that no request has.
    public func progress(of number: RequestNumber) async throws -> RequestProgress? {
        try await database.read { tx in
            guard let standing = try RequestStore.find(number, tx), let submitted = standing.submittedAt else { return nil }
            return RequestProgress(
                number: number, status: standing.status, submittedAt: submitted, dueAt: standing.dueAt,
                isPromiseAssumed: try definitions.find(standing.digest, tx).isAssumed("promise"))
        }
    }
}

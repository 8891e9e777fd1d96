public import Catalogue
public import Kernel
public import Storage

/// A stretch of an agency's requests, in the order in which they were first submitted.
public struct RequestListing: Sendable, Hashable {
    public let requests: [RequestSummary]
    /// Behind which request the next stretch begins; `nil` when this was the last.
    public let next: RequestCursor?
}

/// A place in an agency's list: the request that was read last. Its order never changes, so that nothing is read twice or
/// missed while others come behind it.
public struct RequestCursor: Sendable, Hashable {
    let submittedAt: Instant
    let id: Identifier

    /// Before the first.
    public static let start = RequestCursor(submittedAt: Instant(milliseconds: 0), id: Identifier(at: Instant(milliseconds: 0)))

    /// 44 hexadecimal digits, without a meaning for whoever carries them.
    public var text: String {
        let milliseconds = String(submittedAt.milliseconds, radix: 16)
        return String(repeating: "0", count: max(0, 12 - milliseconds.count)) + milliseconds + id.text.replacing("-", with: "")
    }

    /// Reads any text of that form, whether or not there was such a request.
    public init?(_ text: String) {
        guard text.utf8.count == 44, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let milliseconds = Int64(text.prefix(12), radix: 16)
        else { return nil }
        var id = String(text.dropFirst(12))
        for position in [8, 13, 18, 23] { id.insert("-", at: id.index(id.startIndex, offsetBy: position)) }
        guard let id = Identifier(id) else { return nil }
        self.init(submittedAt: Instant(milliseconds: milliseconds), id: id)
    }

    init(submittedAt: Instant, id: Identifier) {
        self.submittedAt = submittedAt
        self.id = id
    }
}

extension DocumentService {
    /// The agency that decides on that request; `nil` when there is no such request.
    public func agency(of request: Identifier, _ tx: ReadTransaction) throws -> String? {
        try RequestStore.findIfThere(request, tx)?.agency
    }

    /// The agency's requests with one status, behind the cursor; drafts belong to nobody's list. A request of this very
    /// millisecond waits for the next look, because another one of it may still be on its way to the disk.
    /// - Parameter limit: 1 to 100; others are brought into that.
    /// - Throws: `forbidden` for anyone but an officer and a program that may read requests.
    public func requests(
        with status: RequestStatus, after cursor: RequestCursor = .start, limit: Int = 50, by principal: Principal
    ) async throws -> RequestListing {
        guard let agency = principal.readingAgency else { throw Problem(.forbidden, "problem.forbidden", detail: "an agency's requests") }
        let limit = min(max(limit, 1), 100)
        return try await database.read { tx in
            let found = try RequestListStore.stretch(of: agency, status, after: cursor, limit: limit + 1, tx)
            let shown = found.prefix(limit)
            return RequestListing(
                requests: try shown.map { RequestSummary(standing: $0, title: try definitions.find($0.digest, tx).title) },
                next: found.count > limit
                    ? shown.last.flatMap { last in last.submittedAt.map { RequestCursor(submittedAt: $0, id: last.id) } } : nil)
        }
    }
}

extension Principal {
    /// The agency whose requests this principal may read.
    fileprivate var readingAgency: String? {
        switch self {
        case .officer(_, let agency): agency
        case .program(_, let agency, let scopes) where scopes.contains(.readRequests): agency
        default: nil
        }
    }
}

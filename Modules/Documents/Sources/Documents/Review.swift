internal import Catalogue
internal import Foundation
public import Kernel
public import Storage

extension DocumentService {
    /// Sends a request back to its applicant.
    /// - Parameters:
    ///   - code: one of the definition's return reasons.
    ///   - remark: the officer's own words for the applicant, at most 1,000 characters; may be empty.
    ///   - version: the version that the officer has read, when the caller knows it.
    /// - Throws: `invalid` with field `reason` or `remark`; `conflict` `problem.request.moved` when someone decided or the
    ///   applicant changed it meanwhile; `notFound` for officers of other agencies.
    public func returnForCorrection(
        _ id: Identifier, reason code: String, remark: String, version: Int? = nil, command: CommandID, by officer: Principal
    ) async throws {
        let remark = TypedText(remark).prose
        switch TextMeasure(remark).fault(within: 0...1000) {
        case .tooManyMarks: throw Problem(.invalid, "problem.text.marks", fields: [FieldIssue("remark", "problem.text.marks")])
        case .tooLong:
            throw Problem(
                .invalid, "problem.remark.tooLong", arguments: ["max": "1000"],
                fields: [FieldIssue("remark", "problem.remark.tooLong", arguments: ["max": "1000"])])
        case .tooShort, nil: break
        }
        try await decide(.returned, id, version: version, command: command, by: officer) { moved, definition, tx in
            guard let reason = definition.returnReasons.first(where: { $0.code == code }) else {
                throw Problem(.invalid, "problem.reason.unknown", fields: [FieldIssue("reason", "problem.reason.unknown")])
            }
            let remark = TextMeasure(remark).isEmpty ? nil : remark
            let event = RequestReturned(facts: moved.facts(definition), reason: code, reasonLabel: reason.label, remark: remark)
            try record(.returned, moved, event, by: officer, reasonCode: code, remark: remark, tx)
        }
    }

    /// Approves a request; its paper is made next, by ``issue(_:)``.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: `conflict` `problem.request.moved` when someone decided or the applicant changed it meanwhile; `notFound`
    ///   for officers of other agencies.
    public func approve(_ id: Identifier, version: Int? = nil, command: CommandID, by officer: Principal) async throws {
        try await decide(.approved, id, version: version, command: command, by: officer) { moved, definition, tx in
            try record(.approved, moved, RequestApproved(facts: moved.facts(definition)), by: officer, tx)
        }
    }

    /// Makes a move of an officer once, on the version that was read.
    func decide(
        _ move: RequestMove, _ id: Identifier, version: Int?, command: CommandID, by officer: Principal,
        _ body: @escaping @Sendable (RequestStanding, ServiceDefinition, WriteTransaction) throws -> Void
    ) async throws {
        try await database.write { tx in
            _ = try once(command, move.rawValue, on: id, by: officer, tx) {
                let standing = try RequestStore.find(id, tx)
                _ = try standing.sight(of: officer)
                let definition = try definitions.find(standing.digest, tx)
                let moved = try standing.after(move, in: definition.workflow, by: officer, at: tx.now)
                guard version == nil || version == standing.version else {
                    throw Problem(.conflict, "problem.request.moved", detail: "\(id) is at version \(standing.version)")
                }
                try body(moved, definition, tx)
                // What is decided waits for nobody any more.
                if standing.status == .inReview { try ClaimStore.remove(of: id, tx) }
                return moved.status
            }
        }
    }
}

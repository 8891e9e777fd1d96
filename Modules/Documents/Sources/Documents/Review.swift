internal import Catalogue
internal import Foundation
public import Kernel
public import Storage

extension DocumentService {
    /// Sends a request back to its applicant.
    /// - Parameters:
    ///   - code: one of the definition's return reasons.
    ///   - remark: the officer's own words for the applicant, at most 1,000 characters; may be empty.
    ///   - parts: what is to be corrected, in any order; empty when the reason and the words say it all.
    ///   - version: the version that the officer has read, when the caller knows it.
    /// - Throws: `invalid` with field `reason`, `remark` or `parts`; `conflict` `problem.request.moved` when someone decided or the
    ///   applicant changed it meanwhile; `notFound` for officers of other agencies.
    public func returnForCorrection(
        _ id: Identifier, reason code: String, remark: String, parts: Set<RequestPart> = [], version: Int? = nil, command: CommandID,
        by officer: Principal
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
            let named = try keepReturned(moved, definition, naming: parts, tx)
            let event = RequestReturned(
                facts: moved.facts(definition), reason: code, reasonLabel: reason.label, remark: remark,
                parts: named.compactMap { definition.label(of: $0) })
            try record(.returned, moved, event, by: officer, reasonCode: code, remark: remark, tx)
            try startExpiry(of: moved, definition, tx)
        }
    }

    /// Keeps what the request was when it was returned, so that officers see afterwards what became of it.
    /// - Returns: what was named, in the order of the form.
    private func keepReturned(
        _ request: RequestStanding, _ definition: ServiceDefinition, naming parts: Set<RequestPart>, _ tx: WriteTransaction
    ) throws -> [RequestPart] {
        // Of whom nothing is known any more, nothing is kept.
        guard let answers = try RequestStore.answersUnlessErased(request.id, tx) else { return [] }
        let named = definition.parts(asked: AnswerSheet(definition.questions, answers)).filter(parts.contains)
        guard named.count == parts.count else {
            throw Problem(.invalid, "problem.correction.unknown", fields: [FieldIssue("parts", "problem.correction.unknown")])
        }
        try CorrectionStore.put(
            ReturnedContent(parts: named, answers: answers, files: AttachmentStore.identifiers(of: request.id, tx)), of: request, tx)
        return named
    }

    /// Approves a request; its paper is made next, by ``issue(_:)``.
    /// - Parameter version: the version that the officer has read, when the caller knows it.
    /// - Throws: `conflict` `problem.request.moved` when someone decided or the applicant changed it meanwhile; `forbidden`
    ///   `problem.request.fourEyes` where it takes another officer; `notFound` for officers of other agencies.
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
                if try takesAnother(than: officer, for: move, on: standing, definition, tx) {
                    throw Problem(.forbidden, "problem.request.fourEyes", detail: "\(move) on \(id)")
                }
                try body(moved, definition, tx)
                // What is decided waits for nobody any more.
                if standing.status.isWithOfficers { try leaveReview(id, for: moved.status, tx) }
                return moved.status
            }
        }
    }

    /// Lets go of what belongs to a request only as long as it is reviewed.
    func leaveReview(_ id: Identifier, for status: RequestStatus, _ tx: WriteTransaction) throws {
        try ClaimStore.remove(of: id, tx)
        // What it was before its last correction is nobody's business once it was decided.
        if status != .returned, !status.isWithOfficers { try CorrectionStore.remove(of: id, tx) }
    }
}

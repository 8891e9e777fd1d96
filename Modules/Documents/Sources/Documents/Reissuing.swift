internal import Catalogue
public import Kernel
public import Storage

/// Why a paper is issued anew. Raw values are stored; they never change, and differ from the return reasons of services.
public enum ReissueReason: String, Sendable, Hashable, CaseIterable {
    /// It was revoked, and should not have been.
    case revokedByMistake = "paper_revoked_by_mistake"
    /// What is printed is not what was answered and decided.
    case misprinted = "paper_misprinted"
    /// The print, the photo, the code or the signature cannot be read or checked.
    case unreadable = "paper_unreadable"
    /// Anything else, which the officer's words say.
    case another = "paper_other_reason"
}

extension DocumentService {
    /// Issues a paper anew: one that was revoked, or one with a fault, which is void from this moment on. The new one has a number and a code
    /// of its own and says which one it replaces; it says what was answered and approved, by whom, and holds no longer than the first, because
    /// nobody decides anew. It is printed next, by ``issue(_:)``.
    /// - Parameters:
    ///   - kind: the raw value of a ``ReissueReason``.
    ///   - reason: 5 to 500 characters, read by the applicant; sealed.
    ///   - version: the version that the officer has read, when the caller knows it: of two who press at once, one does it.
    /// - Throws: `invalid` `problem.reason.unknown` with field `kind`, `problem.reason.length` with field `reason`; `conflict`
    ///   `problem.paper.over` when the day until which it held is past, `problem.request.moved` unless it has a paper or had one that was
    ///   revoked, and what it asked for was not collected; `notFound` for officers of other agencies.
    public func reissue(
        _ id: Identifier, for kind: String, reason: String, version: Int? = nil, command: CommandID, by officer: Principal
    ) async throws {
        guard let kind = ReissueReason(rawValue: kind) else {
            throw Problem(.invalid, "problem.reason.unknown", fields: [FieldIssue("kind", "problem.reason.unknown")])
        }
        let reason = try GivenReason(reason).text
        try await decide(.reissued, id, version: version, command: command, by: officer) { moved, definition, tx in
            guard let printed = definition.paper, let old = try PaperStore.find(of: id, tx) else {
                throw Problem.notFound("paper of \(id)")
            }
            guard old.validUntil.map({ $0 >= today(tx) }) ?? true else {
                throw Problem(.conflict, "problem.paper.over", detail: "\(old.number) held until \(old.validUntil?.iso8601 ?? "")")
            }
            let new = try numbered(moved, printed, until: old.validUntil, tx)
            try PaperStore.replace(old, by: new, tx)
            let event = RequestReissued(
                facts: moved.facts(definition), number: new.number, replaces: old.number, reason: kind.rawValue, remark: reason)
            try record(.reissued, moved, event, by: officer, reasonCode: kind.rawValue, remark: reason, tx)
        }
    }
}

internal import Catalogue
internal import Kernel
internal import Storage

/// What a command did, kept so that sending it again answers the same.
struct CommandOutcome: Codable {
    let action: String
    let request: Identifier
    let status: RequestStatus
}

extension DocumentService {
    /// Runs a command on a request once.
    /// - Throws: `conflict` `problem.command.foreign` when the id was used by someone else, or for something else.
    func once(
        _ command: CommandID, _ action: String, on request: Identifier, by principal: Principal, _ tx: WriteTransaction,
        _ body: () throws -> RequestStatus
    ) throws -> RequestStatus {
        let outcome = try tx.once(command, by: principal) {
            CommandOutcome(action: action, request: request, status: try body())
        }
        guard outcome.action == action, outcome.request == request else {
            throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.action) on \(outcome.request)")
        }
        return outcome.status
    }

    /// Writes a move with all that belongs to it: the status, the history, the audit trail, and the event.
    /// - Parameters:
    ///   - reason: a code or an officer's official words, for the audit trail and the event; no personal values.
    ///   - remark: words for the applicant, sealed.
    func record(
        _ move: RequestMove, _ moved: RequestStanding, content: RequestContent? = nil, by principal: Principal,
        reasonCode: String? = nil, reason: String? = nil, remark: String? = nil, details more: [String: String] = [:],
        _ tx: WriteTransaction
    ) throws {
        try RequestStore.save(moved, content: content, tx)
        try HistoryStore.append(move, to: moved, by: principal, reason: reasonCode, remark: remark, tx)
        try tx.audit.append(move.event, moved.id, by: principal, reason: reason)
        var details = ["service": moved.service, "person": moved.applicant.text, "status": moved.status.rawValue]
        if let reason { details["reason"] = reason }
        if moved.status == .inReview, let due = moved.dueAt { details["due"] = String(due.milliseconds) }
        try tx.outbox.append(move.event, subject: moved.id, details: details.merging(more) { _, new in new })
    }
}

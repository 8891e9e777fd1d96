internal import Catalogue
internal import Kernel
internal import Storage

/// What a command did, kept so that sending it again answers the same.
struct CommandOutcome: Stored, Hashable {
    static let format = 1
    let action: String
    let request: Identifier
    let status: RequestStatus

    init(action: String, request: Identifier, status: RequestStatus) {
        self.action = action
        self.request = request
        self.status = status
    }

    private enum Key: String, CodingKey { case action, request, status }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        action = try container.decode(String.self, forKey: .action)
        request = try container.decode(Identifier.self, forKey: .request)
        status = try container.decode(RequestStatus.self, forKey: .status)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(action, forKey: .action)
        try container.encode(request, forKey: .request)
        try container.encode(status, forKey: .status)
    }
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
    ///   - event: what the rest of the platform is told; its kind is also the action in the audit trail.
    ///   - reasonCode: the code of a return reason, for the history and the audit trail.
    ///   - remark: an officer's own words, for the applicant; sealed, and for that reason not in the audit trail.
    func record<Event: RequestEvent>(
        _ move: RequestMove, _ moved: RequestStanding, _ event: Event, content: RequestContent? = nil, by principal: Principal,
        reasonCode: String? = nil, remark: String? = nil, _ tx: WriteTransaction
    ) throws {
        try RequestStore.save(moved, content: content, tx)
        try HistoryStore.append(move, to: moved, by: principal, reason: reasonCode, remark: remark, tx)
        try tx.audit.append(Event.kind, moved.id, by: principal, reason: reasonCode)
        try tx.outbox.append(event)
        // The clock stands still while the applicant is asked, and stops when somebody decided.
        if !moved.status.isWithOfficers { try ClockStore.stop(of: moved.id, tx) }
    }
}

extension RequestStanding {
    /// What every event of this request says.
    func facts(_ definition: ServiceDefinition) -> RequestFacts {
        RequestFacts(
            request: id, applicant: applicant, service: service, title: definition.title, requestNumber: number?.text,
            product: definition.product)
    }
}

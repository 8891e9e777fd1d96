public import Catalogue
internal import Kernel

extension RequestMove {
    /// The event that tells the rest of the platform, and the action in the audit trail.
    public var event: String {
        switch self {
        case .submittedForPayment, .submitted: "request.submitted"
        case .readied: "request.ready"
        default: "request.\(rawValue)"
        }
    }

    /// What the key of a program must allow when it makes an officer's move.
    fileprivate var scope: ProgramScope { [.readied, .collected].contains(self) ? .handOver : .decideRequests }
}

extension RequestStanding {
    /// This request after the move, by the table of moves of its definition: the only way in which its status changes.
    /// - Throws: `forbidden` `problem.forbidden` when the principal may not make that move on this request; `conflict`
    ///   `problem.request.moved` when the request does not stand where the move starts.
    func after(_ move: RequestMove, in workflow: Workflow, by principal: Principal, at instant: Instant) throws -> RequestStanding {
        guard workflow.movers(of: move).contains(where: { allows(principal, move, as: $0) }) else {
            throw Problem(.forbidden, "problem.forbidden", detail: "\(move) by \(principal.kind)")
        }
        guard let line = workflow.line(move, from: status) else {
            throw Problem(.conflict, "problem.request.moved", detail: "\(move) on \(id), which is \(status)")
        }
        guard allows(principal, move, as: line.mover) else {
            throw Problem(.forbidden, "problem.forbidden", detail: "\(move) from \(status) by \(principal.kind)")
        }
        var moved = self
        moved.status = line.to
        moved.version += 1
        moved.updatedAt = instant
        if line.from == .draft { moved.submittedAt = instant }
        return moved
    }

    private func allows(_ principal: Principal, _ move: RequestMove, as mover: Mover) -> Bool {
        switch (mover, principal) {
        case (.owner, .citizen(let person)): person == applicant
        case (.officer, .officer(_, let theirAgency)): theirAgency == agency
        case (.officer, .program(_, let theirAgency, let scopes)): theirAgency == agency && scopes.contains(move.scope)
        case (.administrator, .administrator), (.platform, .platform): true
        default: false
        }
    }
}

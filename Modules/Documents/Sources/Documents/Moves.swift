public import Kernel

/// What can happen to a request. Raw values are stored in its history and, behind `request.`, name its event and its
/// entry in the audit trail.
public enum Move: String, Sendable, Hashable, Codable, CaseIterable {
    /// Submitted with a fee to pay first.
    case submittedForPayment
    /// Submitted free of charge.
    case submitted
    /// The fee has been paid.
    case received
    case returned
    case resubmitted
    case approved
    case issued
    case revoked

    /// The event that tells the rest of the platform, and the action in the audit trail.
    public var event: String {
        switch self {
        case .submittedForPayment, .submitted: "request.submitted"
        default: "request.\(rawValue)"
        }
    }
}

/// Who may make a move.
public enum Mover: Sendable, Hashable {
    /// The citizen whose request it is.
    case applicant
    /// An officer of the service's agency.
    case officer
    /// The platform itself, following an event.
    case platform
}

/// One legal move: the only ways in which a request's status changes.
public struct MoveRule: Sendable, Hashable {
    public let from: RequestStatus
    public let move: Move
    public let to: RequestStatus
    public let mover: Mover

    /// Every legal move. A move that is not in this table does not exist.
    public static let all: [MoveRule] = [
        MoveRule(from: .draft, move: .submittedForPayment, to: .awaitingPayment, mover: .applicant),
        MoveRule(from: .draft, move: .submitted, to: .inReview, mover: .applicant),
        MoveRule(from: .awaitingPayment, move: .received, to: .inReview, mover: .platform),
        MoveRule(from: .inReview, move: .returned, to: .returned, mover: .officer),
        MoveRule(from: .returned, move: .resubmitted, to: .inReview, mover: .applicant),
        MoveRule(from: .inReview, move: .approved, to: .approved, mover: .officer),
        MoveRule(from: .approved, move: .issued, to: .issued, mover: .platform),
        MoveRule(from: .issued, move: .revoked, to: .revoked, mover: .officer),
    ]
}

extension RequestStanding {
    /// This request after the move.
    /// - Throws: `forbidden` `problem.forbidden` when the principal may not make that move on this request; `conflict`
    ///   `problem.request.moved` when the request does not stand where the move starts.
    public func after(_ move: Move, by principal: Principal, at instant: Instant) throws -> RequestStanding {
        let rules = MoveRule.all.filter { $0.move == move }
        guard rules.contains(where: { allows(principal, as: $0.mover) }) else {
            throw Problem(.forbidden, "problem.forbidden", detail: "\(move) by \(principal.kind)")
        }
        guard let rule = rules.first(where: { $0.from == status }) else {
            throw Problem(.conflict, "problem.request.moved", detail: "\(move) on \(id), which is \(status)")
        }
        var moved = self
        moved.status = rule.to
        moved.version += 1
        moved.updatedAt = instant
        if rule.from == .draft { moved.submittedAt = instant }
        return moved
    }

    private func allows(_ principal: Principal, as mover: Mover) -> Bool {
        switch (mover, principal) {
        case (.applicant, .citizen(let person)): person == applicant
        case (.officer, .officer(_, let theirAgency)): theirAgency == agency
        case (.platform, .platform): true
        default: false
        }
    }
}

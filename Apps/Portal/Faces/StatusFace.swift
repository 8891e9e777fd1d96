internal import Catalogue

/// A state in a word, with the colour that says the same: `parts/status`.
struct StatusFace: Filling {
    let label: String
    /// `good`, `warning`, `bad` or `info`.
    let kind: String

    static let fields: [Field<StatusFace>] = [.text("label", \.label), .text("kind", \.kind)]
}

extension Exchange {
    func face(of status: RequestStatus) -> StatusFace {
        let kind =
            switch status {
            case .draft, .inReview, .checked, .validated, .preparing, .withdrawn: "info"
            case .awaitingPayment, .returned: "warning"
            case .approved, .issued, .ready, .collected: "good"
            case .revoked, .refused, .expired: "bad"
            }
        return StatusFace(label: say("status.\(status.rawValue).label"), kind: kind)
    }

    /// How much of the promised time is left.
    func face(due daysLeft: Int) -> StatusFace {
        switch daysLeft {
        case ..<0: StatusFace(label: say("due.late", ["days": String(-daysLeft)]), kind: "bad")
        case 0: StatusFace(label: say("due.today"), kind: "warning")
        case 1: StatusFace(label: say("due.daysLeft", ["days": "1"]), kind: "warning")
        default: StatusFace(label: say("due.daysLeft", ["days": String(daysLeft)]), kind: "good")
        }
    }
}

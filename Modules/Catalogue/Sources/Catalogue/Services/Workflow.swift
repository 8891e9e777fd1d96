public import Kernel

/// Where a request stands. Raw values are stored and shown to programs; they never change.
public enum RequestStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// The applicant is still filling the form.
    case draft
    /// Submitted; the fee is not paid yet.
    case awaitingPayment
    /// With the agency's officers; the promised time runs.
    case inReview
    /// The first officer found it complete; a second one looks at it.
    case checked
    /// The second officer found it right; whoever signs decides.
    case validated
    /// Back with the applicant for correction.
    case returned
    /// Approved; the paper is being made.
    case approved
    /// The paper is there, and with it the errand is done.
    case issued
    /// The receipt is there; the agency makes what was asked for.
    case preparing
    /// What was asked for waits at the counter.
    case ready
    /// It was handed over, and with it the errand is done.
    case collected
    /// The paper no longer holds.
    case revoked
    /// The applicant took it back before anybody decided.
    case withdrawn
    /// The agency refused it for good.
    case refused
    /// It went back to its applicant, who did not answer in time.
    case expired

    /// Whether the applicant may change answers and attachments now.
    public var isEditable: Bool { self == .draft || self == .returned }

    /// Whether it waits for an officer to decide.
    public var isWithOfficers: Bool { RequestStatus.withOfficers.contains(self) }

    /// In the order in which a request goes through them.
    public static let withOfficers: [RequestStatus] = [.inReview, .checked, .validated]

    /// Whether the platform's paper is there and holds.
    public var hasPaper: Bool { [.issued, .preparing, .ready, .collected].contains(self) }
}

/// What can happen to a request. Raw values are stored in its history.
public enum RequestMove: String, Sendable, Hashable, CaseIterable {
    /// Submitted with a fee to pay first.
    case submittedForPayment
    /// Submitted free of charge.
    case submitted
    /// The fee has been paid.
    case received
    /// Found complete.
    case checked
    /// Found right.
    case validated
    /// Back to the first officer.
    case sentBack
    case returned
    case resubmitted
    case approved
    /// Approved by law, because nobody decided in the promised time.
    case deemed
    case issued
    /// What the agency hands over has come to the counter.
    case readied
    /// It was handed over.
    case collected
    case revoked
    /// A paper that was revoked, or has a fault, is made anew under another number.
    case reissued
    case withdrawn
    case refused
    /// Its applicant did not answer in the time that its service states.
    case expired
}

/// The legal moves of a service's requests. It belongs to the service's definition, so that a request goes on by the table
/// under which it was begun.
public typealias Workflow = MoveTable<RequestStatus, RequestMove>

extension MoveTable<RequestStatus, RequestMove> {
    /// The way of every service that says nothing else: submit, pay where there is a fee, review with returns, paper.
    public static let standard = Workflow([
        Line(from: .draft, .submittedForPayment, to: .awaitingPayment, by: .owner),
        Line(from: .draft, .submitted, to: .inReview, by: .owner),
        Line(from: .awaitingPayment, .received, to: .inReview, by: .platform),
        Line(from: .inReview, .returned, to: .returned, by: .officer),
        Line(from: .returned, .resubmitted, to: .inReview, by: .owner),
        Line(from: .inReview, .approved, to: .approved, by: .officer),
        Line(from: .approved, .issued, to: .issued, by: .platform),
        Line(from: .issued, .revoked, to: .revoked, by: .officer),
        Line(from: .issued, .reissued, to: .approved, by: .officer),
        Line(from: .revoked, .reissued, to: .approved, by: .officer),
        Line(from: .awaitingPayment, .withdrawn, to: .withdrawn, by: .owner),
        Line(from: .inReview, .withdrawn, to: .withdrawn, by: .owner),
        Line(from: .returned, .withdrawn, to: .withdrawn, by: .owner),
        Line(from: .inReview, .refused, to: .refused, by: .officer),
    ])

    /// The way of every service that its agency hands over and that says nothing else: the standard one up to the paper, which is a
    /// receipt here; then the thing is made, waits, and is collected. What was made at once is handed over at once.
    public static let handover = Workflow(
        standard.lines.filter { $0.from != .issued && $0.to != .issued } + [
            Line(from: .approved, .issued, to: .preparing, by: .platform),
            Line(from: .preparing, .readied, to: .ready, by: .officer),
            Line(from: .preparing, .collected, to: .collected, by: .officer),
            Line(from: .ready, .collected, to: .collected, by: .officer),
            Line(from: .preparing, .revoked, to: .revoked, by: .officer),
            Line(from: .ready, .revoked, to: .revoked, by: .officer),
            Line(from: .preparing, .reissued, to: .approved, by: .officer),
            Line(from: .ready, .reissued, to: .approved, by: .officer),
        ])
}

extension MoveTable<RequestStatus, RequestMove> {
    /// This way, on which what nobody decided in the promised time is approved by the platform.
    public var deemingApproval: Workflow {
        Workflow(lines + [Line(from: .inReview, .deemed, to: .approved, by: .platform)])
    }
}

extension FieldReader {
    /// A service's own `workflow`, or that of its ending where the file has none.
    /// - Parameter isDeemed: whether the law approves what nobody decides on in time.
    /// - Returns: the moves, and those of them for which it takes another officer; see ``ServiceDefinition/fourEyes``.
    func workflow(to ending: Ending?, isDeemed: Bool) -> (moves: Workflow, fourEyes: Set<Workflow.Line>) {
        guard let field = self[ifPresent: "workflow"] else {
            let usual: Workflow = if case .handover = ending { .handover } else { .standard }
            return (isDeemed ? usual.deemingApproval : usual, [])
        }
        var fourEyes: Set<Workflow.Line> = []
        var read: [(line: Workflow.Line, field: Field)] = []
        _ = field.list(notEmpty: true) { item -> Workflow.Line? in
            item.fields { fields in
                let from = fields["from"].one(of: RequestStatus.allCases)
                let move = fields["move"].one(of: RequestMove.allCases)
                let to = fields["to"].one(of: RequestStatus.allCases)
                let mover = fields["by"].one(of: Mover.allCases)
                let flag = fields[ifPresent: "four_eyes"]
                let takesAnother = flag?.flag() ?? false
                guard let from, let move, let to, let mover else { return nil }
                let line = Workflow.Line(from: from, move, to: to, by: mover)
                if takesAnother {
                    if mover == .officer, from.isWithOfficers { fourEyes.insert(line) } else { flag?.fault(Expected.officersMove) }
                }
                read.append((line, item))
                return line
            }
        }
        let workflow = Workflow(read.map(\.line))
        let reached = workflow.reachable(from: .draft)
        for (position, (line, field)) in read.enumerated() {
            if read.prefix(position).contains(where: { $0.line.from == line.from && $0.line.move == line.move }) {
                field.fault(Expected.oneMove)
            } else if !reached.contains(line.from) {
                field.fault(Expected.reachedFromDraft.insteadOf(line.from.rawValue))
            }
        }
        return (workflow, fourEyes)
    }
}

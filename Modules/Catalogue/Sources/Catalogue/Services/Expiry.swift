public import Kernel

/// When a request that went back to its applicant comes to its end without her. Where nobody states it, a request waits for ever.
public struct Expiry: Sendable, Hashable {
    /// Counted from the day on which it went back; at least two.
    public let workingDays: Int
    /// So many working days before its end she is warned; at least one, and fewer than ``workingDays``.
    public let warningDays: Int
    /// Who states it: a law, or the region's own rule. The applicant reads it.
    public let basis: String

    public init(workingDays: Int, warningDays: Int, basis: String) {
        self.workingDays = workingDays
        self.warningDays = warningDays
        self.basis = basis
    }
}

extension Field {
    /// `{working_days: 30, warning_days: 5, basis: …}`
    func expiry() -> Expiry? {
        fields { fields in
            let days = fields["working_days"].number(2...366)
            let warning = fields["warning_days"].number(1...max(1, (days ?? 366) - 1))
            let basis = fields["basis"].singleLine()
            guard let days, let warning, !basis.isEmpty else { return nil }
            return Expiry(workingDays: days, warningDays: warning, basis: basis)
        }
    }
}

extension MoveTable<RequestStatus, RequestMove> {
    /// This way, on which the platform ends what its applicant does not answer.
    public var expiring: Workflow {
        Workflow(lines + (line(.expired, from: .returned) == nil ? [Line(from: .returned, .expired, to: .expired, by: .platform)] : []))
    }
}

public import Kernel

/// What somebody wants to read of the audit trail.
public struct AuditFilter: Sendable, Hashable {
    /// Who did it: the reference of one, e.g. a member of staff's id.
    public var actor: String?
    /// Of which kind they are who did it.
    public var actorKind: String?
    public var action: String?
    /// What it was done to, whole.
    public var subject: String?
    /// From this moment on, and before that one.
    public var from: Instant?
    public var before: Instant?
    /// An action that is left out, so that many of it do not hide the others.
    public var leftOut: String?

    public init() {}

    fileprivate func fits(_ entry: AuditEntry) -> Bool {
        (actor == nil || entry.actor == actor) && (actorKind == nil || entry.actorKind == actorKind)
            && (action == nil || entry.action == action) && (subject == nil || entry.subject == subject) && entry.action != leftOut
    }
}

/// A stretch of the audit trail, the newest first.
public struct AuditStretch: Sendable, Hashable {
    public let entries: [AuditEntry]
    /// Before which position the next stretch begins; `nil` when the trail has been read to its beginning.
    public let next: Int?
}

/// How the trail is walked: along the index that narrows it most, a bounded number of entries at a time, so that a filter that hardly
/// anything fits costs the same in a region's tenth year as in its first.
enum AuditWalk {
    static let all = """
        SELECT * FROM audit_trail WHERE position < :before AND position >= :from ORDER BY position DESC LIMIT :walk
        """
    static let ofSubject = """
        SELECT * FROM audit_trail WHERE subject = :subject AND position < :before AND position >= :from
        ORDER BY position DESC LIMIT :walk
        """
    static let ofActor = """
        SELECT * FROM audit_trail WHERE actor = :actor AND position < :before AND position >= :from ORDER BY position DESC LIMIT :walk
        """
    static let ofAction = """
        SELECT * FROM audit_trail WHERE action = :action AND position < :before AND position >= :from ORDER BY position DESC LIMIT :walk
        """
    static let firstSince = "SELECT position FROM audit_trail WHERE at >= :at ORDER BY at, position LIMIT 1"
    static let lastBefore = "SELECT position FROM audit_trail WHERE at < :at ORDER BY at DESC, position DESC LIMIT 1"
}

extension ReadTransaction {
    /// The entries that fit, the newest first.
    /// - Parameters:
    ///   - position: before which the stretch begins; `nil` for the trail's end.
    ///   - limit: how many entries at most.
    ///   - walk: how many entries are looked at at most. A stretch may be short, and even empty, although the trail goes on.
    public func auditStretch(
        _ filter: AuditFilter, before position: Int? = nil, limit: Int = 50, walk: Int = 1000
    ) throws -> AuditStretch {
        var (from, before) = (0, position ?? Int(Int32.max))
        if let start = filter.from {
            guard let first = try row(AuditWalk.firstSince, ["at": start]) else { return AuditStretch(entries: [], next: nil) }
            from = try first.integer("position")
        }
        if let end = filter.before {
            guard let last = try row(AuditWalk.lastBefore, ["at": end]) else { return AuditStretch(entries: [], next: nil) }
            before = min(before, try last.integer("position") + 1)
        }
        let range: SQLArguments = ["before": before, "from": from, "walk": walk]
        let walked = try walked(filter, range)
        let fitting = walked.filter(filter.fits)
        if fitting.count > limit {
            let shown = Array(fitting.prefix(limit))
            return AuditStretch(entries: shown, next: shown.last?.position)
        }
        return AuditStretch(entries: fitting, next: walked.count == walk ? walked.last?.position : nil)
    }

    private func walked(_ filter: AuditFilter, _ range: SQLArguments) throws -> [AuditEntry] {
        var arguments = range
        if let subject = filter.subject {
            arguments.append(["subject": subject])
            return try rows(AuditWalk.ofSubject, arguments).map(AuditEntry.init)
        }
        if let actor = filter.actor {
            arguments.append(["actor": actor])
            return try rows(AuditWalk.ofActor, arguments).map(AuditEntry.init)
        }
        if let action = filter.action {
            arguments.append(["action": action])
            return try rows(AuditWalk.ofAction, arguments).map(AuditEntry.init)
        }
        return try rows(AuditWalk.all, arguments).map(AuditEntry.init)
    }
}

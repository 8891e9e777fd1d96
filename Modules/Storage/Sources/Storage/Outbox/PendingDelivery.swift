public import Kernel

/// A delivery that is not done, as the operator sees it.
public struct PendingDelivery: Sendable, Hashable {
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        /// Its time has not come, or an earlier one of its subject goes first.
        case waiting
        /// Somebody is at it.
        case running
        /// Tried for the last time.
        case dead
    }

    public let event: EventEnvelope
    /// The reaction's name.
    public let reaction: String
    public let standing: Standing
    public let attempts: Int
    /// When it is tried next, or when its lease runs out.
    public let dueAt: Instant
    /// What went wrong the last time, without personal values; `nil` when nothing did.
    public let lastError: String?
}

extension PendingDelivery {
    init(_ row: SQLRow, now: Instant) throws {
        event = try EventEnvelope(row)
        reaction = try row.text("reaction")
        attempts = try row.integer("attempts")
        dueAt = try row.instant("due_at")
        lastError = try row.textIfPresent("last_error")
        let isLeased = try row.textIfPresent("leased_by") != nil && dueAt > now
        standing = try row.instantIfPresent("died_at") != nil ? .dead : isLeased ? .running : .waiting
    }
}

extension OutboxDelivery {
    /// How many deliveries are not done and not dead.
    public func waitingCount() async throws -> Int { try await database.read { tx in try OutboxStore.waiting(tx) } }

    /// How many deliveries nobody tries any more.
    public func deadCount() async throws -> Int { try await database.read { tx in try OutboxStore.dead(tx) } }

    /// Deliveries that are not done, or the dead alone, the oldest event first.
    public func pending(deadOnly: Bool = false, limit: Int = 100) async throws -> [PendingDelivery] {
        try await database.read { tx in try OutboxStore.pending(deadOnly: deadOnly, limit: limit, tx) }
    }

    /// Lets dead deliveries begin anew, those of one event or all; the audit trail says who wanted it and why.
    /// - Parameters:
    ///   - event: the event's id; `nil` for all.
    ///   - reason: 5 to 500 characters; no personal values.
    /// - Returns: how many deliveries there were.
    /// - Throws: `forbidden` unless the operator or an administrator is asking; `invalid` `problem.reason.length` with field `reason`;
    ///   `notFound` when there is no such dead delivery.
    @discardableResult
    public func retryDead(_ event: Identifier? = nil, reason: String, by principal: Principal) async throws -> Int {
        switch principal {
        case .administrator, .operatorAtConsole: break
        default: throw Problem(.forbidden, "problem.forbidden", detail: "retrying dead deliveries")
        }
        let reason = TypedText(reason).line
        guard TextMeasure(reason).fault(within: 5...500) == nil else {
            let limits = ["min": "5", "max": "500"]
            throw Problem(
                .invalid, "problem.reason.length", arguments: limits,
                fields: [FieldIssue("reason", "problem.reason.length", arguments: limits)])
        }
        return try await database.write { tx in
            let count = try OutboxStore.revive(event, tx)
            guard count > 0 else { throw Problem.notFound("dead delivery") }
            try tx.audit.append("outbox.retried", event?.text ?? "", by: principal, reason: reason)
            tx.hasNews = true
            return count
        }
    }
}

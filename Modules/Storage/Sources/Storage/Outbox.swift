public import Kernel

/// Something that happened, told to the rest of the platform. Carries ids and codes, never personal values.
public struct Event: Sendable, Hashable {
    /// All deliveries of one event share it, so that reactions use it as their key.
    public let id: Identifier
    /// Past participle with its noun, e.g. `request.submitted`.
    public let kind: String
    /// What it happened to. Events of one subject are delivered in their order.
    public let subject: Identifier
    public let details: [String: String]
    public let at: Instant

    public init(id: Identifier, kind: String, subject: Identifier, details: [String: String] = [:], at: Instant) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.details = details
        self.at = at
    }
}

/// Puts events into the same write as the change they tell of.
public struct Outbox {
    let transaction: WriteTransaction

    @discardableResult
    public func append(_ kind: String, subject: Identifier, details: [String: String] = [:]) throws -> Event {
        let event = Event(id: Identifier(at: transaction.now), kind: kind, subject: subject, details: details, at: transaction.now)
        try transaction.execute(
            """
            INSERT INTO outbox (id, kind, subject_id, details, at, due_at, attempts)
            VALUES (:id, :kind, :subject, :details, :at, :at, 0)
            """, ["id": event.id, "kind": kind, "subject": subject, "details": jsonText(details), "at": transaction.now])
        transaction.hasNews = true
        return event
    }
}

/// Something that follows from an event in another module, e.g. billing a fee. Run at least once: running it twice must
/// be harmless.
public protocol Reaction: Sendable {
    /// The kinds of event it listens to.
    var kinds: Set<String> { get }
    func react(to event: Event) async throws
}

/// Delivers a region's events to its reactions. An event whose reaction fails is tried again, later and later (2 s,
/// doubling, one hour at most), and holds back only the later events of the same subject.
public struct OutboxDelivery: Sendable {
    let database: PlatformDatabase
    let reactions: [any Reaction]

    public init(database: PlatformDatabase, reactions: [any Reaction]) {
        self.database = database
        self.reactions = reactions
    }

    /// What one round did.
    public struct Round: Sendable, Equatable {
        public var delivered = 0
        /// Reactions that failed, with the event's kind and the error, for the log.
        public var failures: [Failure] = []
    }

    public struct Failure: Sendable, Equatable {
        public let kind: String
        public let event: Identifier
        public let error: String
    }

    /// Delivers what is due now, at most `limit` events, different subjects side by side.
    public func deliverDue(limit: Int = 64) async throws -> Round {
        let due = try await database.read { tx in
            // The first undelivered event of each subject: a later one waits for it.
            try tx.rows(
                """
                SELECT id, kind, subject_id, details, at, attempts FROM outbox AS event
                WHERE done_at IS NULL AND due_at <= :now AND NOT EXISTS (
                    SELECT 1 FROM outbox AS earlier
                    WHERE earlier.subject_id = event.subject_id AND earlier.done_at IS NULL AND earlier.position < event.position)
                ORDER BY position LIMIT :limit
                """, ["now": tx.now, "limit": limit]
            ).map { row in (event: try Event(row), attempts: try row.integer("attempts")) }
        }
        return try await withThrowingTaskGroup(of: Failure?.self) { group in
            for (event, attempts) in due {
                group.addTask { try await deliver(event, attempts: attempts) }
            }
            var round = Round()
            for try await failure in group {
                if let failure { round.failures.append(failure) } else { round.delivered += 1 }
            }
            return round
        }
    }

    /// Delivers until nothing is due; for commands and tests that want everything settled.
    public func deliverAll() async throws -> Round {
        var total = Round()
        while true {
            let round = try await deliverDue()
            total.delivered += round.delivered
            total.failures += round.failures
            if round.delivered == 0 { return total }
        }
    }

    /// How many events have not been delivered yet.
    public func waitingCount() async throws -> Int {
        try await database.read { tx in try tx.count("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL") }
    }

    private func deliver(_ event: Event, attempts: Int) async throws -> Failure? {
        do {
            for reaction in reactions where reaction.kinds.contains(event.kind) {
                try await reaction.react(to: event)
            }
            try await database.write { tx in
                try tx.execute(
                    "UPDATE outbox SET done_at = :at, attempts = attempts + 1 WHERE id = :id AND done_at IS NULL",
                    ["id": event.id, "at": tx.now])
            }
            return nil
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let delaySeconds = min(3600, 2 << min(attempts, 11))
            let text = String(describing: error)
            try await database.write { tx in
                try tx.execute(
                    "UPDATE outbox SET attempts = attempts + 1, due_at = :due WHERE id = :id AND done_at IS NULL",
                    ["id": event.id, "due": tx.now.advanced(bySeconds: delaySeconds)])
            }
            return Failure(kind: event.kind, event: event.id, error: text)
        }
    }
}

extension Event {
    init(_ row: SQLRow) throws {
        try self.init(
            id: row.identifier("id"), kind: row.text("kind"), subject: row.identifier("subject_id"),
            details: row.json("details", as: [String: String].self), at: row.instant("at"))
    }
}

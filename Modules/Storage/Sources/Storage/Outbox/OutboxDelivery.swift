public import Kernel

/// Delivers a region's events to its reactions. What is owed to one reaction is kept apart from what is owed to another: a reaction
/// that fails is tried again, later and later (2 s, doubling, one hour at most), and repeats none of its neighbours. It holds back only
/// its own later events of the same subject, and after twenty tries, nine hours in all, not even those: then that delivery is dead and
/// waits for the operator.
///
/// A delivery is taken under a lease before it is run. Several processes may deliver for one region; what one of them took comes back
/// when its lease runs out.
public struct OutboxDelivery: Sendable {
    let database: PlatformDatabase
    /// By name, then by kind of event, with their context.
    private let reactions: [String: [String: @Sendable (ClaimedDelivery) async throws -> Void]]

    /// After so many tries a delivery is dead.
    static let maximumAttempts = 20
    /// A reaction takes a fraction of this. A lease that runs out under a slow one costs no more than doing it twice.
    static let leaseSeconds = 10
    /// No delivery is put off for longer, nor leased.
    static let longestWaitSeconds = 3600

    /// - Throws: `unexpected` when the database was opened with other listeners: events would have been lost.
    public init<Context>(database: PlatformDatabase, reactions: [Reaction<Context>], context: Context) throws {
        guard Listeners(reactions) == database.listeners else {
            throw Problem(.unexpected, "problem.unexpected", detail: "the database was opened with other listeners")
        }
        self.database = database
        self.reactions = Dictionary(
            reactions.map { reaction in
                (
                    reaction.name,
                    reaction.handlers.mapValues { handler in
                        { @Sendable delivery in
                            guard let body = delivery.body else { return }
                            try await handler(body, delivery.envelope, context)
                        }
                    }
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Makes due at once what is put off, or leased, for longer than this program ever does: that was written while the clock was ahead,
    /// and would otherwise wait until the clock comes there again. Answers how many deliveries that were. Harmless at any time.
    @discardableResult
    public func recallFromFuture() async throws -> Int {
        try await database.write { tx in
            try OutboxStore.recall(putOffAfter: tx.now.advanced(bySeconds: OutboxDelivery.longestWaitSeconds), tx)
        }
    }

    /// What one round did.
    public struct Round: Sendable, Equatable {
        /// Deliveries that are done.
        public var delivered = 0
        /// Deliveries that failed, for the log.
        public var failures: [Failure] = []
    }

    public struct Failure: Sendable, Equatable {
        public let kind: String
        public let event: Identifier
        public let reaction: String
        public let error: String
        /// Whether it was the last try.
        public let isDead: Bool
    }

    private enum Outcome: Sendable {
        case done
        case failed(any Error)
        /// The process is told to stop.
        case interrupted
    }

    /// Makes the deliveries that are due now, at most `limit`, side by side.
    public func deliverDue(limit: Int = 128) async throws -> Round {
        // Looking costs no write: most rounds find nothing.
        guard try await database.read({ tx in try OutboxStore.isAnyDue(tx) }) else { return Round() }
        let (lease, claimed) = try await database.write { tx in
            let lease = Identifier(at: tx.now)
            let end = tx.now.advanced(bySeconds: OutboxDelivery.leaseSeconds)
            return (lease, try OutboxStore.claim(limit, under: lease, until: end, tx))
        }
        let outcomes = await withTaskGroup(of: (ClaimedDelivery, Outcome).self) { group in
            for delivery in claimed { group.addTask { (delivery, await run(delivery)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return try await settle(outcomes, under: lease)
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

    private func run(_ delivery: ClaimedDelivery) async -> Outcome {
        do {
            guard delivery.attempts <= OutboxDelivery.maximumAttempts else {
                throw Problem(.unavailable, "problem.unexpected", detail: "the process ended during the last try")
            }
            guard let react = reactions[delivery.reaction]?[delivery.envelope.kind] else {
                throw Problem(.unexpected, "problem.unexpected", detail: "no reaction \(delivery.reaction) to \(delivery.envelope.kind)")
            }
            try await react(delivery)
            return .done
        } catch is CancellationError {
            return .interrupted
        } catch let problem as Problem where problem.code == .gone {
            return .done
        } catch {
            return .failed(error)
        }
    }

    /// Writes down in one write what became of a round.
    private func settle(_ outcomes: [(ClaimedDelivery, Outcome)], under lease: Identifier) async throws -> Round {
        var round = Round()
        var isInterrupted = false
        for (delivery, outcome) in outcomes {
            switch outcome {
            case .done: round.delivered += 1
            case .failed(let error):
                round.failures.append(
                    Failure(
                        kind: delivery.envelope.kind, event: delivery.envelope.id, reaction: delivery.reaction,
                        error: String(describing: error), isDead: delivery.attempts >= OutboxDelivery.maximumAttempts))
            case .interrupted: isInterrupted = true
            }
        }
        guard !outcomes.isEmpty else { return round }
        try await database.write { tx in
            for (delivery, outcome) in outcomes {
                switch outcome {
                case .done: try OutboxStore.finish(delivery, tx)
                case .failed(let error):
                    let isDead = delivery.attempts >= OutboxDelivery.maximumAttempts
                    try OutboxStore.giveBack(
                        delivery, under: lease, attempts: delivery.attempts, due: OutboxDelivery.nextTry(after: delivery.attempts, tx.now),
                        died: isDead ? tx.now : nil, error: OutboxDelivery.note(of: error), tx)
                case .interrupted:
                    try OutboxStore.giveBack(
                        delivery, under: lease, attempts: delivery.attempts - 1, due: tx.now, died: nil, error: nil, tx)
                }
            }
        }
        if isInterrupted { throw CancellationError() }
        return round
    }

    private static func nextTry(after attempts: Int, _ now: Instant) -> Instant {
        now.advanced(bySeconds: min(longestWaitSeconds, 1 << min(max(attempts, 1), 12)))
    }

    /// What is kept of an error. A problem carries nothing personal; of anything else only the kind is known to be harmless.
    private static func note(of error: any Error) -> String {
        String(((error as? Problem).map(String.init(describing:)) ?? String(describing: type(of: error))).prefix(300))
    }
}

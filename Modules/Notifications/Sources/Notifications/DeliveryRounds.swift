internal import Foundation
internal import Kernel
internal import Outbound
internal import Storage

extension NotificationService {
    /// Hands over what is due now, at most `limit` messages, four side by side. Each is marked before it leaves and after, so
    /// that a message is never handed over again unless the sender said that it was not taken. A cancelled task marks what
    /// it began and begins no other.
    ///
    /// Several processes may deliver for one region: what one of them is sending is left alone until its lease runs out. Then
    /// nobody knows whether it arrived, and it becomes `uncertain`.
    @discardableResult
    public func deliverDue(limit: Int = 64) async throws -> DeliveryRound {
        let abandoned = try await loseAbandoned()
        let workers = min(4, max(1, limit))
        return try await withThrowingTaskGroup(of: DeliveryRound.self) { group in
            for worker in 0..<workers {
                let share = limit / workers + (worker < limit % workers ? 1 : 0)
                group.addTask { try await deliver(atMost: share) }
            }
            var total = abandoned
            for try await round in group { total += round }
            return total
        }
    }

    /// Delivers until nothing is due; for commands and tests that want everything settled.
    @discardableResult
    public func deliverAll() async throws -> DeliveryRound {
        var total = DeliveryRound()
        while true {
            let round = try await deliverDue()
            total += round
            if round.count == 0 { return total }
        }
    }

    /// Makes due at once what is put off, or being sent, for longer than this program ever does: that was written while the clock was
    /// ahead. What was being sent then becomes `uncertain` in the next round. Answers how many there were. Harmless at any time.
    @discardableResult
    public func recallFromFuture() async throws -> Int {
        let deliveries = deliveries
        return try await database.write { tx in try deliveries.recall(tx) }
    }

    private func loseAbandoned() async throws -> DeliveryRound {
        let deliveries = deliveries
        // Looking costs no write: most rounds find nothing.
        guard try await database.read({ tx in try !deliveries.abandoned(tx).isEmpty }) else { return DeliveryRound() }
        return try await database.write { tx in
            var round = DeliveryRound()
            for delivery in try deliveries.abandoned(tx) {
                let lost = try delivery.after(.lose, at: tx.now)
                guard try deliveries.save(lost, over: delivery, tx) else { continue }
                round.uncertain += 1
                round.faults.append(
                    DeliveryFault(
                        delivery: lost.id, kind: lost.kind, status: lost.status, detail: "who was sending it did not come back"))
            }
            return round
        }
    }

    private func deliver(atMost limit: Int) async throws -> DeliveryRound {
        var round = DeliveryRound()
        for _ in 0..<limit {
            guard !Task.isCancelled, let claim = try await claim() else { break }
            round.failed += claim.unreadable.count
            round.faults += claim.unreadable.compactMap { delivery, detail in
                detail.map { DeliveryFault(delivery: delivery.id, kind: delivery.kind, status: .failed, detail: $0) }
            }
            guard let outgoing = claim.outgoing else { continue }
            let (end, detail) = await handOver(outgoing, by: claim.kind)
            for delivery in claim.deliveries {
                guard let finished = try await finish(delivery, end.move(of: delivery)) else {
                    // Slower than its lease: it was declared uncertain meanwhile, and stays so.
                    round.uncertain += 1
                    continue
                }
                switch finished.status {
                case .sent: round.sent += 1
                case .queued: round.postponed += 1
                case .uncertain: round.uncertain += 1
                case .failed, .sending: round.failed += 1
                }
                if let detail {
                    round.faults.append(DeliveryFault(delivery: finished.id, kind: finished.kind, status: finished.status, detail: detail))
                }
            }
        }
        return round
    }

    /// One mail and the deliveries that it stands for.
    private struct Claim: Sendable {
        let kind: SenderKind
        /// In the order in which they were told.
        var deliveries: [Delivery] = []
        /// `nil` when none of them can be read.
        var outgoing: OutgoingMessage?
        /// Those that failed in the same write. Erased is as it should be, e.g. a sign-in code that was used before it left, and has no
        /// detail; sealed under another key is a fault.
        var unreadable: [(delivery: Delivery, detail: String?)] = []
    }

    /// How handing over ended, for all that the mail stood for.
    private enum HandOver {
        case taken, notTaken, refused, unknown

        func move(of delivery: Delivery) -> DeliveryMove {
            switch self {
            case .taken: .succeed
            case .notTaken: delivery.attempts < Delivery.maximumAttempts ? .postpone : .fail
            case .refused: .fail
            case .unknown: .lose
            }
        }
    }

    /// Takes the delivery that is due first under a lease, so that no other worker or process does, and with it what follows it to the
    /// same address.
    private func claim() async throws -> Claim? {
        let (messages, deliveries) = (messages, deliveries)
        let kinds = senders.keys.sorted { $0.rawValue < $1.rawValue }
        // Looking costs no write: most rounds find nothing.
        let isAnyDue = try await database.read { tx in try kinds.contains { try deliveries.nextDue(of: $0, tx) != nil } }
        guard isAnyDue else { return nil }
        return try await database.write { [self] tx in
            let due = try kinds.compactMap { try deliveries.nextDue(of: $0, tx) }
            guard let next = due.min(by: { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }) else { return nil }
            var claim = Claim(kind: next.kind)
            var read: [StoredMessage] = []
            for delivery in [next] + (try deliveries.following(next, tx)) {
                do {
                    let message = try messages.find(delivery.message, tx)
                    guard let address = message.address else {
                        throw Problem(.unexpected, "problem.unexpected", detail: "message \(delivery.message) has no address")
                    }
                    // Who has a new address, or reads another language since, gets what follows in a mail of its own.
                    guard read.allSatisfy({ $0.address == address && $0.language == message.language }) else { break }
                    let started = try delivery.after(.start, at: tx.now, under: Identifier(at: tx.now))
                    guard try deliveries.save(started, over: delivery, tx) else { break }
                    read.append(message)
                    claim.deliveries.append(started)
                } catch let problem as Problem {
                    // One message that cannot be read must not hold up all that follow.
                    let failed = try delivery.after(.fail, at: tx.now)
                    guard try deliveries.save(failed, over: delivery, tx) else { break }
                    claim.unreadable.append((failed, problem.code == .gone ? nil : problem.description))
                }
            }
            if let first = claim.deliveries.first, let newest = read.last, let address = newest.address {
                let text = try gathered(read)
                claim.outgoing = OutgoingMessage(
                    id: first.id, address: address, subject: text.subject, body: text.body, language: newest.language, at: newest.at)
            }
            return claim
        }
    }

    private func handOver(_ outgoing: OutgoingMessage, by kind: SenderKind) async -> (HandOver, detail: String?) {
        guard let sender = senders[kind] else { return (.notTaken, "no sender of kind \(kind)") }
        do throws(MailFailure) {
            try await sender.send(outgoing)
            return (.taken, nil)
        } catch {
            switch error {
            case .notSent(let detail): return (.notTaken, masked(detail, outgoing))
            case .refused(let detail): return (.refused, masked(detail, outgoing))
            case .uncertain(let detail): return (.unknown, masked(detail, outgoing))
            }
        }
    }

    /// - Returns: `nil` when the lease ran out and somebody else has moved it.
    private func finish(_ delivery: Delivery, _ move: DeliveryMove) async throws -> Delivery? {
        let deliveries = deliveries
        return try await database.write { tx in
            let finished = try delivery.after(move, at: tx.now)
            return try deliveries.save(finished, over: delivery, tx) ? finished : nil
        }
    }

    /// A mail server repeats the address in its answer; the log must not.
    private func masked(_ detail: String, _ outgoing: OutgoingMessage) -> String {
        let mask = Contact(outgoing.address)?.masked ?? "•••"
        return String(detail.replacingOccurrences(of: outgoing.address, with: mask, options: .caseInsensitive).prefix(300))
    }
}

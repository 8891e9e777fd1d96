internal import Foundation
internal import Kernel
internal import Outbound
internal import Storage

extension NotificationService {
    /// Hands over what is due now, at most `limit` messages, four side by side. Each is marked before it leaves and after, so
    /// that a message is never handed over again unless the sender said that it was not taken. A cancelled task marks what
    /// it began and begins no other.
    @discardableResult
    public func deliverDue(limit: Int = 64) async throws -> DeliveryRound {
        let workers = min(4, max(1, limit))
        return try await withThrowingTaskGroup(of: DeliveryRound.self) { group in
            for worker in 0..<workers {
                let share = limit / workers + (worker < limit % workers ? 1 : 0)
                group.addTask { try await deliver(atMost: share) }
            }
            var total = DeliveryRound()
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

    /// At the start of the process: what was being sent when the last one ended may have arrived or not. It becomes `uncertain`
    /// and is not sent again. Call it before the first round, and in one process only.
    /// - Returns: how many there were.
    @discardableResult
    public func recoverInterrupted() async throws -> Int {
        let deliveries = deliveries
        return try await database.write { tx in
            let interrupted = try deliveries.all(in: .sending, tx)
            for delivery in interrupted {
                try deliveries.save(delivery.after(.lose, at: tx.now), from: delivery.status, tx)
            }
            return interrupted.count
        }
    }

    private func deliver(atMost limit: Int) async throws -> DeliveryRound {
        var round = DeliveryRound()
        for _ in 0..<limit {
            guard !Task.isCancelled, let claim = try await claim() else { break }
            let outcome: (move: DeliveryMove, detail: String?)
            switch claim.text {
            case .readable(let outgoing): outcome = await handOver(outgoing, claim.delivery)
            case .unreadable(let detail):
                round.failed += 1
                if let detail {
                    let fault = DeliveryFault(
                        delivery: claim.delivery.id, kind: claim.delivery.kind, status: .failed, detail: detail)
                    round.faults.append(fault)
                }
                continue
            }
            let finished = try await finish(claim.delivery, outcome.move)
            switch finished.status {
            case .sent: round.sent += 1
            case .queued: round.postponed += 1
            case .uncertain: round.uncertain += 1
            case .failed, .sending: round.failed += 1
            }
            if let detail = outcome.detail {
                round.faults.append(DeliveryFault(delivery: finished.id, kind: finished.kind, status: finished.status, detail: detail))
            }
        }
        return round
    }

    private struct Claim: Sendable {
        enum Text: Sendable {
            case readable(OutgoingMessage)
            /// It failed in the same write. Erased is as it should be, e.g. a sign-in code that was used before it left, and
            /// has no detail; sealed under another key is a fault.
            case unreadable(String?)
        }

        let delivery: Delivery
        let text: Text
    }

    /// Takes the delivery that is due first, so that no other worker does.
    private func claim() async throws -> Claim? {
        let (messages, deliveries, kinds) = (messages, deliveries, senders.keys.sorted())
        return try await database.write { tx in
            guard let next = try deliveries.nextDue(of: kinds, tx) else { return nil }
            do {
                let message = try messages.find(next.message, tx)
                let started = try next.after(.start, at: tx.now)
                guard let address = message.address else {
                    throw Problem(.unexpected, "problem.unexpected", detail: "message \(next.message) has no address")
                }
                try deliveries.save(started, from: next.status, tx)
                let outgoing = OutgoingMessage(
                    id: next.id, address: address, subject: message.subject, body: message.body, language: message.language,
                    at: message.at)
                return Claim(delivery: started, text: .readable(outgoing))
            } catch let problem as Problem {
                // One message that cannot be read must not hold up all that follow.
                let failed = try next.after(.fail, at: tx.now)
                try deliveries.save(failed, from: next.status, tx)
                return Claim(delivery: failed, text: .unreadable(problem.code == .gone ? nil : problem.description))
            }
        }
    }

    private func handOver(_ outgoing: OutgoingMessage, _ delivery: Delivery) async -> (DeliveryMove, String?) {
        guard let sender = senders[delivery.kind] else { return (.postpone, "no sender of kind \(delivery.kind)") }
        do throws(MailFailure) {
            try await sender.send(outgoing)
            return (.succeed, nil)
        } catch {
            switch error {
            case .notSent(let detail):
                return (delivery.attempts < Delivery.maximumAttempts ? .postpone : .fail, masked(detail, outgoing))
            case .refused(let detail): return (.fail, masked(detail, outgoing))
            case .uncertain(let detail): return (.lose, masked(detail, outgoing))
            }
        }
    }

    private func finish(_ delivery: Delivery, _ move: DeliveryMove) async throws -> Delivery {
        let deliveries = deliveries
        return try await database.write { tx in
            let finished = try delivery.after(move, at: tx.now)
            try deliveries.save(finished, from: delivery.status, tx)
            return finished
        }
    }

    /// A mail server repeats the address in its answer; the log must not.
    private func masked(_ detail: String, _ outgoing: OutgoingMessage) -> String {
        let mask = Contact(outgoing.address)?.masked ?? "•••"
        return String(detail.replacingOccurrences(of: outgoing.address, with: mask, options: .caseInsensitive).prefix(300))
    }
}

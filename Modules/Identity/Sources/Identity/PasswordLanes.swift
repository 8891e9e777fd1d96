internal import Dispatch
internal import Foundation
internal import Kernel
internal import Synchronization

/// Where passwords are stretched: a few workers for the whole process, and one lane of those who wait per region. Workers take from the
/// lanes in turn, so that a crowd at one region delays an officer of another by one password and not by its length. Whoever does not wait
/// any more is taken out of her lane and costs nothing.
final class PasswordLanes: Sendable {
    /// Each worker takes 128 MiB and one core while it works; half of the cores stay for pages.
    static let shared = PasswordLanes(workers: workers(onCores: ProcessInfo.processInfo.activeProcessorCount))
    /// So many strangers may wait in a lane; whoever comes then is asked to come again.
    static let laneLength = 64

    /// Whether somebody still waits; written and read under the lock of the lanes.
    private final class Ticket: Sendable {
        let isGone = Mutex(false)
    }

    private struct Job: Sendable {
        let ticket: Ticket
        let isKnown: Bool
        let run: @Sendable () -> Void
        let drop: @Sendable (any Error) -> Void
    }

    private struct State: Sendable {
        var lanes: [String: [Job]] = [:]
        /// Lanes with somebody in them, the next to be served first.
        var turns: [String] = []
        var working = 0
    }

    private let workers: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "identity.passwords", attributes: .concurrent)

    init(workers: Int) { self.workers = workers }

    /// One at least, four at most.
    static func workers(onCores cores: Int) -> Int { max(1, min(4, cores / 2)) }

    /// How many wait in a region's lane.
    func waiting(in lane: String) -> Int { state.withLock { $0.lanes[lane]?.count ?? 0 } }

    /// Does the work when it is this lane's turn.
    /// - Parameter isKnown: whether it is for a device that is known to the account: then it goes before strangers and is never refused.
    /// - Throws: what the work throws; `tooMany` `problem.staff.busy` when the lane is full; `CancellationError` when the task was
    ///   cancelled before its turn came: then the work is not done.
    func run<Value: Sendable>(lane: String, isKnown: Bool, _ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let ticket = Ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Job(
                    ticket: ticket, isKnown: isKnown, run: { continuation.resume(with: Result { try work() }) },
                    drop: { continuation.resume(throwing: $0) })
                line(up: job, in: lane)
            }
        } onCancel: {
            leave(ticket, lane)
        }
    }

    private func line(up job: Job, in lane: String) {
        let refusal: (any Error)? = state.withLock { state in
            // She may have left before she stood in the lane.
            if job.ticket.isGone.withLock({ $0 }) { return CancellationError() }
            var waiting = state.lanes[lane] ?? []
            guard job.isKnown || waiting.count < PasswordLanes.laneLength else {
                return Problem(.tooMany, "problem.staff.busy", detail: "\(waiting.count) passwords wait in the lane of \(lane)")
            }
            if waiting.isEmpty { state.turns.append(lane) }
            waiting.insert(job, at: job.isKnown ? waiting.firstIndex { !$0.isKnown } ?? waiting.count : waiting.count)
            state.lanes[lane] = waiting
            return nil
        }
        if let refusal { return job.drop(refusal) }
        startWorkerIfNeeded()
    }

    /// Takes out whoever waits no more; one whose work has begun is left to it.
    private func leave(_ ticket: Ticket, _ lane: String) {
        let job: Job? = state.withLock { state in
            ticket.isGone.withLock { $0 = true }
            guard var waiting = state.lanes[lane], let place = waiting.firstIndex(where: { $0.ticket === ticket }) else { return nil }
            let job = waiting.remove(at: place)
            state.lanes[lane] = waiting.isEmpty ? nil : waiting
            if waiting.isEmpty { state.turns.removeAll { $0 == lane } }
            return job
        }
        job?.drop(CancellationError())
    }

    private func startWorkerIfNeeded() {
        let mustStart = state.withLock { state in
            guard state.working < workers, !state.turns.isEmpty else { return false }
            state.working += 1
            return true
        }
        guard mustStart else { return }
        queue.async { [self] in
            while let job = next() { job.run() }
        }
    }

    private func next() -> Job? {
        state.withLock { state in
            guard !state.turns.isEmpty else {
                state.working -= 1
                return nil
            }
            let lane = state.turns.removeFirst()
            var waiting = state.lanes[lane] ?? []
            let job = waiting.removeFirst()
            state.lanes[lane] = waiting.isEmpty ? nil : waiting
            if !waiting.isEmpty { state.turns.append(lane) }
            return job
        }
    }
}

internal import Kernel
internal import Synchronization

/// How many files come in at once and in a day. Each is held in memory while it comes, and a few times over while it is looked
/// at and sealed: what is not bounded here would be bounded by the machine.
final class UploadGate: Sendable {
    struct Limits: Sendable {
        /// Of one person.
        var atOnce = 2
        /// Of one person, with as many given back in a day, one by one.
        var perDay = 100
        /// Of everybody together.
        var inMemory = 32
        /// How many are looked at and sealed at a time.
        var lanes = 2
    }

    private let limits: Limits
    private let perDay: RateLimiter
    private let underWay = Mutex<[String: Int]>([:])
    private let lanes: Lanes

    init(_ limits: Limits = Limits(), clock: any WallClock) {
        self.limits = limits
        perDay = RateLimiter(capacity: limits.perDay, perSecond: Double(limits.perDay) / 86_400, clock: clock)
        lanes = Lanes(limits.lanes)
    }

    /// Takes one file of that person: receives it, and then does what is to be done with it when one of the lanes is free.
    /// - Parameters:
    ///   - receive: is told why the file may not come in, if it may not.
    ///   - then: gets what was received.
    func take<Received: Sendable, Value: Sendable>(
        by person: String, _ receive: (Problem?) async throws -> Received, then: (Received) async throws -> Value
    ) async throws -> Value {
        var refusal = enter(person)
        let hasEntered = refusal == nil
        defer { if hasEntered { leave(person) } }
        if refusal == nil {
            do { try await perDay.take(person) } catch {
                refusal = Problem(.tooMany, "problem.upload.perDay", arguments: ["max": String(limits.perDay)])
            }
        }
        let received = try await receive(refusal)
        await lanes.enter()
        do {
            let value = try await then(received)
            await lanes.leave()
            return value
        } catch {
            await lanes.leave()
            throw error
        }
    }

    private func enter(_ person: String) -> Problem? {
        underWay.withLock { underWay in
            guard underWay[person, default: 0] < limits.atOnce else { return Problem(.tooMany, "problem.upload.atOnce") }
            guard underWay.values.reduce(0, +) < limits.inMemory else { return Problem(.unavailable, "problem.upload.busy") }
            underWay[person, default: 0] += 1
            return nil
        }
    }

    private func leave(_ person: String) {
        underWay.withLock { underWay in
            let left = underWay[person, default: 1] - 1
            underWay[person] = left > 0 ? left : nil
        }
    }
}

/// So many may be inside; the others wait in the order in which they came.
actor Lanes {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the place on, so that nobody who comes just now is faster than those who wait.
    func leave() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}

internal import Catalogue
internal import Kernel
internal import Synchronization

/// How many forms with files come in at once, and how many files in a day. Each form is held in memory while it comes, and each of its
/// files a few times over while it is looked at and sealed: what is not bounded here would be bounded by the machine.
final class UploadGate: Sendable {
    struct Limits: Sendable {
        /// Forms of one person.
        var atOnce = 2
        /// Files of one person, with as many given back in a day, one by one.
        var perDay = 100
        /// Bytes of everybody together.
        var bytesInMemory = 192 * 1024 * 1024
        /// How many forms are looked at and their files sealed at a time.
        var lanes = 2
    }

    private let limits: Limits
    private let perDay: RateLimiter
    private let underWay = Mutex(UnderWay())
    private let lanes: Lanes

    private struct UnderWay {
        var forms: [String: Int] = [:]
        var bytes = 0
    }

    init(_ limits: Limits = Limits(), clock: any WallClock) {
        self.limits = limits
        perDay = RateLimiter(capacity: limits.perDay, perSecond: Double(limits.perDay) / 86_400, clock: clock)
        lanes = Lanes(limits.lanes)
    }

    /// Takes one form of that person: receives it, and then does what is to be done with it when one of the lanes is free.
    /// - Parameters:
    ///   - bytes: the most that will be kept of it.
    ///   - receive: is told why the form may not come in, if it may not.
    ///   - then: gets what was received.
    func take<Received: Sendable, Value: Sendable>(
        by person: String, bytes: Int, _ receive: (Problem?) async throws -> Received, then: (Received) async throws -> Value
    ) async throws -> Value {
        let refusal = enter(person, bytes)
        defer { if refusal == nil { leave(person, bytes) } }
        let received = try await receive(refusal)
        return try await inLane { try await then(received) }
    }

    /// Whose uploads are counted together.
    static func person(_ principal: Principal, in island: Island?) -> String {
        "\(island?.region.slug.text ?? "") \(principal.reference)"
    }

    /// Counts one file of a form that came in.
    /// - Throws: `tooMany` `problem.upload.perDay` (argument `max`) when the person's day is full.
    func count(by person: String) async throws {
        do { try await perDay.take(person) } catch {
            throw Problem(.tooMany, "problem.upload.perDay", arguments: ["max": String(limits.perDay)])
        }
    }

    /// Unpacks a picture when one of the lanes is free.
    func inLane<Value>(_ work: () async throws -> Value) async throws -> Value {
        await lanes.enter()
        do {
            let value = try await work()
            await lanes.leave()
            return value
        } catch {
            await lanes.leave()
            throw error
        }
    }

    private func enter(_ person: String, _ bytes: Int) -> Problem? {
        underWay.withLock { underWay in
            guard underWay.forms[person, default: 0] < limits.atOnce else { return Problem(.tooMany, "problem.upload.atOnce") }
            guard underWay.bytes + bytes <= limits.bytesInMemory else { return Problem(.unavailable, "problem.upload.busy") }
            underWay.forms[person, default: 0] += 1
            underWay.bytes += bytes
            return nil
        }
    }

    private func leave(_ person: String, _ bytes: Int) {
        underWay.withLock { underWay in
            let left = underWay.forms[person, default: 1] - 1
            underWay.forms[person] = left > 0 ? left : nil
            underWay.bytes -= bytes
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

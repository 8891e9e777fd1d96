import Kernel
import Synchronization
import Testing

@testable import Identity

@Suite("Lanes of passwords", .serialized, .timeLimit(.minutes(15)))
struct PasswordLaneTests {
    private let lanes = PasswordLanes(workers: 1)
    private let journal = Journal()

    /// What was worked on, in order.
    private final class Journal: Sendable {
        private let kept = Mutex<[String]>([])
        var entries: [String] { kept.withLock { $0 } }
        func note(_ entry: String) { kept.withLock { $0.append(entry) } }
    }

    /// Work for a lane, which has its place there when this returns.
    private func ask(_ name: String, in lane: String, isKnown: Bool = false, gate: Gate? = nil) async -> Task<Bool, any Error> {
        let (lanes, journal) = (lanes, journal)
        let begun = Flag(false)
        let task = await lanes.lineUp(in: lane, unless: begun) {
            try await lanes.run(lane: lane, isKnown: isKnown) {
                begun.set(true)
                gate?.pass()
                journal.note(name)
                return true
            }
        }
        // What holds the worker has left the lane before anybody is counted behind it.
        while gate != nil, !begun.value, !Task.isCancelled { await Task.yield() }
        return task
    }

    @Test("A crowd at one region delays an officer of another by one password at most")
    func turns() async throws {
        let gate = Gate()
        let first = await ask("first", in: "kab-contoh", gate: gate)
        var crowd: [Task<Bool, any Error>] = []
        for number in 1...20 { crowd.append(await ask("crowd \(number)", in: "kab-contoh")) }
        let agus = await ask("agus", in: "kab-umpama")
        gate.open()
        #expect(try await agus.value)
        for task in [first] + crowd { #expect(try await task.value) }
        #expect(journal.entries.prefix(3) == ["first", "crowd 1", "agus"])
        #expect(journal.entries.count == 22)
        #expect(lanes.waiting(in: "kab-contoh") == 0)
    }

    @Test("Whoever waits no more costs no work, and whoever waits beside her goes on")
    func abandoned() async throws {
        let gate = Gate()
        let first = await ask("first", in: "kab-contoh", gate: gate)
        var crowd: [Task<Bool, any Error>] = []
        for number in 1...60 { crowd.append(await ask("crowd \(number)", in: "kab-contoh")) }
        let rini = await ask("rini", in: "kab-contoh")
        for task in crowd { task.cancel() }
        for task in crowd { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(lanes.waiting(in: "kab-contoh") == 1)
        gate.open()
        #expect(try await first.value)
        #expect(try await rini.value)
        #expect(journal.entries == ["first", "rini"])
    }

    @Test("Whoever has left before her place was taken gets none")
    func leftEarly() async throws {
        let (lanes, journal) = (lanes, journal)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await lanes.run(lane: "kab-contoh", isKnown: false) {
                journal.note("left")
                return true
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await ask("agus", in: "kab-contoh").value)
        #expect(journal.entries == ["agus"])
    }

    @Test("A known device goes before strangers, and finds a place when the lane is full")
    func known() async throws {
        let gate = Gate()
        let first = await ask("first", in: "kab-contoh", gate: gate)
        var crowd: [Task<Bool, any Error>] = []
        for number in 1...PasswordLanes.laneLength { crowd.append(await ask("crowd \(number)", in: "kab-contoh")) }
        #expect(lanes.waiting(in: "kab-contoh") == PasswordLanes.laneLength)
        let one = await problem { try await lanes.run(lane: "kab-contoh", isKnown: false) { true } }
        #expect(one == Problem(.tooMany, "problem.staff.busy"))
        let agus = await ask("agus", in: "kab-contoh", isKnown: true)
        let rini = await ask("rini", in: "kab-contoh", isKnown: true)
        let neighbour = await ask("wati", in: "kab-umpama")
        gate.open()
        for task in [first, agus, rini, neighbour] + crowd { #expect(try await task.value) }
        #expect(journal.entries.prefix(5) == ["first", "agus", "wati", "rini", "crowd 1"])
    }

    @Test("Half of the cores stretch passwords, one at least and four at most")
    func workers() {
        #expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 64].map { PasswordLanes.workers(onCores: $0) } == [1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4])
    }

    @Test("What the work throws reaches whoever asked, and the lane goes on")
    func failure() async throws {
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) {
            try await lanes.run(lane: "kab-contoh", isKnown: false) { throw Problem(.unexpected, "problem.unexpected") }
        }
        #expect(try await ask("agus", in: "kab-contoh").value)
    }
}

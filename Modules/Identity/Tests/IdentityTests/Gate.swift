import Dispatch
import Synchronization

@testable import Identity

/// Work that goes on until the test opens the gate. It holds one of the lanes' own threads.
struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func open() { semaphore.signal() }
    func pass() { semaphore.wait() }
}

/// A value that two tasks share.
final class Flag: Sendable {
    private let kept: Mutex<Bool>
    init(_ value: Bool) { kept = Mutex(value) }
    var value: Bool { kept.withLock { $0 } }
    func set(_ new: Bool) { kept.withLock { $0 = new } }
}

extension PasswordLanes {
    /// Something that asks for work in a lane. When this returns it waits there, or its work has `begun`, or it is over.
    func lineUp<Value: Sendable>(
        in lane: String, unless begun: Flag = Flag(false), _ body: @escaping @Sendable () async throws -> Value
    ) async -> Task<Value, any Error> {
        let before = waiting(in: lane)
        let isOver = Flag(false)
        let task = Task {
            defer { isOver.set(true) }
            return try await body()
        }
        while waiting(in: lane) == before, !begun.value, !isOver.value, !Task.isCancelled { await Task.yield() }
        return task
    }
}

import Kernel
import Synchronization

@testable import Storage

/// A disk whose next commit fails, and nobody knows whether what was written is there after the next start.
final class FailingDisk: SQLEngine {
    enum Fault: CaseIterable, CustomStringConvertible {
        /// The commit failed before anything reached the disk.
        case lost
        /// All of it reached the disk; only the sync was refused.
        case kept

        var description: String { "\(self == .lost ? "nothing" : "everything") of it reached the disk" }
    }

    private let engine: any SQLEngine
    /// Which of the writes to come fails, counted from one.
    private let state: Mutex<(writes: Int, failing: Int, fault: Fault)>

    init(_ engine: any SQLEngine, failing write: Int, _ fault: Fault) {
        self.engine = engine
        state = Mutex((0, write, fault))
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await engine.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        let fault = state.withLock { state in
            state.writes += 1
            return state.writes == state.failing ? state.fault : nil
        }
        let refused = Problem(.unavailable, "problem.data.unavailable", detail: "sync")
        if fault == .lost { throw refused }
        let value = try await engine.write(body)
        if fault == .kept { throw refused }
        return value
    }

    func close() throws { try engine.close() }
}

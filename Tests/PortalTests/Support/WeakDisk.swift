import Kernel
import Synchronization

@testable import Storage

/// Disks that take no changes while they are told to fail, each region's by itself.
final class WeakDisks: Sendable {
    private let failing = Mutex<Set<String>>([])
    private let asked = Mutex(0)
    /// One for each change that was made, several quick ones as one.
    let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    init() { (changes, changed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)) }

    /// How often one of them was asked to change something.
    var writes: Int { asked.withLock { $0 } }

    func setFailing(_ isFailing: Bool, _ region: String) {
        failing.withLock { failing in if isFailing { failing.insert(region) } else { failing.remove(region) } }
    }

    /// The same database on one of these disks.
    func under(_ database: PlatformDatabase) -> PlatformDatabase {
        PlatformDatabase(database) { WeakDisk(engine: $0, disks: self, region: database.region.text) }
    }

    fileprivate func noteChange() { changed.yield() }

    fileprivate func require(_ region: String) throws {
        asked.withLock { $0 += 1 }
        guard failing.withLock({ !$0.contains(region) }) else {
            throw Problem(.unavailable, "problem.data.unavailable", detail: "the disk fails")
        }
    }
}

private struct WeakDisk: SQLEngine {
    let engine: any SQLEngine
    let disks: WeakDisks
    let region: String

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await engine.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try disks.require(region)
        defer { disks.noteChange() }
        return try await engine.write(body)
    }

    func close() throws { try engine.close() }
}

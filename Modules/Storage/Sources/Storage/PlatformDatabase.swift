public import Foundation
public import Kernel

/// One region's database. A `PlatformDatabase` in hand is open, has today's schema, and keeps what it acknowledged
/// through a power cut (`synchronous=FULL`).
public struct PlatformDatabase: Sendable {
    public let region: RegionSlug
    /// The sealed files beside the database: attachments and issued papers.
    public let files: any SealedFiles
    /// Who listens to which kinds of event.
    public let listeners: Listeners
    /// Rings when a write of this process left something to deliver.
    public let bell: Bell
    public let masterKey: MasterKey
    let clock: any WallClock
    private let engine: any SQLEngine
    private let keys: VaultKeys

    /// Opens `<folder>/mpp.sqlite`, makes it if it is missing, and applies the migrations it lacks.
    /// - Throws: `unavailable` `problem.data.unwritable` when the folder cannot be written, `problem.data.newer` when the
    ///   database has migrations that this program does not know, `problem.key.wrong` when it was sealed under another key,
    ///   `problem.data.broken` for any other reason.
    public init(
        folder: URL, region: RegionSlug, masterKey: MasterKey, migrations: [Migration], listeners: Listeners = .none, clock: any WallClock
    ) throws {
        self.region = region
        self.listeners = listeners
        self.masterKey = masterKey
        self.clock = clock
        do {
            try createPrivateFolder(folder)
            files = try FileFolder(folder.appendingPathComponent("files"))
        } catch {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
        }
        let keys = VaultKeys(masterKey)
        self.keys = keys
        do {
            engine = try SQLiteEngine(folder.appendingPathComponent("mpp.sqlite"), Migration.own + migrations) { connection in
                try KeyCheck.run(WriteTransaction(connection: connection, now: clock.now, keys: keys, listeners: .none))
            }
        } catch var problem as Problem where problem.messageKey == "problem.key.wrong" {
            problem.arguments = ["path": folder.appendingPathComponent(KeyFile.name).path]
            throw problem
        }
        bell = Bell()
    }

    /// The same database behind another engine, for tests in which the disk fails.
    init(_ other: PlatformDatabase, through wrap: (any SQLEngine) -> any SQLEngine) {
        (region, files, listeners, bell) = (other.region, other.files, other.listeners, other.bell)
        (masterKey, clock, keys, engine) = (other.masterKey, other.clock, other.keys, wrap(other.engine))
    }

    /// Reads a consistent state, beside writers and other readers.
    /// - Throws: what the closure throws; `unavailable` `problem.data.unavailable` when the disk refuses.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (ReadTransaction) throws -> Value) async throws -> Value {
        let (keys, clock) = (keys, clock)
        return try await engine.read { connection in
            try body(ReadTransaction(connection: connection, now: clock.now, keys: keys))
        }
    }

    /// Changes the database: all of it or nothing. Returns when the change is on the disk.
    ///
    /// Writes that wait for one another share a commit, each in a savepoint of its own, so that a queue of citizens costs
    /// one sync of the disk and one citizen's fault undoes only her own write.
    /// - Throws: what the closure throws; `unavailable` `problem.data.unavailable` when the disk is full or refuses, or
    ///   another process held the database for ten seconds. Nothing of the write is there then, and it may be sent again.
    @discardableResult
    public func write<Value: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> Value) async throws -> Value {
        let (keys, clock, listeners) = (keys, clock, listeners)
        let (value, hasNews) = try await engine.write { connection in
            let transaction = WriteTransaction(connection: connection, now: clock.now, keys: keys, listeners: listeners)
            return (try body(transaction), transaction.hasNews)
        }
        if hasNews { bell.ring() }
        return value
    }

    /// Changes something of no meaning and waits until it is on the disk, to learn whether the disk takes it.
    /// - Throws: what ``write(_:)`` throws.
    public func probe() async throws { _ = try await write { tx in try tx.next(series: "probe") } }

    /// Throws away commands and delivered events that are older than that: nobody sends a form again after so long, and a
    /// delivered event has no reader. Answers how many rows went.
    @discardableResult
    public func purge(olderThanDays days: Int) async throws -> Int {
        try await write { tx in
            let before = tx.now.advanced(byDays: -days)
            let commands = try tx.execute("DELETE FROM commands WHERE done_at < :before", ["before": before])
            return try commands + OutboxStore.purge(before: before, tx)
        }
    }

    /// Writes back what the engine still keeps beside the database and closes it.
    public func close() throws { try engine.close() }
}

public import Foundation
internal import GRDB
public import Kernel

/// One region's database. A `PlatformDatabase` in hand is open, has today's schema, and keeps what it acknowledged
/// through a power cut (`synchronous=FULL`).
public struct PlatformDatabase: Sendable {
    public let region: RegionSlug
    /// The sealed files beside the database: attachments and issued papers.
    public let files: FileFolder
    /// Rings when a write of this process appended to the outbox.
    public let bell: Bell
    public let masterKey: MasterKey
    let clock: any WallClock
    private let pool: DatabasePool
    private let keys: DerivedKeys
    private let writer: GroupWriter

    /// Opens `<folder>/mpp.sqlite`, makes it if it is missing, and applies the migrations it lacks.
    /// - Throws: `unavailable` `problem.data.unwritable` when the folder cannot be written, `problem.data.newer` when the
    ///   database has migrations that this program does not know, `problem.data.broken` for any other reason.
    public init(
        folder: URL, region: RegionSlug, masterKey: MasterKey, migrations: [Migration], clock: any WallClock
    ) throws {
        self.region = region
        self.masterKey = masterKey
        self.clock = clock
        let path = folder.appendingPathComponent("mpp.sqlite").path
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            files = try FileFolder(folder.appendingPathComponent("files"))
        } catch {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { connection in
            // FULL syncs the log at each commit: what a citizen was told is saved survives a power cut.
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            try connection.execute(sql: "PRAGMA cache_size = -1024")
            // What is deleted is overwritten: a destroyed key must not lie on in a free page.
            try connection.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // Opening a pool makes GRDB set NORMAL on the writer after the configuration has run.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            var migrator = DatabaseMigrator()
            for migration in Migration.own + migrations {
                migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
            }
            if try pool.read(migrator.hasBeenSuperseded) {
                throw Problem(.unavailable, "problem.data.newer", arguments: ["path": path])
            }
            try migrator.migrate(pool)
            self.pool = pool
        } catch let problem as Problem {
            throw problem
        } catch let error as DatabaseError where error.isUnwritable {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": path], detail: "\(error)")
        } catch {
            throw Problem(.unavailable, "problem.data.broken", arguments: ["path": path], detail: "\(error)")
        }
        keys = DerivedKeys(masterKey)
        bell = Bell()
        writer = GroupWriter(pool: pool)
    }

    /// Reads a consistent state, beside writers and other readers.
    /// - Throws: what the closure throws; `unavailable` `problem.data.unavailable` when the disk refuses.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (ReadTransaction) throws -> Value) async throws -> Value {
        let (keys, clock) = (keys, clock)
        do {
            return try await pool.read { connection in
                try body(ReadTransaction(connection: connection, now: clock.now, keys: keys))
            }
        } catch let error as DatabaseError {
            throw Problem(error)
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
        let (keys, clock, bell) = (keys, clock, bell)
        do {
            let (value, rang) = try await writer.write { connection in
                let transaction = WriteTransaction(connection: connection, now: clock.now, keys: keys)
                return (try body(transaction), transaction.hasNews)
            }
            if rang { bell.ring() }
            return value
        } catch let error as DatabaseError {
            throw Problem(error)
        }
    }

    /// Throws away commands and delivered events that are older than that: nobody sends a form again after so long, and a
    /// delivered event has no reader. Answers how many rows went.
    @discardableResult
    public func purge(olderThanDays days: Int) async throws -> Int {
        try await write { tx in
            let before = tx.now.advanced(byDays: -days)
            let commands = try tx.execute("DELETE FROM commands WHERE done_at < :before", ["before": before])
            return try commands + tx.execute("DELETE FROM outbox WHERE done_at IS NOT NULL AND done_at < :before", ["before": before])
        }
    }

    /// Writes the log back into the database file and closes it.
    public func close() throws {
        // Closing alone leaves the log behind: GRDB closes the read-only connections last, and they cannot write it back.
        // A checkpoint that fails loses nothing; the next opening reads the log. It does not wait for a server that has
        // the same database open, or a command beside that server would.
        _ = try? pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA busy_timeout = 0")
            try connection.checkpoint(.truncate)
        }
        try pool.close()
    }
}

extension DatabaseError {
    /// The file or its folder cannot be written, or the disk is full.
    var isUnwritable: Bool {
        [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_FULL].contains(resultCode)
    }
}

extension Problem {
    /// What a refusal of SQLite means to the caller of a transaction.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_ABORT,
            .SQLITE_INTERRUPT:
            self.init(.unavailable, "problem.data.unavailable", detail: "\(error)")
        default:
            self.init(.unexpected, "problem.unexpected", detail: "\(error)")
        }
    }
}

internal import Foundation
internal import GRDB
internal import Kernel

/// The file `mpp.sqlite`: one writer, whose waiting writes share a commit, and readers beside it (`journal_mode=WAL`).
struct SQLiteEngine: SQLEngine {
    private let pool: DatabasePool
    private let writer: GroupWriter

    /// Opens the file, makes it if it is missing, and applies the migrations it lacks.
    /// - Parameter check: looks at the database before anybody else does; what it throws keeps the database closed.
    /// - Throws: what ``PlatformDatabase`` promises of a database that cannot be opened.
    init(_ file: URL, _ migrations: [Migration], check: (any SQLConnection) throws -> Void) throws {
        do {
            // SQLite gives its log and its shared memory the mode of the file.
            makePrivateFile(file)
            pool = try DatabasePool(path: file.path, configuration: SQLiteEngine.configuration)
            // Opening a pool makes GRDB set NORMAL on the writer after the configuration has run.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192") }
            let migrator = SQLiteEngine.migrator(migrations)
            if try pool.read(migrator.hasBeenSuperseded) {
                throw Problem(.unavailable, "problem.data.newer", arguments: ["path": file.path])
            }
            try migrator.migrate(pool)
            try pool.write { try check(SQLiteConnection(database: $0)) }
        } catch let problem as Problem {
            throw problem
        } catch let error as DatabaseError where error.isUnwritable {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": file.path], detail: "\(error)")
        } catch {
            throw Problem(.unavailable, "problem.data.broken", arguments: ["path": file.path], detail: "\(error)")
        }
        writer = GroupWriter(pool: pool)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try readHere(body)
    }

    /// Reads on the caller's own thread. A read is short and waits for nobody, so that handing it to another thread and back would cost
    /// more than the read itself: a page makes several.
    private func readHere<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        do {
            // Unsafe is what would see two states of the database; the transaction sees one.
            return try pool.unsafeRead { database in
                let connection = SQLiteConnection(database: database)
                return try connection.inTransaction("BEGIN DEFERRED") { try body(connection) }
            }
        } catch let error as DatabaseError {
            throw Problem(error)
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        do { return try await writer.write { try body(SQLiteConnection(database: $0)) } } catch let error as DatabaseError {
            throw Problem(error)
        }
    }

    /// Writes the log back into the database file and closes it.
    func close() throws {
        // Closing alone leaves the log behind: GRDB closes the read-only connections last, and they cannot write it back.
        // A checkpoint that fails loses nothing; the next opening reads the log. It does not wait for a server that has
        // the same database open, or a command beside that server would.
        _ = try? pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA busy_timeout = 0")
            try connection.checkpoint(.truncate)
        }
        try pool.close()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        // As many as there are threads that could read, so that none waits for another.
        configuration.maximumReaderCount = max(4, ProcessInfo.processInfo.activeProcessorCount)
        configuration.prepareDatabase { connection in
            // FULL syncs the log at each commit: what a citizen was told is saved survives a power cut.
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            try connection.execute(sql: "PRAGMA cache_size = -1024")
            // What a savepoint may have to undo is kept in memory, not in a file that each write would make and remove.
            try connection.execute(sql: "PRAGMA temp_store = MEMORY")
            // What is deleted is overwritten: a destroyed key must not lie on in a free page.
            try connection.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    private static func migrator(_ migrations: [Migration]) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { connection in
                try connection.execute(sql: migration.sql.replacing(/\bSEALED\b/, with: "BLOB"))
            }
        }
        return migrator
    }
}

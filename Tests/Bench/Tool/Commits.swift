import ArgumentParser
import Foundation
import GRDBSQLite

/// Bare SQLite: one connection, two rows in each commit, on the disk before the next begins.
struct Commits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Commits two rows at a time with synchronous=FULL in WAL mode and prints commits per second.")

    @Option(help: "An existing folder on the disk that the portal's data lie on.") var data: String
    @Option(help: "How long.") var seconds = 3

    func run() throws {
        let path = URL(fileURLWithPath: data).appendingPathComponent("commits-\(UUID().uuidString).sqlite").path
        defer { for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) } }
        let connection = try BareConnection(path)
        try connection.run("PRAGMA journal_mode = WAL")
        try connection.run("PRAGMA synchronous = FULL")
        try connection.run("CREATE TABLE changes (id TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL)")
        let insertion = try connection.prepare("INSERT INTO changes (id, body) VALUES (?, ?)")
        let (begin, commit) = (try connection.prepare("BEGIN IMMEDIATE"), try connection.prepare("COMMIT"))
        let body = String(repeating: "x", count: 200)

        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        var (row, commits) = (0, 0)
        while clock.now < end {
            try begin.run()
            for _ in 0..<2 {
                row += 1
                try insertion.run(String(format: "%012d", row), body)
            }
            try commit.run()
            commits += 1
        }
        let elapsed = (clock.now - start) / .seconds(1)
        print(String(format: "%.1f", Double(commits) / elapsed))
    }
}

struct BareError: Error, CustomStringConvertible {
    let description: String
}

/// An SQLite connection without anything around it.
final class BareConnection {
    private let handle: OpaquePointer

    init(_ path: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw BareError(description: "cannot open \(path)") }
        self.handle = handle
    }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw fault }
    }

    func prepare(_ sql: String) throws -> BareStatement {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw fault }
        return BareStatement(statement)
    }

    private var fault: BareError { BareError(description: String(cString: sqlite3_errmsg(handle))) }

    // Statements are finalized before: this closes even if one is not.
    deinit { sqlite3_close_v2(handle) }
}

final class BareStatement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    func run(_ texts: String...) throws {
        // SQLITE_TRANSIENT: SQLite copies the text.
        let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (position, text) in texts.enumerated() { sqlite3_bind_text(handle, Int32(position + 1), text, -1, copying) }
        let outcome = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard outcome == SQLITE_DONE || outcome == SQLITE_ROW else { throw BareError(description: "sqlite error \(outcome)") }
    }

    deinit { sqlite3_finalize(handle) }
}

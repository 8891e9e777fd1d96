import GRDBSQLite

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

    /// A new file that keeps what it acknowledged as the portal's does.
    convenience init(durable path: String) throws {
        try self.init(path)
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
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
        try finish()
    }

    func run(_ values: [BareValue]) throws {
        for (position, value) in values.enumerated() { sqlite3_bind_value(handle, Int32(position + 1), value.handle) }
        try finish()
    }

    /// All rows of its answer.
    func rows() throws -> [[BareValue]] {
        defer { sqlite3_reset(handle) }
        var rows: [[BareValue]] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: rows.append(try (0..<sqlite3_column_count(handle)).map { try BareValue(sqlite3_column_value(handle, $0)) })
            case SQLITE_DONE: return rows
            case let outcome: throw BareError(description: "sqlite error \(outcome)")
            }
        }
    }

    private func finish() throws {
        let outcome = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard outcome == SQLITE_DONE || outcome == SQLITE_ROW else { throw BareError(description: "sqlite error \(outcome)") }
    }

    deinit { sqlite3_finalize(handle) }
}

/// A value as SQLite has it, kept beyond the row that it stood in.
final class BareValue {
    fileprivate let handle: OpaquePointer

    fileprivate init(_ column: OpaquePointer?) throws {
        guard let handle = sqlite3_value_dup(column) else { throw BareError(description: "no memory for a value") }
        self.handle = handle
    }

    var integer: Int { Int(sqlite3_value_int64(handle)) }
    var text: String { sqlite3_value_text(handle).map { String(cString: $0) } ?? "" }

    deinit { sqlite3_value_free(handle) }
}

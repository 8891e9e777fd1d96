internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Kernel

/// A connection of GRDB's. Statements are prepared once per connection and kept by it; arguments and rows go through SQLite's own
/// interface, because GRDB's is generic: it looks its types up anew for each value.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func rows(_ sql: String, _ arguments: SQLArguments) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try eachRow(sql, arguments) { rows.append($0) }
        return rows
    }

    func eachRow(_ sql: String, _ arguments: SQLArguments, _ body: (SQLRow) throws -> Void) throws {
        try running(sql, arguments) { statement, names in
            // All rows of an answer share one list of names.
            try body(SQLRow(names: names(), values: (0..<sqlite3_column_count(statement)).map { SQLValue(statement, column: $0) }))
        }
    }

    func execute(_ sql: String, _ arguments: SQLArguments) throws -> Int {
        try running(sql, arguments) { _, _ in }
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    /// Begins or ends a transaction. Such statements are prepared once, as all others are; GRDB's own prepare them anew each time.
    private func turn(_ sql: String) throws {
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw fault(sql) }
    }

    /// Runs the body in a transaction, which ends with it: committed when it answers, undone when it throws.
    func inTransaction<Value>(_ begin: String, _ body: () throws -> Value) throws -> Value {
        try turn(begin)
        do {
            let value = try body()
            // A disk that refuses makes SQLite give up the transaction by itself. Then there is nothing to commit, and to say so would
            // be a lie.
            guard database.isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT, sql: "COMMIT") }
            try turn("COMMIT")
            return value
        } catch {
            if database.isInsideTransaction { try? turn("ROLLBACK") }
            throw error
        }
    }

    /// Runs the statement to its end and shows each row of its answer.
    private func running(
        _ sql: String, _ arguments: SQLArguments, _ row: (SQLiteStatement, _ names: () -> [String]) throws -> Void
    ) throws {
        // A disk that refuses makes SQLite give up the transaction. What follows must not run outside of it, each statement a write
        // of its own.
        guard database.isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT, sql: sql) }
        let prepared = try database.cachedStatement(sql: sql)
        let statement = prepared.sqliteStatement
        // Also after an error: a statement that stands on a row keeps its transaction open.
        defer { sqlite3_reset(statement) }
        try bind(arguments, to: statement, sql)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try row(statement) { prepared.columnNames }
            case SQLITE_DONE: return
            default: throw fault(sql)
            }
        }
    }

    /// Each parameter gets its argument. One that is missing or too many is a fault of the program.
    private func bind(_ arguments: SQLArguments, to statement: SQLiteStatement, _ sql: String) throws {
        guard arguments.values.count == sqlite3_bind_parameter_count(statement) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "\(arguments.values.count) arguments for \(sql)")
        }
        for (name, value) in arguments.values {
            let position = sqlite3_bind_parameter_index(statement, ":" + name)
            let outcome =
                switch value {
                case .null: sqlite3_bind_null(statement, position)
                case .integer(let integer): sqlite3_bind_int64(statement, position, integer)
                case .text(var text):
                    // With its length: a text may hold a NUL.
                    text.withUTF8 { bytes in
                        bytes.withMemoryRebound(to: CChar.self) {
                            $0.isEmpty
                                ? sqlite3_bind_text(statement, position, "", 0, SQLiteConnection.copying)
                                : sqlite3_bind_text(statement, position, $0.baseAddress, Int32($0.count), SQLiteConnection.copying)
                        }
                    }
                case .blob(let data):
                    data.withUnsafeBytes { bytes in
                        // No address would be NULL.
                        bytes.isEmpty
                            ? sqlite3_bind_zeroblob(statement, position, 0)
                            : sqlite3_bind_blob(statement, position, bytes.baseAddress, Int32(bytes.count), SQLiteConnection.copying)
                    }
                }
            guard outcome == SQLITE_OK else {
                throw Problem(.unexpected, "problem.unexpected", detail: "no parameter :\(name) in \(sql)")
            }
        }
    }

    /// SQLite's own complaint; a violated unique key is `conflict`, for plain statements as for those with `RETURNING`.
    private func fault(_ sql: String) -> any Error {
        let error = DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)), sql: sql)
        guard error.isUniqueViolation else { return error }
        return Problem(.conflict, "problem.duplicate", detail: "\(error.message ?? "unique key")")
    }

    /// `SQLITE_TRANSIENT`, which the importer leaves out: SQLite keeps a copy.
    private static var copying: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension SQLValue {
    /// The column of the row that the statement stands on.
    fileprivate init(_ statement: SQLiteStatement, column: Int32) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: self = .null
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, column))
            self = .blob(sqlite3_column_blob(statement, column).map { Data(bytes: $0, count: count) } ?? Data())
        default:
            let count = Int(sqlite3_column_bytes(statement, column))
            self = .text(
                sqlite3_column_text(statement, column).map { String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self) }
                    ?? "")
        }
    }
}

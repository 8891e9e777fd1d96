internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Kernel

/// A connection of GRDB's. Statements are prepared once per connection.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func rows(_ sql: String, _ arguments: [String: any SQLConvertible]) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try eachRow(sql, arguments) { rows.append($0) }
        return rows
    }

    func eachRow(_ sql: String, _ arguments: [String: any SQLConvertible], _ body: (SQLRow) throws -> Void) throws {
        try explainingUniqueKeys {
            let statement = try database.cachedStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(sql: arguments))
            // All rows of an answer share one list of names.
            let names = statement.columnNames
            while try cursor.next() != nil {
                try body(SQLRow(names: names, values: names.indices.map { SQLValue(statement.sqliteStatement, column: Int32($0)) }))
            }
        }
    }

    func execute(_ sql: String, _ arguments: [String: any SQLConvertible]) throws -> Int {
        try explainingUniqueKeys {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(sql: arguments))
            return database.changesCount
        }
    }

    /// Turns a violated unique key into `conflict`, for plain statements as for those with `RETURNING`.
    private func explainingUniqueKeys<Value>(_ statement: () throws -> Value) throws -> Value {
        do { return try statement() } catch let error as DatabaseError where error.isUniqueViolation {
            throw Problem(.conflict, "problem.duplicate", detail: "\(error.message ?? "unique key")")
        }
    }
}

extension SQLValue {
    /// The column of the row that the statement stands on, read from SQLite itself: GRDB's own reading is generic, and its types are
    /// looked up anew for each value of each row.
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

extension StatementArguments {
    fileprivate init(sql arguments: [String: any SQLConvertible]) {
        self.init(
            arguments.mapValues { argument -> (any DatabaseValueConvertible)? in
                switch argument.sqlValue {
                case .null: nil
                case .integer(let integer): integer
                case .text(let text): text
                case .blob(let data): data
                }
            })
    }
}

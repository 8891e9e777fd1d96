internal import Foundation
internal import GRDB
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
            while let row = try cursor.next() {
                try body(SQLRow(names: names, values: (0..<row.count).map { SQLValue(row[$0] as DatabaseValue) }))
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
    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let integer): .integer(integer)
            case .double(let number): .text(String(number))
            case .string(let text): .text(text)
            case .blob(let data): .blob(data)
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

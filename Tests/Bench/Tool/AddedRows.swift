import Foundation

/// Where the tables of a database end, so that it can be told later which rows were added.
struct TableEnds {
    private let connection: BareConnection
    private let ends: [String: Int]

    init(_ connection: BareConnection) throws {
        self.connection = connection
        let tables = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").rows()
        var ends: [String: Int] = [:]
        for name in tables.map({ $0[0].text }) {
            ends[name] = try connection.prepare("SELECT coalesce(max(rowid), 0) FROM \(name)").rows()[0][0].integer
        }
        self.ends = ends
    }

    func added() throws -> AddedRows {
        var rows: [String: [[BareValue]]] = [:]
        for (name, end) in ends {
            rows[name] = try connection.prepare("SELECT * FROM \(name) WHERE rowid > \(end) ORDER BY rowid").rows()
        }
        // A table stands before its indexes.
        let schema = try connection.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type = 'index'"
        ).rows()
        return AddedRows(schema: schema.map { $0[0].text }, rows: rows.filter { !$0.value.isEmpty })
    }
}

/// Rows that somebody added to a database, to be written once more by SQLite alone.
struct AddedRows {
    fileprivate let schema: [String]
    fileprivate let rows: [String: [[BareValue]]]

    var count: Int { rows.values.reduce(0) { $0 + $1.count } }

    /// Writes them into a new file in that folder, with the tables and indexes that they had, and removes it: one connection, so many
    /// commits, an equal share of each table's rows in each, and on the disk before the next begins.
    /// - Returns: commits per second.
    func commitRate(in folder: URL, commits: Int) throws -> Double {
        let path = folder.appendingPathComponent("bare-\(UUID().uuidString).sqlite").path
        defer { for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) } }
        let connection = try BareConnection(durable: path)
        for sql in schema { try connection.run(sql) }
        let tables = try rows.map { name, rows in
            let places = Array(repeating: "?", count: rows[0].count).joined(separator: ", ")
            return (insertion: try connection.prepare("INSERT INTO \(name) VALUES (\(places))"), rows: rows)
        }
        let (begin, commit) = (try connection.prepare("BEGIN IMMEDIATE"), try connection.prepare("COMMIT"))
        let clock = ContinuousClock()
        let start = clock.now
        for number in 0..<commits {
            try begin.run()
            for (insertion, rows) in tables {
                for row in rows[(rows.count * number / commits)..<(rows.count * (number + 1) / commits)] { try insertion.run(row) }
            }
            try commit.run()
        }
        return Double(commits) / ((clock.now - start) / .seconds(1))
    }
}

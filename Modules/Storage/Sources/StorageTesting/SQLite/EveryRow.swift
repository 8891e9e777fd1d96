internal import Kernel
public import Storage

extension PlatformDatabase {
    /// Every row of every table that belongs to somebody or something, byte for byte as it is stored: for tests that say what was
    /// left alone. A row belongs to whoever it names, and to whoever a row with its `id` belongs to.
    /// - Parameter names: ids, or other values by which rows name their owner, such as a bill's reference.
    /// - Throws: `notFound` when there is no such row at all: a bystander without rows would prove nothing.
    public func everyRow(of names: any CustomStringConvertible...) async throws -> [String] {
        let tables = try await everyRow()
        var owners = Set(names.map { "'\($0.description)'" })
        var found: Set<StoredRow> = []
        while true {
            let more = tables.filter { !found.contains($0) && !owners.isDisjoint(with: $0.values.values) }
            guard !more.isEmpty else { break }
            found.formUnion(more)
            owners.formUnion(more.compactMap { $0.values["id"] })
        }
        guard !found.isEmpty else { throw Problem.notFound("rows of \(names)") }
        return found.map(\.description).sorted()
    }

    /// Every row of the database; of a large one too many.
    public func everyRow() async throws -> [StoredRow] {
        try await read { tx in
            let tables = try tx.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return try tables.map { try $0.text("name") }.flatMap { table in try StoredRow.all(of: table, tx) }
        }
    }
}

/// A row as SQLite itself writes its values: texts in quotes, bytes as `X'…'`.
public struct StoredRow: Sendable, Hashable, CustomStringConvertible {
    public let table: String
    /// By column.
    public let values: [String: String]

    public var description: String {
        "\(table): " + values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    fileprivate static func all(of table: String, _ tx: ReadTransaction) throws -> [StoredRow] {
        let columns = try tx.rows("SELECT name FROM pragma_table_info(:table)", ["table": table]).map { try $0.text("name") }
        let quoted = columns.map { "quote(\"\($0)\") AS \"\($0)\"" }.joined(separator: ", ")
        return try tx.rows("SELECT \(quoted) FROM \"\(table)\"").map { row in
            StoredRow(table: table, values: try Dictionary(columns.map { ($0, try row.text($0)) }) { first, _ in first })
        }
    }
}

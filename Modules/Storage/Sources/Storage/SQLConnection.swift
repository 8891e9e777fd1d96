/// One connection to a region's database for as long as one transaction lasts. All SQL of Storage and of the modules' stores
/// goes through it; which engine answers is known in that engine's own folder only.
protocol SQLConnection {
    /// All rows of the answer, also of a writing statement with `RETURNING`.
    /// - Throws: `conflict` `problem.duplicate` when a unique key forbids it.
    func rows(_ sql: String, _ arguments: SQLArguments) throws -> [SQLRow]

    /// Hands over one row after the other, so that an answer of any length takes no more room than a row.
    func eachRow(_ sql: String, _ arguments: SQLArguments, _ body: (SQLRow) throws -> Void) throws

    /// Runs a statement; answers how many rows it changed.
    /// - Throws: `conflict` `problem.duplicate` when a unique key forbids it.
    func execute(_ sql: String, _ arguments: SQLArguments) throws -> Int
}

/// What keeps a region's rows. Its own errors do not leave it: they are `unavailable` `problem.data.unavailable` when the disk or
/// another process refuses, `unexpected` otherwise.
protocol SQLEngine: Sendable {
    /// Shows the body one consistent state, beside writers and other readers.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Runs the body whole or not at all, and returns when what it did outlives a power cut.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    func close() throws
}

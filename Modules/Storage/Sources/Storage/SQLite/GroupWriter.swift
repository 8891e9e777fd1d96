internal import GRDB
internal import Kernel
internal import Synchronization

/// Collects the writes that wait while a commit is under way and commits them together, each in a savepoint of its own.
final class GroupWriter: Sendable {
    /// Runs in the shared transaction; answers what to tell the caller when the commit succeeded, or failed.
    private typealias Finish = @Sendable (_ commitError: (any Error)?) -> Void

    private struct Job: Sendable {
        let run: @Sendable (Database) throws -> Finish
        /// Tells the caller that its write never ran.
        let refuse: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isCommitting = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())
    /// A commit takes at most so many writes, so that the first of them does not wait for a crowd.
    private static let groupSize = 128

    init(pool: DatabasePool) { self.pool = pool }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { connection in
                    let outcome = try GroupWriter.inSavepoint(connection, body)
                    return { commitError in
                        if let commitError, case .success = outcome {
                            continuation.resume(throwing: commitError)
                        } else {
                            continuation.resume(with: outcome)
                        }
                    }
                },
                refuse: { continuation.resume(throwing: $0) })
            let mustStart = state.withLock { state in
                state.waiting.append(job)
                defer { state.isCommitting = true }
                return !state.isCommitting
            }
            if mustStart { commitNext() }
        }
    }

    /// What became of one write; its own failure undoes it alone.
    /// - Throws: when it could not be undone alone. Then nothing of the group may be committed.
    private static func inSavepoint<Value>(
        _ database: Database, _ body: (Database) throws -> Value
    ) throws -> Result<Value, any Error> {
        let connection = SQLiteConnection(database: database)
        _ = try connection.execute("SAVEPOINT one_write", [:])
        do {
            let value = try body(database)
            _ = try connection.execute("RELEASE one_write", [:])
            return .success(value)
        } catch {
            _ = try connection.execute("ROLLBACK TO one_write", [:])
            _ = try connection.execute("RELEASE one_write", [:])
            return .failure(error)
        }
    }

    private func commitNext() {
        pool.asyncWriteWithoutTransaction { [self] connection in
            let jobs = state.withLock { state in
                let jobs = Array(state.waiting.prefix(GroupWriter.groupSize))
                state.waiting.removeFirst(jobs.count)
                return jobs
            }
            commit(jobs, connection)
            let hasMore = state.withLock { state in
                state.isCommitting = !state.waiting.isEmpty
                return state.isCommitting
            }
            if hasMore { commitNext() }
        }
    }

    private func commit(_ jobs: [Job], _ connection: Database) {
        var finishes: [Finish] = []
        var failure: (any Error)?
        do {
            try SQLiteConnection(database: connection).inTransaction("BEGIN IMMEDIATE") {
                for job in jobs {
                    // A full disk or a failing one makes SQLite give up the whole transaction, and with it the writes
                    // that had succeeded: then this throws, and none of the group may be acknowledged.
                    finishes.append(try job.run(connection))
                }
            }
        } catch {
            failure = error
        }
        for finish in finishes { finish(failure) }
        if let failure { for job in jobs.dropFirst(finishes.count) { job.refuse(failure) } }
    }
}

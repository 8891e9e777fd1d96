public import Kernel

/// A consistent view of one region's database, as a store sees it. Statements use named arguments (`:name`) and keep to
/// what SQLite 3.40 and PostgreSQL 15 share.
///
/// A transaction lives on the database's own thread while its closure runs and must not leave it.
public class ReadTransaction {
    let connection: any SQLConnection
    /// The one instant of this transaction.
    public let now: Instant
    /// Seals and opens personal values.
    public let vault: Vault

    init(connection: any SQLConnection, now: Instant, keys: VaultKeys) {
        self.connection = connection
        self.now = now
        self.vault = Vault(connection: connection, keys: keys)
    }

    /// All rows of the answer, also of a writing statement with `RETURNING`.
    /// - Throws: `Problem` `conflict` with key `problem.duplicate` when a unique key forbids it.
    public func rows(_ sql: String, _ arguments: SQLArguments = [:]) throws -> [SQLRow] {
        try connection.rows(sql, arguments)
    }

    /// The first row of the answer.
    public func row(_ sql: String, _ arguments: SQLArguments = [:]) throws -> SQLRow? {
        try rows(sql, arguments).first
    }

    /// The integer in a one-column answer, for counts.
    public func count(_ sql: String, _ arguments: SQLArguments = [:]) throws -> Int {
        guard case .integer(let count)? = try row(sql, arguments)?.values.first else { return 0 }
        return Int(count)
    }
}

/// A change to one region's database: everything in it happens, or nothing.
public final class WriteTransaction: ReadTransaction {
    /// Whether this write left something to deliver.
    var hasNews = false
    let listeners: Listeners

    init(connection: any SQLConnection, now: Instant, keys: VaultKeys, listeners: Listeners) {
        self.listeners = listeners
        super.init(connection: connection, now: now, keys: keys)
    }

    /// Tells the rest of the platform what happened, in this same write.
    public var outbox: Outbox { Outbox(transaction: self) }
    /// Notes who did what, in this same write.
    public var audit: AuditTrail { AuditTrail(transaction: self) }

    /// Runs a statement; answers how many rows it changed.
    /// - Throws: `Problem` `conflict` with key `problem.duplicate` when a unique key forbids it.
    @discardableResult
    public func execute(_ sql: String, _ arguments: SQLArguments = [:]) throws -> Int {
        try connection.execute(sql, arguments)
    }

    /// Runs the command the first time its id is seen and keeps the outcome; every other time returns that outcome and
    /// changes nothing. The id belongs to its sender: another principal using it, or
    /// another kind of command, gets `conflict`.
    ///
    /// The outcome is stored in the clear: let it carry ids, never personal values. A command that throws is
    /// rolled back and may be sent again.
    public func once<Outcome: Stored>(_ command: CommandID, by principal: Principal, _ body: () throws -> Outcome) throws -> Outcome {
        if let earlier = try row(
            "SELECT sender, outcome FROM commands WHERE id = :id", ["id": command.text])
        {
            guard try earlier.text("sender") == principal.signature else {
                throw Problem(.conflict, "problem.command.foreign", detail: "command id of another sender")
            }
            guard let outcome = try? earlier.stored("outcome", as: Outcome.self) else {
                throw Problem(.conflict, "problem.command.foreign", detail: "command id of another kind of command")
            }
            return outcome
        }
        let outcome = try body()
        try execute(
            "INSERT INTO commands (id, sender, outcome, done_at) VALUES (:id, :sender, :outcome, :at)",
            ["id": command.text, "sender": principal.signature, "outcome": outcome.storedText(), "at": now])
        return outcome
    }
}

/// The id that a state-changing form or API call carries, so that sending it twice does it once.
public struct CommandID: Sendable, Hashable {
    public let text: String

    /// Eight to sixty-four letters, digits, hyphens or underscores, chosen by the sender; `nil` otherwise.
    public init?(_ text: String) {
        guard (8...64).contains(text.utf8.count),
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        else { return nil }
        self.text = text
    }

    public init(_ identifier: Identifier) { text = identifier.text }
}

extension Principal {
    /// Kind and reference in one text, for comparing senders.
    var signature: String { "\(kind):\(reference)" }
}

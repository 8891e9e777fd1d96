public import Kernel

/// Where a bank's or a provider's file and the books do not agree. Somebody looks at it and says why.
public struct Difference: Sendable, Hashable {
    public let id: Identifier
    public let kind: Kind
    public let payment: Identifier
    public let file: Identifier
    /// Of the file; `nil` for what does not stand in it.
    public let line: Int?
    /// What the file says came in; `nil` where it says nothing.
    public let told: Money?
    public let foundAt: Instant
    /// When somebody said why, or a later file agreed; `nil` while it is open.
    public let endedAt: Instant?
    public let reason: String?

    /// Raw values are stored; they never change.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The file tells of another amount.
        case amount
        /// The file tells of another charge.
        case reference
        /// The file for its day does not tell of it.
        case missing
        /// A transfer was confirmed by hand, and the statement does not show it.
        case unconfirmed
    }
}

/// A file that was imported.
public struct SettlementFile: Sendable, Hashable {
    public let id: Identifier
    public let provider: String
    /// How many lines of money that came in.
    public let lines: Int
    public let firstDay: CivilDate
    public let lastDay: CivilDate
    public let importedAt: Instant
}

/// What an import changed.
public struct ImportReport: Sendable, Hashable {
    public let file: SettlementFile
    /// Whether the same file was imported before: then nothing changed.
    public let isKnown: Bool
    /// Lines of payments that the books had already.
    public internal(set) var matched = 0
    /// Lines of payments that the books learned of now.
    public internal(set) var entered = 0
    /// How many of these settled nothing and are held.
    public internal(set) var held = 0
    /// Lines of payments that this or another file has told of before.
    public internal(set) var repeated = 0
    /// Differences that are new.
    public internal(set) var differences = 0
}

public import Foundation
public import Kernel

/// One row of an answer. Reading a column that is not there, or of another type than the schema says, is a fault of the
/// program or of the database file: it throws `unexpected` and names the column.
public struct SQLRow: Sendable {
    /// One list for all rows of an answer.
    let names: [String]
    let values: [SQLValue]

    private func value(_ column: String) throws -> SQLValue {
        // Rows are short: comparing a few names costs less than hashing one.
        guard let position = names.firstIndex(of: column) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no column \(column) in the answer")
        }
        return values[position]
    }

    private func mismatch(_ column: String) -> Problem {
        Problem(.unexpected, "problem.unexpected", detail: "column \(column) has another type or an impossible value")
    }

    public func textIfPresent(_ column: String) throws -> String? {
        switch try value(column) {
        case .text(let text): text
        case .null: nil
        default: throw mismatch(column)
        }
    }

    public func integerIfPresent(_ column: String) throws -> Int? {
        switch try value(column) {
        case .integer(let integer): Int(integer)
        case .null: nil
        default: throw mismatch(column)
        }
    }

    public func blobIfPresent(_ column: String) throws -> Data? {
        switch try value(column) {
        case .blob(let blob): blob
        case .null: nil
        default: throw mismatch(column)
        }
    }

    private func present<Value>(_ column: String, _ read: Value?) throws -> Value {
        guard let read else { throw mismatch(column) }
        return read
    }

    public func text(_ column: String) throws -> String { try present(column, textIfPresent(column)) }
    public func integer(_ column: String) throws -> Int { try present(column, integerIfPresent(column)) }
    public func blob(_ column: String) throws -> Data { try present(column, blobIfPresent(column)) }
    public func bool(_ column: String) throws -> Bool { try integer(column) != 0 }
    public func instant(_ column: String) throws -> Instant { try present(column, instantIfPresent(column)) }
    public func instantIfPresent(_ column: String) throws -> Instant? {
        try integerIfPresent(column).map { Instant(milliseconds: Int64($0)) }
    }
    public func identifier(_ column: String) throws -> Identifier { try present(column, identifierIfPresent(column)) }
    public func identifierIfPresent(_ column: String) throws -> Identifier? {
        guard let text = try textIfPresent(column) else { return nil }
        return try present(column, Identifier(text))
    }
    public func money(_ column: String) throws -> Money { try present(column, Money(rupiah: integer(column))) }

    /// A column whose text is the raw value of an enumeration, e.g. a status.
    public func choice<Choice: RawRepresentable>(_ column: String, as type: Choice.Type = Choice.self) throws -> Choice
    where Choice.RawValue == String {
        try present(column, Choice(rawValue: text(column)))
    }
}

/// JSON text with sorted keys, so that equal values are equal text.
public func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

public import Foundation
public import Kernel

/// A value that SQL knows. Our own words become one through ``SQLConvertible``.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob(Data)
}

/// What can be handed to a statement as an argument.
public protocol SQLConvertible {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible { public var sqlValue: SQLValue { self } }
extension String: SQLConvertible { public var sqlValue: SQLValue { .text(self) } }
extension Int: SQLConvertible { public var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Int64: SQLConvertible { public var sqlValue: SQLValue { .integer(self) } }
extension Bool: SQLConvertible { public var sqlValue: SQLValue { .integer(self ? 1 : 0) } }
extension Data: SQLConvertible { public var sqlValue: SQLValue { .blob(self) } }
extension Identifier: SQLConvertible { public var sqlValue: SQLValue { .text(text) } }
extension Instant: SQLConvertible { public var sqlValue: SQLValue { .integer(milliseconds) } }
extension Money: SQLConvertible { public var sqlValue: SQLValue { .integer(Int64(rupiah)) } }
extension CivilDate: SQLConvertible { public var sqlValue: SQLValue { .text(iso8601) } }
extension Language: SQLConvertible { public var sqlValue: SQLValue { .text(rawValue) } }
extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    public var sqlValue: SQLValue { map(\.sqlValue) ?? .null }
}

/// One row of an answer. Reading a column that is not there, or of another type than the schema says, is a fault of the
/// program or of the database file: it throws `unexpected` and names the column.
public struct SQLRow: Sendable {
    let columns: [String: SQLValue]

    private func value(_ column: String) throws -> SQLValue {
        guard let value = columns[column] else {
            throw Problem(.unexpected, "problem.unexpected", detail: "no column \(column) in the answer")
        }
        return value
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

    /// A column of JSON text.
    public func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text(column).utf8)) } catch { throw mismatch(column) }
    }
}

/// JSON text with sorted keys, so that equal values are equal text.
public func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

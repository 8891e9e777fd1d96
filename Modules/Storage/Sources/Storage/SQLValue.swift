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
    // A switch, because a key path of a generic type is looked up anew each time, and this is asked for each argument.
    public var sqlValue: SQLValue {
        switch self {
        case .some(let value): value.sqlValue
        case .none: .null
        }
    }
}

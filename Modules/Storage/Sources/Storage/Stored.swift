public import Foundation
internal import Kernel
internal import Synchronization

/// A value that the database keeps as JSON, to be read by every later version of the program. It is written as
/// `{"format":1,"value":…}`.
///
/// Whoever conforms writes `init(from:)` and `encode(to:)` out by hand, because a synthesised decoder turns each property
/// that is added tomorrow into a row that cannot be read: read a property that came later with `decodeIfPresent` and its
/// default. The module's tests keep one golden body of each format ever written, and open it.
public protocol Stored: Codable, Sendable {
    /// The number of the form that is written today. Raise it when what is written changes its meaning or its shape, and keep
    /// reading the earlier forms: `decoder.storedFormat` says which one it is. A property that is only added needs no new
    /// number.
    static var format: Int { get }
}

extension Decoder {
    /// The format number under which the value that is being read was written.
    public var storedFormat: Int { (userInfo[.storedFormat] as? FormatNote)?.format.withLock { $0 } ?? 1 }
}

extension Stored {
    /// The JSON to keep, with sorted keys, so that equal values are equal text.
    public func storedData() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(StoredEnvelope(value: self))
    }

    public func storedText() throws -> String { String(decoding: try storedData(), as: UTF8.self) }

    /// Reads what ``storedData()`` wrote, today or in an earlier version.
    /// - Throws: `unexpected` `problem.unexpected` for JSON of another kind, and for a format of a newer program.
    public init(stored data: Data) throws {
        let decoder = JSONDecoder()
        decoder.userInfo[.storedFormat] = FormatNote()
        do {
            self = try decoder.decode(StoredEnvelope<Self>.self, from: data).value
        } catch {
            // The error itself may repeat what was read, and that may be personal.
            throw Problem(
                .unexpected, "problem.unexpected", detail: "a stored \(Self.self) cannot be read: \(StoredFault.place(of: error))")
        }
    }
}

extension SQLRow {
    /// A column that holds a ``Stored`` value as text.
    public func stored<Value: Stored>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        try Value(stored: Data(text(column).utf8))
    }
}

private struct StoredEnvelope<Value: Stored>: Codable {
    let value: Value

    private enum Key: String, CodingKey { case format, value }

    init(value: Value) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let format = try container.decode(Int.self, forKey: .format)
        guard (1...Value.format).contains(format) else {
            throw DecodingError.dataCorruptedError(forKey: .format, in: container, debugDescription: "format \(format)")
        }
        (decoder.userInfo[.storedFormat] as? FormatNote)?.format.withLock { $0 = format }
        value = try container.decode(Value.self, forKey: .value)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Value.format, forKey: .format)
        try container.encode(value, forKey: .value)
    }
}

/// Carries the number from the envelope to the decoders inside it.
private final class FormatNote: Sendable {
    let format = Mutex(1)
}

extension CodingUserInfoKey {
    fileprivate static let storedFormat = CodingUserInfoKey(rawValue: "mpp.storedFormat") ?? { preconditionFailure("a key has a name") }()
}

private enum StoredFault {
    /// Where the reading stopped, without any value.
    static func place(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context): "no \(path(context.codingPath + [key]))"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "another type at \(path(context.codingPath))"
        case DecodingError.dataCorrupted(let context): "impossible value at \(path(context.codingPath))"
        case let problem as Problem: problem.messageKey
        default: "not JSON"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String { keys.map(\.stringValue).joined(separator: ".") }
}

internal import Catalogue
internal import Kernel

/// A value that the API says. Its JSON and the schema that promises it stand side by side.
protocol Spoken: Sendable {
    /// JSON Schema, draft 2020-12.
    static var schema: JSON { get }
    /// The resources that the schema refers to.
    static var parts: [any Resource.Type] { get }
    var json: JSON { get }
}

extension Spoken {
    static var parts: [any Resource.Type] { [] }
}

extension String: Spoken {
    static var schema: JSON { ["type": "string"] }
    var json: JSON { .text(self) }
}

extension Int: Spoken {
    static var schema: JSON { ["type": "integer"] }
    var json: JSON { .integer(self) }
}

extension Bool: Spoken {
    static var schema: JSON { ["type": "boolean"] }
    var json: JSON { .bool(self) }
}

extension Identifier: Spoken {
    static var schema: JSON { ["type": "string", "format": "uuid"] }
    var json: JSON { .text(text) }
}

extension Instant: Spoken {
    static var schema: JSON { ["type": "string", "format": "date-time"] }
    var json: JSON { .text(iso8601) }
}

extension CivilDate: Spoken {
    static var schema: JSON { ["type": "string", "format": "date"] }
    var json: JSON { .text(iso8601) }
}

/// Whole rupiah.
extension Money: Spoken {
    static var schema: JSON { ["type": "integer", "minimum": 0] }
    var json: JSON { .integer(rupiah) }
}

extension Optional: Spoken where Wrapped: Spoken {
    static var schema: JSON { ["anyOf": [Wrapped.schema, ["type": "null"]]] }
    static var parts: [any Resource.Type] { Wrapped.parts }
    var json: JSON { map(\.json) ?? .null }
}

extension Array: Spoken where Element: Spoken {
    static var schema: JSON { ["type": "array", "items": Element.schema] }
    static var parts: [any Resource.Type] { Element.parts }
    var json: JSON { .list(map(\.json)) }
}

/// One of a few words, taken from an enumeration of ours.
struct Word<Value: RawRepresentable & CaseIterable & Sendable>: Spoken where Value.RawValue == String {
    let value: Value

    init(_ value: Value) { self.value = value }

    static var schema: JSON { ["type": "string", "enum": .list(Value.allCases.map { .text($0.rawValue) })] }
    var json: JSON { .text(value.rawValue) }
}

/// A text in the languages that its author gave.
extension LocalizedText: Resource {
    static let name = "LocalizedText"
    static let about = "A text in Indonesian and, where it was translated, in English."
    static let fields: [ResourceField<LocalizedText>] = [
        ResourceField("id", "In Indonesian.") { $0.indonesian },
        ResourceField("en", "In English.") { $0.english },
    ]
}

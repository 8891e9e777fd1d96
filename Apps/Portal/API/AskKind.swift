internal import Kernel

/// A kind of value that can be asked for: what the document says of it, and how it is read. In a path and in a query every
/// value comes as text.
struct AskKind<Value: Sendable>: Sendable {
    let schema: JSON
    /// Stands for the value while nothing is read.
    let placeholder: Value
    let read: @Sendable (JSON) -> Value?
    let write: @Sendable (Value) -> JSON
}

extension AskKind where Value == String {
    /// A text of so many characters, of which what nobody sees is left out (``TypedText``).
    static func text(_ length: ClosedRange<Int>) -> AskKind {
        AskKind(
            schema: ["type": "string", "minLength": .integer(length.lowerBound), "maxLength": .integer(length.upperBound)],
            placeholder: "",
            read: { json in
                guard case .text(let sent) = json, length.contains(sent.unicodeScalars.count) else { return nil }
                let text = TypedText(sent).prose
                return length.contains(text.unicodeScalars.count) ? text : nil
            }, write: { .text($0) })
    }

    /// A short name: letters, digits, hyphens, underscores.
    static let name = AskKind(
        schema: ["type": "string", "pattern": "^[A-Za-z0-9_-]{1,60}$"], placeholder: "",
        read: { json in
            guard case .text(let text) = json, (1...60).contains(text.utf8.count),
                text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
            else { return nil }
            return text
        }, write: { .text($0) })
}

extension AskKind where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> AskKind {
        AskKind(
            schema: ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
            placeholder: range.lowerBound,
            read: { json in
                switch json {
                case .integer(let integer) where range.contains(integer): integer
                case .text(let text): Int(text).flatMap { range.contains($0) && text.utf8.first != UInt8(ascii: "+") ? $0 : nil }
                default: nil
                }
            }, write: { .integer($0) })
    }
}

extension AskKind where Value == Identifier {
    static let identifier = AskKind(
        schema: ["type": "string", "format": "uuid"], placeholder: Identifier(at: Instant(milliseconds: 0)),
        read: { json in if case .text(let text) = json { Identifier(text) } else { nil } }, write: { .text($0.text) })
}

extension AskKind where Value: RawRepresentable & Hashable, Value.RawValue == String {
    /// One of these; the first stands for it while nothing is read.
    static func choice(_ first: Value, _ others: [Value]) -> AskKind {
        let all = [first] + others
        return AskKind(
            schema: ["type": "string", "enum": .list(all.map { .text($0.rawValue) })], placeholder: first,
            read: { json in if case .text(let text) = json { all.first { $0.rawValue == text } } else { nil } },
            write: { .text($0.rawValue) })
    }
}

/// Texts with `{name}` in them: a name is of ASCII letters, digits and `_`, and braces serve nothing else. `{days|day|days}` is one of two
/// words: the first where the argument is 1.
enum Placeholders {
    /// The names in the text; `nil` when a brace does not belong to a placeholder.
    static func names(in text: String) -> Set<String>? {
        var names: Set<String> = []
        var isSound = true
        walk(text) { part in
            switch part {
            case .name(let name), .word(let name, _, _): names.insert(String(name))
            case .strayBrace: isSound = false
            case .literal: break
            }
        }
        return isSound ? names : nil
    }

    /// The text with its placeholders replaced in one pass: braces inside an argument stay as they are. A placeholder
    /// without an argument stays too, so that what is missing can be seen.
    static func fill(_ text: String, _ arguments: [String: String]) -> String {
        guard !arguments.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        walk(text) { part in
            switch part {
            case .name(let name): filled += arguments[String(name)] ?? "{\(name)}"
            case .word(let name, let one, let several): filled += arguments[String(name)] == "1" ? one : several
            case .literal(let literal), .strayBrace(let literal): filled += literal
            }
        }
        return filled
    }

    private enum Part {
        case literal(Substring)
        case name(Substring)
        case word(for: Substring, one: Substring, several: Substring)
        case strayBrace(Substring)
    }

    private static func walk(_ text: String, _ visit: (Part) -> Void) {
        let bytes = text.utf8
        var rest = bytes.startIndex
        while let brace = bytes[rest...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            if rest < brace { visit(.literal(text[rest..<brace])) }
            let inside = bytes.index(after: brace)
            let end = bytes[inside...].firstIndex { !isNameByte($0) } ?? bytes.endIndex
            if bytes[brace] == UInt8(ascii: "{"), end > inside, end < bytes.endIndex, bytes[end] == UInt8(ascii: "}") {
                visit(.name(text[inside..<end]))
                rest = bytes.index(after: end)
            } else if bytes[brace] == UInt8(ascii: "{"), end > inside, end < bytes.endIndex, bytes[end] == UInt8(ascii: "|"),
                let close = bytes[end...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }),
                bytes[close] == UInt8(ascii: "}"), let words = words(in: text[bytes.index(after: end)..<close])
            {
                visit(.word(for: text[inside..<end], one: words.one, several: words.several))
                rest = bytes.index(after: close)
            } else {
                visit(.strayBrace(text[brace..<inside]))
                rest = inside
            }
        }
        if rest < bytes.endIndex { visit(.literal(text[rest...])) }
    }

    private static func words(in text: Substring) -> (one: Substring, several: Substring)? {
        let words = text.split(separator: "|", omittingEmptySubsequences: false)
        guard words.count == 2, !words.contains(where: \.isEmpty) else { return nil }
        return (words[0], words[1])
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
    }
}

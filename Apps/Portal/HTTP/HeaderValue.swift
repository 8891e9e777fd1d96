internal import Foundation

/// A header's value with its parameters, such as `form-data; name="file"; filename="a;b.png"`: a semicolon between quotes is a
/// character like any other (RFC 9110, 5.6.6).
struct HeaderValue: Sendable, Equatable {
    /// What stands before the parameters, in small letters.
    let value: String
    /// By their names in small letters; of a name that comes twice the first.
    private(set) var parameters: [String: String] = [:]

    init(_ text: some StringProtocol) {
        var rest = Substring(text)
        value = HeaderValue.token(&rest).lowercased()
        while rest.first == ";" {
            rest.removeFirst()
            let name = HeaderValue.token(&rest, until: "=;").lowercased()
            guard rest.first == "=" else { continue }
            rest.removeFirst()
            rest = rest.drop { HeaderValue.isBlank($0) }
            guard let value = rest.first == "\"" ? HeaderValue.quoted(&rest) : HeaderValue.token(&rest) else { return }
            if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
        }
    }

    /// A parameter that may also be written with its character set, as `filename*=UTF-8''pas%20foto.png` (RFC 8187); where both
    /// stand, that one is meant.
    func text(_ name: String) -> String? { parameters["\(name)*"].flatMap(HeaderValue.extended) ?? parameters[name] }

    private static func token(_ rest: inout Substring, until ends: String = ";") -> String {
        let text = rest.prefix { !ends.contains($0) }
        rest = rest[text.endIndex...]
        return text.trimmingCharacters(in: .whitespaces)
    }

    /// Browsers write a backslash of a file name as it is, so only what must be escaped is taken for an escape. `nil` for a quotation
    /// that never ends: nobody knows what belongs to it.
    private static func quoted(_ rest: inout Substring) -> String? {
        var text = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            if character == "\"" {
                rest = rest.drop { $0 != ";" }
                return text
            }
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                text.append(next)
                rest.removeFirst()
            } else {
                text.append(character)
            }
        }
        return nil
    }

    private static func extended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(parts[2].utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        switch parts[0].lowercased() {
        case "utf-8": return String(bytes: bytes, encoding: .utf8)
        case "iso-8859-1": return String(bytes: bytes, encoding: .isoLatin1)
        default: return nil
        }
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}

internal import Foundation

/// Text as a person typed or pasted it, cleaned of what she cannot see. Every door through which words come in (forms, the API,
/// the command line) asks this value once, before any rule; passwords alone stay as they were sent.
///
/// What is seen stays: letters, accents, a long dash in a sentence. What is not seen goes, because it turns a number into no
/// number and a name into another: marks of direction, soft hyphens, controls. Joiners stay only where a script needs them,
/// between its letters; selectors of a letter's shape stay once behind it. The result is in the composed form (NFC) of Unicode.
public struct TypedText: Sendable, Hashable {
    /// Over several lines, each break as `\n`; for sentences.
    public let prose: String

    public init(_ typed: String) {
        // Most of what is typed, and all that was cleaned before, has nothing to clean.
        prose =
            TypedText.isPlain(typed) ? typed : TypedText.trimmed(TypedText.seen(typed)).precomposedStringWithCanonicalMapping
    }

    /// On one line, with one space where there were several or a line ended; for names.
    public var line: String {
        guard prose.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x80 }) else { return prose }
        return prose.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// As ``line``, for what has a grammar, such as numbers, codes and addresses: every dash is a hyphen. A long dash is part of a
    /// sentence, but in a number nobody means another than `-`.
    public var code: String {
        let line = line
        // Of the dashes, ASCII has the hyphen alone.
        guard line.utf8.contains(where: { $0 >= 0x80 }) else { return line }
        var plain = String.UnicodeScalarView()
        plain.append(contentsOf: line.unicodeScalars.lazy.filter { !$0.isJoiner }.map { $0.properties.isDash ? "-" : $0 })
        return String(plain)
    }

    /// Whether it is one line of printable ASCII without blanks around it.
    private static func isPlain(_ typed: String) -> Bool {
        let bytes = typed.utf8
        return bytes.allSatisfy { (0x20...0x7E).contains($0) } && bytes.first != 0x20 && bytes.last != 0x20
    }

    private static func seen(_ typed: String) -> String {
        var kept = String.UnicodeScalarView()
        let scalars = Array(typed.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": kept.append("\n")
            case "\u{2010}", "\u{2011}": kept.append("-")
            // Letters and signs that are drawn as nothing: the fillers of Hangul, and braille without a dot.
            case "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{2800}": kept.append(" ")
            case _ where scalar.properties.isWhitespace: kept.append(" ")
            case _ where scalar.isJoiner:
                if let before = kept.last, index + 1 < scalars.count, before.takesJoiner, scalars[index + 1].takesJoiner {
                    kept.append(scalar)
                }
            case _ where scalar.properties.isVariationSelector:
                if let before = kept.last, !before.properties.isVariationSelector, !before.properties.isWhitespace {
                    kept.append(scalar)
                }
            case _ where scalar.isUnseen: break
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// Without blanks around it and at the ends of its lines.
    private static func trimmed(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.reversed().drop(while: \.isWhitespace).reversed()
        }
        let joined = lines.map { String($0) }.joined(separator: "\n")
        return String(joined.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension Unicode.Scalar {
    /// Joins or parts two letters of a script whose letters depend on their neighbours.
    fileprivate var isJoiner: Bool { self == "\u{200C}" || self == "\u{200D}" }

    /// Whether a joiner beside it is seen: a letter or mark of a script that joins them, or a part of a picture.
    fileprivate var takesJoiner: Bool {
        guard value >= 0x600 else { return false }
        switch properties.generalCategory {
        case .otherLetter, .nonspacingMark, .spacingMark, .modifierLetter: return true
        default: return properties.isEmoji || properties.isVariationSelector
        }
    }

    /// Controls, marks that turn the direction of writing, and what Unicode names as drawn by nobody. A format sign that has a
    /// picture of its own, such as the Arabic sign of a year, is seen.
    fileprivate var isUnseen: Bool {
        switch properties.generalCategory {
        case .control: true
        case .format: properties.isDefaultIgnorableCodePoint || (0xFFF9...0xFFFB).contains(value)
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}

/// How much of a text a person sees, and what bounds it. A length counts what is seen; scalars are bounded with it, because one
/// visible character can carry thousands of them.
public struct TextMeasure: Sendable, Hashable {
    /// What is wrong with a text.
    public enum Fault: Sendable, Hashable {
        /// Nothing is seen, or less than the bound asks for.
        case tooShort
        case tooLong
        /// More marks on one letter than any script sets: they would run through the lines above and below.
        case tooManyMarks
    }

    /// The most marks on one letter. Jawi with all its signs has four, Javanese four.
    public static let maximumMarks = 5
    /// How many scalars a visible character has room for, over the whole text.
    public static let scalarsPerCharacter = 4

    /// Visible characters, blanks between them included.
    public let length: Int
    /// Whether anything is seen.
    public let isEmpty: Bool
    private let scalars: Int
    private let hasTooManyMarks: Bool

    public init(_ text: String) {
        length = text.count
        scalars = text.unicodeScalars.count
        var isEmpty = true
        var marks = 0
        var most = 0
        for scalar in text.unicodeScalars {
            if !scalar.isBlank { isEmpty = false }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: marks += scalar.properties.isVariationSelector ? 0 : 1
            case .format: break
            default: marks = 0
            }
            most = max(most, marks)
        }
        self.isEmpty = isEmpty
        hasTooManyMarks = most > TextMeasure.maximumMarks
    }

    /// What is wrong with the text where so many characters are allowed; the first of these that holds. A bound that begins with
    /// 0 takes an empty text.
    public func fault(within bound: ClosedRange<Int>) -> Fault? {
        if hasTooManyMarks { return .tooManyMarks }
        if (isEmpty ? 0 : length) < bound.lowerBound { return .tooShort }
        return length > bound.upperBound || scalars > bound.upperBound * TextMeasure.scalarsPerCharacter ? .tooLong : nil
    }
}

extension Unicode.Scalar {
    /// Drawn as nothing when it stands alone.
    private var isDrawnAsNothing: Bool { ["\u{2800}", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}"].contains(self) }

    fileprivate var isBlank: Bool {
        if isDrawnAsNothing || properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
        switch properties.generalCategory {
        // A mark without a letter is nothing that one could read.
        case .control, .format, .nonspacingMark, .enclosingMark, .spacingMark, .unassigned, .privateUse, .surrogate: return true
        default: return false
        }
    }
}

internal import Catalogue
internal import Kernel

/// Words: no control characters, and no longer than the question allows.
struct TextRule: QuestionRule {
    let allowsLines: Bool

    /// Characters allowed where the definition does not say.
    private var usualMaximum: Int { allowsLines ? 2000 : 200 }

    func check(_ typed: String, _ question: Question) -> CheckedAnswer {
        // Browsers send line breaks as CR LF (HTML standard, form submission).
        let text = typed.replacing("\r\n", with: "\n")
        let maximum = question.maximumLength ?? usualMaximum
        guard text.count <= maximum else { return .refused("problem.answer.tooLong", ["max": String(maximum)]) }
        guard text.unicodeScalars.allSatisfy(isAllowed) else { return .refused("problem.answer.characters") }
        return .accepted(text)
    }

    /// Control characters and the ones that turn the direction of writing could make a printed paper say something else.
    private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: allowsLines && (scalar == "\n" || scalar == "\t")
        case .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
        default: true
        }
    }
}

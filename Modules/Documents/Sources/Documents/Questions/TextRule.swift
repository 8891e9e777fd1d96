internal import Catalogue
internal import Kernel

/// Words: neither longer nor shorter than the question allows, and no letter under more marks than a script sets. Whether they can be printed
/// ``AnswerSheet`` asks of the press.
struct TextRule: QuestionRule {
    let allowsLines: Bool

    /// Characters allowed where the definition does not say.
    private var usualMaximum: Int { allowsLines ? 2000 : 200 }

    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let text = allowsLines ? typed.prose : typed.line
        let maximum = question.maximumLength ?? usualMaximum
        let minimum = question.minimum ?? 0
        return switch TextMeasure(text).fault(within: min(minimum, maximum)...maximum) {
        case .tooLong: .refused("problem.answer.tooLong", ["max": String(maximum)])
        case .tooManyMarks: .refused("problem.text.marks")
        case .tooShort: .refused("problem.answer.tooShort", ["min": String(minimum)])
        case nil: .accepted(text)
        }
    }
}

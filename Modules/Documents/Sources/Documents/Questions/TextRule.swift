internal import Catalogue
internal import Kernel

/// Words: no longer than the question allows, and no letter under more marks than a script sets. Whether they can be printed
/// ``AnswerSheet`` asks of the press.
struct TextRule: QuestionRule {
    let allowsLines: Bool

    /// Characters allowed where the definition does not say.
    private var usualMaximum: Int { allowsLines ? 2000 : 200 }

    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let text = allowsLines ? typed.prose : typed.line
        let maximum = question.maximumLength ?? usualMaximum
        return switch TextMeasure(text).fault(within: 0...maximum) {
        case .tooLong: .refused("problem.answer.tooLong", ["max": String(maximum)])
        case .tooManyMarks: .refused("problem.text.marks")
        case .tooShort, nil: .accepted(text)
        }
    }
}

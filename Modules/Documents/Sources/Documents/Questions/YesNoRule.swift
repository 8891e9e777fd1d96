internal import Catalogue
internal import Kernel

/// `yes` or `no`.
struct YesNoRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        QuestionKind.yesNoValues.contains(typed.prose) ? .accepted(typed.prose) : .refused("problem.answer.choice")
    }
}

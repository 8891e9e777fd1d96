internal import Catalogue
internal import Kernel

/// One of the values that the definition offers.
struct ChoiceRule: QuestionRule {
    func check(_ typed: String, _ question: Question) -> CheckedAnswer {
        question.options.contains { $0.value == typed } ? .accepted(typed) : .refused("problem.answer.choice")
    }
}

/// `yes` or `no`.
struct YesNoRule: QuestionRule {
    func check(_ typed: String, _ question: Question) -> CheckedAnswer {
        QuestionKind.yesNoValues.contains(typed) ? .accepted(typed) : .refused("problem.answer.choice")
    }
}

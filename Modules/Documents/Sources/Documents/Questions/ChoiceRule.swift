internal import Catalogue
internal import Kernel

/// One of the values that the definition offers.
struct ChoiceRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        question.options.contains { $0.value == typed.prose } ? .accepted(typed.prose) : .refused("problem.answer.choice")
    }
}

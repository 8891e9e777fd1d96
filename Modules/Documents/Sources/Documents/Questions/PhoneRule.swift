internal import Catalogue
internal import Kernel

/// A mobile number in Indonesia, kept as `+628…`.
struct PhoneRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard case .phone(let number)? = Contact(typed.prose) else { return .refused("problem.answer.phone") }
        return .accepted(number)
    }
}

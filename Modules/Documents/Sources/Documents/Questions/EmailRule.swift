internal import Catalogue
internal import Kernel

/// An e-mail address, kept in lower case.
struct EmailRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard case .email(let address)? = Contact(typed.prose) else { return .refused("problem.answer.email") }
        return .accepted(address)
    }
}

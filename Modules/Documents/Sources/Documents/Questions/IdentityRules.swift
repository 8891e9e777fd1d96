internal import Catalogue
internal import Kernel

/// A NIK, kept as its 16 digits.
struct NIKRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        NIK(typed.prose).map { .accepted($0.digits) } ?? .refused("problem.answer.nik")
    }
}

/// A mobile number in Indonesia, kept as `+628…`.
struct PhoneRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard case .phone(let number)? = Contact(typed.prose) else { return .refused("problem.answer.phone") }
        return .accepted(number)
    }
}

/// An e-mail address, kept in lower case.
struct EmailRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard case .email(let address)? = Contact(typed.prose) else { return .refused("problem.answer.email") }
        return .accepted(address)
    }
}

internal import Catalogue
internal import Kernel

/// A NIK, kept as its 16 digits.
struct NIKRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        NIK(typed.prose).map { .accepted($0.digits) } ?? .refused("problem.answer.nik")
    }
}

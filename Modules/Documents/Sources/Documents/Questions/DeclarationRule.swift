internal import Catalogue
internal import Kernel

/// What the applicant declares to be true: `yes`, because nothing else is a declaration.
struct DeclarationRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        typed.prose == "yes" ? .accepted("yes") : .refused("problem.answer.declaration")
    }
}

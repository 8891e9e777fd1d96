internal import Catalogue
internal import Kernel

/// An amount of money in whole rupiah, with or without `Rp`, points between thousands and `,00` or `,-` behind it. Kept as digits; between
/// the bounds of its question.
struct RupiahRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard let money = Money(typed: typed.code) else { return .refused("problem.answer.rupiah") }
        return NumberRule().check(TypedText(String(money.rupiah)), question)
    }
}

internal import Catalogue
internal import Kernel

/// An amount of money in whole rupiah, with or without `Rp`, points between thousands and `,00` or `,-` behind it. Kept as digits; between
/// the bounds of its question.
struct RupiahRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        var amount = typed.code.lowercased()
        for mark in ["rp.", "rp"] where amount.hasPrefix(mark) {
            amount = String(amount.dropFirst(mark.count))
            break
        }
        for cents in [",00", ",-"] where amount.hasSuffix(cents) { amount = String(amount.dropLast(cents.count)) }
        let number = NumberRule().check(TypedText(amount), question)
        return number == .refused("problem.answer.number") ? .refused("problem.answer.rupiah") : number
    }
}

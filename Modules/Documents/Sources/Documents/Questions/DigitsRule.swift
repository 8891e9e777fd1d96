internal import Catalogue
internal import Kernel

/// A number of an office that is nothing but digits, with the points, hyphens and spaces with which people write it. Kept as its digits.
struct DigitsRule: QuestionRule {
    /// How many digits it may have.
    let counts: Set<Int>
    /// The sentence that says so.
    let fault: String

    /// The number of a family card: 16 digits. What they mean no source confirms, so that it is not checked.
    static let familyCard = DigitsRule(counts: [16], fault: "problem.answer.familyCard")
    /// A taxpayer's number: 16 digits, or 15 as it was before (PMK 112/2022).
    static let taxpayer = DigitsRule(counts: [15, 16], fault: "problem.answer.taxpayer")
    /// The number of a taxed property: 18 digits. Its first ones are the statistics office's codes of their time, and are not checked
    /// against a region's.
    static let taxObject = DigitsRule(counts: [18], fault: "problem.answer.taxObject")

    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let digits = typed.code.filter { !" .-".contains($0) }
        guard counts.contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.contains(where: { $0 != "0" })
        else { return .refused(fault) }
        return .accepted(digits)
    }
}

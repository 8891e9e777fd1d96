internal import Catalogue
internal import Kernel

/// A whole number from 0 with at most 15 digits, with or without points between thousands (`1.250.000`). Kept as digits. Between the
/// bounds of its question.
struct NumberRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let groups = typed.code.split(separator: ".", omittingEmptySubsequences: false)
        let areGroupsWhole = groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
        let isFirstShort = groups.count == 1 || (1...3).contains(groups[0].utf8.count)
        let digits = groups.joined()
        guard areGroupsWhole, isFirstShort, (1...15).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
        else { return .refused("problem.answer.number") }
        if let minimum = question.minimum, number < minimum { return .refused("problem.answer.tooSmall", ["min": String(minimum)]) }
        if let maximum = question.maximum, number > maximum { return .refused("problem.answer.tooLarge", ["max": String(maximum)]) }
        return .accepted(String(number))
    }
}

internal import Catalogue
internal import Kernel

/// A time of day, `9.30`, `09.30` or `09:30`. Kept as `09:30`.
struct TimeRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let parts = typed.code.split(omittingEmptySubsequences: false) { ".:".contains($0) }
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count),
            let time = TimeOfDay((parts[0].utf8.count == 1 ? "0" : "") + "\(parts[0]):\(parts[1])"), time.minutes < 24 * 60
        else { return .refused("problem.answer.time") }
        return .accepted(time.iso8601)
    }
}

internal import Catalogue
internal import Kernel

/// A day from 1900 to 2100: `1990-07-05` as date fields send it, or `5/7/1990`, `05-07-1990`, `5.7.1990` as Indonesians
/// write it, day first. Kept as `1990-07-05`.
struct DateRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard let date = CivilDate(typed.code) ?? dayFirst(typed.code), (1900...2100).contains(date.year) else {
            return .refused("problem.answer.date")
        }
        return .accepted(date.iso8601)
    }

    private func dayFirst(_ typed: String) -> CivilDate? {
        let parts = typed.split(omittingEmptySubsequences: false, whereSeparator: { "/-. ".contains($0) })
        guard parts.count == 3, parts[2].count == 4, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

internal import Catalogue
internal import Kernel

/// A day from 1900 to 2100: `1990-07-05` as date fields send it, or `5/7/1990`, `05-07-1990`, `5.7.1990` as Indonesians
/// write it, day first, or `5 Juli 1990`. Kept as `1990-07-05`.
struct DateRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        guard let date = CivilDate(typed.code) ?? dayFirst(typed.code), (1900...2100).contains(date.year) else {
            return .refused("problem.answer.date")
        }
        return .accepted(date.iso8601)
    }

    private func dayFirst(_ typed: String) -> CivilDate? {
        let parts = typed.split(omittingEmptySubsequences: false, whereSeparator: { "/-. ".contains($0) })
        guard parts.count == 3, parts[2].count == 4, let day = number(parts[0]), let year = number(parts[2]),
            let month = number(parts[1]) ?? month(named: parts[1].lowercased())
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private func number(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }

    /// The month of that name in one of the two languages, whole or its first three letters.
    private func month(named name: String) -> Int? {
        (1...12).first { month in
            Language.allCases.map { Wording().month(month, in: $0).lowercased() }.contains { $0 == name || $0.prefix(3) == name }
        }
    }
}

internal import Kernel

/// What somebody wants of a new key, once all of it is right.
struct KeyWish: Sendable {
    let name: String
    let agency: String
    let scopes: Set<ProgramScope>
    let validDays: Int

    /// - Throws: `invalid` with an issue at each of `name`, `agency`, `scopes`, `validDays` that is wrong.
    init(name: String, agency: String, scopes: Set<ProgramScope>, validDays: Int) throws {
        let name = TypedText(name).line
        let faults: [(isWrong: Bool, issue: FieldIssue)] = [
            (TextMeasure(name).fault(within: 1...100) != nil, FieldIssue("name", "problem.programKey.name")),
            (agency.isEmpty, FieldIssue("agency", "problem.programKey.agency")),
            (scopes.isEmpty, FieldIssue("scopes", "problem.programKey.scopes")),
            (!ProgramKey.validDays.contains(validDays), FieldIssue("validDays", "problem.programKey.days")),
        ]
        let issues = faults.filter(\.isWrong).map(\.issue)
        guard issues.isEmpty else { throw Problem(.invalid, "problem.invalid", fields: issues) }
        self.name = name
        self.agency = agency
        self.scopes = scopes
        self.validDays = validDays
    }
}

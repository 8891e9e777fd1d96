/// When a question is asked, a file wanted, or a row of a tariff paid: by how earlier questions were answered. In a row it is about
/// questions of the same row. It is data that is looked at, and nothing that is run.
public indirect enum Condition: Sendable, Hashable {
    /// A choice or yes-or-no question was answered with one of these.
    case oneOf(String, [String])
    /// This is among what was chosen of several.
    case includes(String, String)
    /// A number or an amount of rupiah, compared.
    case compares(String, Comparison, Int)
    case all([Condition])
    case any([Condition])
    case not(Condition)

    /// As it is written.
    public enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case more = ">"

        func holds(_ one: Int, _ other: Int) -> Bool {
            switch self {
            case .equal: one == other
            case .unequal: one != other
            case .atMost: one <= other
            case .atLeast: one >= other
            case .less: one < other
            case .more: one > other
            }
        }
    }

    public init(question: String, values: [String]) { self = .oneOf(question, values) }

    public init(question: String, value: String) { self = .oneOf(question, [value]) }

    /// The question and the answers to it on which alone it hangs; `nil` for any other condition. A page can look at these by itself.
    public var choice: (question: String, values: [String])? {
        if case .oneOf(let question, let values) = self { (question, values) } else { nil }
    }

    /// The questions on which it hangs.
    public var questions: Set<String> {
        switch self {
        case .oneOf(let question, _), .includes(let question, _), .compares(let question, _, _): [question]
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.questions) }
        case .not(let part): part.questions
        }
    }

    /// As data files have it. What stands within another condition stands in brackets.
    public var text: String {
        func quoted(_ value: String) -> String { "\"\(value)\"" }
        func part(_ condition: Condition) -> String {
            switch condition {
            case .all, .any: "(\(condition.text))"
            case .oneOf, .includes, .compares, .not: condition.text
            }
        }
        switch self {
        case .oneOf(let question, let values):
            return values.count == 1
                ? "\(question) == \(quoted(values[0]))" : "\(question) in [\(values.map(quoted).joined(separator: ", "))]"
        case .includes(let question, let value): return "\(quoted(value)) in \(question)"
        case .compares(let question, let comparison, let number): return "\(question) \(comparison.rawValue) \(number)"
        case .all(let parts): return parts.map(part).joined(separator: " and ")
        case .any(let parts): return parts.map(part).joined(separator: " or ")
        case .not(let condition): return "not \(part(condition))"
        }
    }

    /// Whether it is known to hold. What hangs on a question without an answer is not known either way, and `not` does not make it so.
    /// - Parameter answer: how a question that applies was answered, several choices as several; `nil` for one that does not apply or was
    ///   not answered.
    public func holds(_ answer: (String) -> [String]?) -> Bool { truth(answer) == true }

    private func truth(_ answer: (String) -> [String]?) -> Bool? {
        switch self {
        case .oneOf(let question, let values): return answer(question).map { $0.contains(where: values.contains) }
        case .includes(let question, let value): return answer(question).map { $0.contains(value) }
        case .compares(let question, let comparison, let number):
            return answer(question)?.first.flatMap { Int($0) }.map { comparison.holds($0, number) }
        case .all(let parts):
            let truths = parts.map { $0.truth(answer) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { $0.truth(answer) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let part): return part.truth(answer).map { !$0 }
        }
    }
}

/// Where in a form an answer stands: `full_name`, `children[2]`, or `children[2].name`, rows counted from 0. Inputs, fault
/// messages and the places that links lead to are all named by it.
public struct AnswerPath: Sendable, Hashable {
    /// The question's name in the service's definition.
    public let question: String
    public let row: Int?
    /// The question's name within the row.
    public let column: String?

    public init(_ question: String) {
        self.question = question
        row = nil
        column = nil
    }

    public init(_ question: String, row: Int, _ column: String? = nil) {
        self.question = question
        self.row = row
        self.column = column
    }

    /// Another question of the same form, or of the same row.
    public func beside(_ question: String) -> AnswerPath {
        row.map { AnswerPath(self.question, row: $0, question) } ?? AnswerPath(question)
    }

    /// Reads what ``text`` wrote; `nil` for anything else. Rows have at most two digits: no form has more of them.
    public init?(reading text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = parts.first else { return nil }
        guard start.last == "]", let bracket = start.firstIndex(of: "[") else {
            guard parts.count == 1, AnswerPath.isName(start) else { return nil }
            self.init(String(start))
            return
        }
        let digits = start[start.index(after: bracket)...].dropLast()
        guard AnswerPath.isName(start[..<bracket]), (1...2).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let row = Int(digits), String(row) == digits,
            parts.count == 1 || AnswerPath.isName(parts[1])
        else { return nil }
        self.init(String(start[..<bracket]), row: row, parts.count == 2 ? String(parts[1]) : nil)
    }

    public var text: String {
        guard let row else { return question }
        return "\(question)[\(row)]" + (column.map { ".\($0)" } ?? "")
    }

    /// The name of the input in a form, and of the field in a fault: `answers.children[2].name`.
    public var field: String { "answers.\(text)" }

    /// The path that a field's name holds; `nil` for a field that is no answer.
    public init?(field: String) {
        guard field.hasPrefix("answers.") else { return nil }
        self.init(reading: field.dropFirst("answers.".count))
    }

    /// Names as data files have them.
    private static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}

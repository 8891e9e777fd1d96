internal import Kernel

/// Reads a condition as people write it: `nationality == "wni" and (age < 17 or not has_card == "yes")`. Each name is an earlier question, and
/// what it is compared with must fit its kind.
struct ConditionText {
    /// What is wrong, and what should stand there.
    struct Fault: Error {
        let expected: LocalizedText
    }

    private enum Token: Equatable {
        case name(String)
        case text(String)
        case number(Int)
        case sign(String)

        var text: String {
            switch self {
            case .name(let name): name
            case .text(let text): "\"\(text)\""
            case .number(let number): String(number)
            case .sign(let sign): sign
            }
        }
    }

    /// Deeper than anybody nests by hand, and shallow enough for any stack.
    private static let deepest = 20

    private var tokens: ArraySlice<Token>
    private let questions: [String: Question]
    private var depth = 0

    /// - Parameter questions: those that stand before.
    /// - Throws: `Fault`.
    static func read(_ text: String, about questions: [Question]) throws(Fault) -> Condition {
        var reader = ConditionText(
            tokens: try tokens(of: text), questions: Dictionary(questions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
        let condition = try reader.anyOf()
        if let rest = reader.tokens.first { throw Fault(expected: Expected.condition.insteadOf(rest.text)) }
        return condition
    }

    private init(tokens: ArraySlice<Token>, questions: [String: Question]) {
        self.tokens = tokens
        self.questions = questions
    }

    private mutating func anyOf() throws(Fault) -> Condition {
        var parts = [try allOf()]
        while take(.name("or")) { parts.append(try allOf()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func allOf() throws(Fault) -> Condition {
        var parts = [try one()]
        while take(.name("and")) { parts.append(try one()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func one() throws(Fault) -> Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ConditionText.deepest else { throw Fault(expected: Expected.condition) }
        if take(.name("not")) { return .not(try one()) }
        if take(.sign("(")) {
            let inside = try anyOf()
            try require(.sign(")"))
            return inside
        }
        return try comparison()
    }

    private mutating func comparison() throws(Fault) -> Condition {
        if case .text(let value)? = tokens.first {
            tokens.removeFirst()
            try require(.name("in"))
            let question = try question { $0 == .choices }
            return .includes(question.name, try known(value, of: question))
        }
        let question = try question { [.choice, .yesNo, .number, .rupiah].contains($0) }
        if take(.name("in")) {
            try require(.sign("["))
            var values = [try value(of: question)]
            while take(.sign(",")) { values.append(try value(of: question)) }
            try require(.sign("]"))
            return .oneOf(question.name, values)
        }
        guard case .sign(let sign)? = tokens.first, let comparison = Condition.Comparison(rawValue: sign) else {
            throw Fault(expected: found(Expected.oneOf(Condition.Comparison.allCases.map(\.rawValue) + ["in"])))
        }
        tokens.removeFirst()
        if question.allowedValues == nil {
            guard case .number(let number)? = tokens.first else { throw Fault(expected: found(Expected.wholeNumber)) }
            tokens.removeFirst()
            return .compares(question.name, comparison, number)
        }
        switch comparison {
        case .equal: return .oneOf(question.name, [try value(of: question)])
        case .unequal: return .not(.oneOf(question.name, [try value(of: question)]))
        default: throw Fault(expected: Expected.oneOf(["==", "!=", "in"]).insteadOf(sign))
        }
    }

    private mutating func question(_ fits: (QuestionKind) -> Bool) throws(Fault) -> Question {
        let open = questions.values.filter { fits($0.kind) }.map(\.name)
        guard case .name(let name)? = tokens.first, open.contains(name), let question = questions[name] else {
            throw Fault(expected: found(Expected.oneOf(open)))
        }
        tokens.removeFirst()
        return question
    }

    private mutating func value(of question: Question) throws(Fault) -> String {
        guard case .text(let value)? = tokens.first else { throw Fault(expected: found(Expected.oneOf(quoted(question)))) }
        tokens.removeFirst()
        return try known(value, of: question)
    }

    private func known(_ value: String, of question: Question) throws(Fault) -> String {
        guard question.allowedValues?.contains(value) == true else {
            throw Fault(expected: Expected.oneOf(quoted(question)).insteadOf(value))
        }
        return value
    }

    private func quoted(_ question: Question) -> [String] { (question.allowedValues ?? []).map { "\"\($0)\"" } }

    private mutating func take(_ token: Token) -> Bool {
        guard tokens.first == token else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func require(_ token: Token) throws(Fault) {
        guard take(token) else { throw Fault(expected: found(Expected.oneOf([token.text]))) }
    }

    private func found(_ expected: LocalizedText) -> LocalizedText { tokens.first.map { expected.insteadOf($0.text) } ?? expected }

    /// Words, texts in quotes, whole numbers and signs; `not (…)` needs no space before its bracket.
    private static func tokens(of text: String) throws(Fault) -> ArraySlice<Token> {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "\"" {
                let inside = rest.dropFirst().prefix { $0 != "\"" }
                guard inside.endIndex < rest.endIndex else { throw Fault(expected: Expected.condition.insteadOf(String(rest))) }
                tokens.append(.text(String(inside)))
                rest = rest[rest.index(after: inside.endIndex)...]
            } else if let sign = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","].first(where: { rest.hasPrefix($0) }) {
                tokens.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            } else {
                let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
                guard !word.isEmpty else { throw Fault(expected: Expected.condition.insteadOf(String(rest))) }
                tokens.append(Int(word).map { .number($0) } ?? .name(String(word)))
                rest = rest[word.endIndex...]
            }
        }
        return tokens[...]
    }
}

internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel

extension AskKind where Value == Answers {
    /// Answers by question name: a text, choices, or rows that are answers themselves; `null` and an empty text take an answer away.
    static let answers = AskKind(
        schema: AnswerShape.answers, placeholder: Answers(), read: { AnswerShape.read($0, rows: true) }, write: { _ in .null })
}

/// How answers are sent. Numbers, days and amounts are texts, as they are typed on the pages: the question's rule reads them.
enum AnswerShape {
    static var answers: JSON {
        let row: JSON = ["type": "object", "additionalProperties": ["anyOf": [text, choices, nothing]]]
        return [
            "type": "object", "additionalProperties": ["anyOf": [text, choices, ["type": "array", "items": row], nothing]],
        ]
    }

    private static var text: JSON { ["type": "string"] }
    private static var choices: JSON { ["type": "array", "items": text] }
    private static var nothing: JSON { ["type": "null"] }

    /// `nil` for what is of another shape.
    static func read(_ json: JSON, rows mayHaveRows: Bool) -> Answers? {
        guard case .object(let fields) = json else { return nil }
        var answers = Answers()
        for (name, field) in fields {
            guard let value = value(field, mayHaveRows) else { return nil }
            answers[name] = value
        }
        return answers
    }

    private static func value(_ json: JSON, _ mayHaveRows: Bool) -> Answers.Value? {
        switch json {
        case .null: return .text("")
        case .text(let text): return .text(text)
        case .list(let items):
            let choices = items.compactMap { item in if case .text(let text) = item { text } else { nil } }
            if choices.count == items.count { return .list(choices) }
            let rows = mayHaveRows ? items.compactMap { read($0, rows: false) } : []
            return rows.count == items.count ? .rows(rows) : nil
        case .bool, .integer, .number, .object: return nil
        }
    }
}

extension Answers {
    /// What in these answers no question asks, or asks in another shape. Pages pass over such things, because a browser may send more
    /// than was meant; a program that misspells a name must not take it for saved.
    func strangers(to questions: [Question], in row: (question: String, number: Int)? = nil) -> [FieldIssue] {
        values.keys.sorted().flatMap { name -> [FieldIssue] in
            let field = row.map { AnswerPath($0.question, row: $0.number, String(name.prefix(60))) } ?? AnswerPath(String(name.prefix(60)))
            guard let question = questions.first(where: { $0.name == name }) else {
                return [FieldIssue(field.field, "problem.api.unknownField")]
            }
            guard let value = values[name], !value.isEmpty else { return [] }
            switch (question.kind, value) {
            case (.rows, .rows(let rows)):
                return rows.enumerated().flatMap { $1.strangers(to: question.columns, in: (name, $0)) }
            case (.choices, .list): return []
            case (.rows, _), (.choices, _), (_, .list), (_, .rows): return [FieldIssue(field.field, "problem.api.value")]
            case (_, .text): return []
            }
        }
    }
}

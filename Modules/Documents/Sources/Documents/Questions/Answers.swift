public import Storage

/// What somebody answered, by question name: a text, a list of choices, or rows that are answers themselves.
public struct Answers: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        /// Also a date, a number, a choice: in the form in which it is kept, or as it was typed.
        case text(String)
        case list([String])
        case rows([Answers])

        /// Whether nobody answered anything: no text, no choice, no row in which anything stands.
        public var isEmpty: Bool {
            switch self {
            case .text(let text): text.isEmpty
            case .list(let list): list.isEmpty
            case .rows(let rows): rows.allSatisfy(\.isEmpty)
            }
        }
    }

    public private(set) var values: [String: Value]

    public init(_ values: [String: Value] = [:]) { self.values = values }

    /// Whether no question has an answer.
    public var isEmpty: Bool { values.values.allSatisfy(\.isEmpty) }

    public subscript(_ question: String) -> Value? {
        get { values[question] }
        set { values[question] = newValue }
    }

    /// The answer at a path. A row as a whole, `children[2]`, has no value of its own.
    public subscript(_ path: AnswerPath) -> Value? {
        guard let row = path.row else { return values[path.question] }
        guard let column = path.column, case .rows(let rows)? = values[path.question], rows.indices.contains(row) else { return nil }
        return rows[row].values[column]
    }

    /// Takes a row away, so that those behind it move up.
    /// - Returns: whether the path is that of a row that is there.
    public mutating func removeRow(at path: AnswerPath) -> Bool {
        guard let row = path.row, path.column == nil, case .rows(var rows)? = values[path.question], rows.indices.contains(row) else {
            return false
        }
        rows.remove(at: row)
        values[path.question] = .rows(rows)
        return true
    }

    /// The text that answers a question; `nil` for other answers and without one.
    public func text(_ question: String) -> String? {
        if case .text(let text)? = values[question] { text } else { nil }
    }

    /// The choices that answer a question; empty for other answers and without one.
    public func list(_ question: String) -> [String] {
        if case .list(let list)? = values[question] { list } else { [] }
    }

    /// The rows that answer a question; empty for other answers and without one.
    public func rows(_ question: String) -> [Answers] {
        if case .rows(let rows)? = values[question] { rows } else { [] }
    }
}

extension Answers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) {
        values = Dictionary(elements, uniquingKeysWith: { _, last in last })
    }
}

extension Answers.Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral text: String) { self = .text(text) }
    public init(arrayLiteral choices: String...) { self = .list(choices) }
}

/// Kept as an object: a text as text, choices as a list of texts, rows as a list of objects. An empty list reads as choices,
/// and is not written by this module: what is empty is no answer.
extension Answers: Stored {
    public static let format = 1

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: StoredKey.self)
        values = [:]
        for key in container.allKeys { values[key.stringValue] = try container.decode(Value.self, forKey: key) }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: StoredKey.self)
        for (question, value) in values { try container.encode(value, forKey: StoredKey(question)) }
    }
}

extension Answers.Value: Codable {
    public init(from decoder: any Decoder) throws {
        guard var items = try? decoder.unkeyedContainer() else {
            self = .text(try decoder.singleValueContainer().decode(String.self))
            return
        }
        var choices: [String] = []
        var rows: [Answers] = []
        while !items.isAtEnd {
            if let choice = try? items.decode(String.self) { choices.append(choice) } else { rows.append(try items.decode(Answers.self)) }
        }
        guard choices.isEmpty || rows.isEmpty else {
            throw DecodingError.dataCorruptedError(in: items, debugDescription: "choices and rows in one list")
        }
        self = rows.isEmpty ? .list(choices) : .rows(rows)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let choices): try container.encode(choices)
        case .rows(let rows): try container.encode(rows)
        }
    }
}

internal import Catalogue
internal import Crypto
public import Foundation
internal import Kernel

/// What somebody saw as saved when she began to type: a short mark for each question. With it two windows, or two devices, do not
/// overwrite each other's answers unseen.
public struct AnswerMarks: Sendable, Hashable {
    private let marks: [String: String]

    public init(_ answers: Answers, of questions: [String]) {
        marks = Dictionary(uniqueKeysWithValues: Set(questions).map { ($0, AnswerMarks.mark(answers[$0])) })
    }

    /// What ``text`` wrote; anything else has no marks, and nothing is compared.
    public init(_ text: String) {
        let pairs = text.split(separator: " ").map { $0.split(separator: "=", omittingEmptySubsequences: false).map(String.init) }
        marks = Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    /// For a form, in the order of the names.
    public var text: String { marks.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// Whether a question was saved otherwise since, so that an answer typed here would take the place of one that was not seen.
    func isOutdated(_ question: String, by saved: Answers) -> Bool {
        marks[question].map { $0 != AnswerMarks.mark(saved[question]) } ?? false
    }

    /// Eight hexadecimal digits; an empty answer is none.
    private static func mark(_ value: Answers.Value?) -> String {
        guard let value, !value.isEmpty else { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = (try? encoder.encode([value])) ?? Data()
        return SHA256.hash(data: text).prefix(4).hexadecimal
    }
}

internal import Catalogue
internal import Documents
internal import Kernel

/// Says answers to people: choices by their label, dates in words, rows one to a line or each under its own heading.
struct AnswerWords: Sendable {
    let words: Words
    let wording: Wording
    let language: Language
    /// For what is handed on: a NIK shows its last four digits only.
    var isMasked = false
    /// On a page a row is read line by line; on a paper it takes one line.
    var partsRows = false

    func text(_ answer: ShownAnswer) -> String {
        switch answer.value {
        case .text(let value): text(value, of: answer.question)
        case .list(let values): values.map { label(of: $0, in: answer.question) }.joined(separator: ", ")
        case .rows where partsRows:
            answer.rows.enumerated().map { number, row in
                let title = words.title(ofRow: number, in: answer.question, language)
                return ([title] + row.map { "\($0.question.noun.text(in: language)): \(text($0))" }).joined(separator: "\n")
            }.joined(separator: "\n\n")
        case .rows: answer.rows.enumerated().map { "\($0 + 1). \(line($1))" }.joined(separator: "\n")
        }
    }

    private func line(_ row: [ShownAnswer]) -> String {
        row.map { "\($0.question.noun.text(in: language)): \(text($0))" }.joined(separator: "; ")
    }

    private func text(_ value: String, of question: Question) -> String {
        switch question.kind {
        case .choice: label(of: value, in: question)
        case .yesNo: words.sentence(value == "yes" ? "answer.affirmative" : "answer.negative", in: language)
        case .date: CivilDate(value).map { wording.dayOfYear($0, in: language) } ?? value
        case .time: TimeOfDay(value).map { wording.time($0, in: language) } ?? value
        case .rupiah: Int(value).flatMap { Money(rupiah: $0) }?.formatted ?? value
        case .declaration: words.sentence(value == "yes" ? "answer.declared" : "answer.negative", in: language)
        case .taxObject: AnswerWords.parted(value, [2, 2, 3, 3, 3, 4, 1])
        case .nik where isMasked: NIK(value)?.masked ?? value
        case .familyCard where isMasked, .taxpayer where isMasked: "•••• •••• " + value.suffix(4)
        default: value
        }
    }

    /// Digits in groups of these lengths, as long as there are as many.
    private static func parted(_ digits: String, _ lengths: [Int]) -> String {
        guard digits.count == lengths.reduce(0, +) else { return digits }
        var rest = Substring(digits)
        return lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: ".")
    }

    private func label(of value: String, in question: Question) -> String {
        question.options.first { $0.value == value }?.label.text(in: language) ?? value
    }
}

extension Exchange {
    /// An answer as the person who is asking reads it.
    func say(_ answer: ShownAnswer) -> String {
        AnswerWords(words: portal.catalogue.words, wording: portal.wording, language: language, partsRows: true).text(answer)
    }
}

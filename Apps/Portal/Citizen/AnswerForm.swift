internal import Catalogue
internal import Documents

/// Reads the answers out of a form whose inputs are named by ``AnswerPath``. A question whose input was not sent is answered
/// with nothing, because that is how a browser sends boxes that nobody ticked and rows that somebody emptied.
struct AnswerForm {
    private let form: Form
    /// How many rows each question was sent.
    private let rowCounts: [String: Int]

    init(_ form: Form) {
        self.form = form
        var counts: [String: Int] = [:]
        for name in form.names {
            if let path = AnswerPath(field: name), let row = path.row { counts[path.question] = max(counts[path.question] ?? 0, row + 1) }
        }
        rowCounts = counts
    }

    func answers(to questions: [Question]) -> Answers { answers(to: questions) { AnswerPath($0) } }

    private func answers(to questions: [Question], _ path: (String) -> AnswerPath) -> Answers {
        var answers = Answers()
        for question in questions {
            switch question.kind {
            case .date: answers[question.name] = .text(DateBoxes.answer(form.all(path(question.name).field)))
            case .choices: answers[question.name] = .list(form.all(path(question.name).field))
            case .rows:
                let rows = (0..<(rowCounts[question.name] ?? 0)).map { row in
                    self.answers(to: question.columns) { AnswerPath(question.name, row: row, $0) }
                }
                answers[question.name] = .rows(rows)
            default: answers[question.name] = .text(form[path(question.name).field])
            }
        }
        return answers
    }
}

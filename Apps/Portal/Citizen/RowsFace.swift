internal import Catalogue
internal import Documents
internal import Kernel

/// A question that is answered in rows, such as the children of a family: `parts/rows`. Behind the filled rows there is always an
/// empty one, as long as another is allowed; left empty, it counts for nothing.
struct RowsFace: Filling {
    let id: String
    let label: String
    let hint: String?
    let error: String?
    /// What an officer says of the rows that were filled; `nil` unless they are to be corrected.
    let mark: String?
    let dependency: DependencyFace?
    let isOptional: Bool
    let rows: [RowFace]
    /// What the button sends that keeps the form and offers one more row; `nil` when there may be no more.
    let adding: String?

    static let fields: [Field<RowsFace>] = [
        .text("id", \.id), .text("label", \.label), .optional("hint", \.hint), .optional("error", \.error),
        .optional("mark", \.mark), .optionalPart("dependency", \.dependency), .flag("optional", \.isOptional), .list("rows", \.rows),
        .optional("adding", \.adding),
    ]
}

/// One row of a question, with its own questions.
struct RowFace: Filling {
    let id: String
    /// "Anak 2"
    let title: String
    /// What the button sends that takes it away; `nil` for the only one, as long as it is empty.
    let removal: String?
    let questions: [QuestionFace]

    static let fields: [Field<RowFace>] = [
        .text("id", \.id), .text("title", \.title), .optional("removal", \.removal), .list("questions", \.questions),
    ]
}

/// A question of a form: one input, or rows of them.
struct FormQuestion: Filling {
    let single: QuestionFace?
    let group: RowsFace?

    static let fields: [Field<FormQuestion>] = [.optionalPart("single", \.single), .optionalPart("group", \.group)]

    /// - Parameters:
    ///   - asked: the names of the form's questions that apply now.
    ///   - here: those that stand on its page, up to this one.
    ///   - mark: what an officer says of the answer; see ``QuestionFace/mark``.
    init(
        _ question: Question, asked: Set<String>, here: Set<String>, answers: Answers, issues: [FieldIssue], mark: String?,
        _ exchange: Exchange
    ) {
        var face = QuestionFace(
            question, at: AnswerPath(question.name), asked: asked, here: here, answer: answers[question.name], issues: issues,
            exchange)
        face.mark = mark
        guard question.kind == .rows else {
            single = face
            group = nil
            return
        }
        single = nil
        let filled = answers.rows(question.name)
        let maximum = question.maximumRows ?? Question.usualMaximumRows
        let empty = max(filled.count < maximum ? 1 : 0, (question.minimum ?? 0) - filled.count)
        let offered = filled + Array(repeating: Answers(), count: empty)
        group = RowsFace(
            id: face.id, label: face.label, hint: face.hint, error: face.error, mark: mark, dependency: face.dependency,
            isOptional: !face.isRequired,
            rows: offered.enumerated().map { number, row in
                let askedInRow = row.asked(of: question.columns)
                return RowFace(
                    id: Exchange.anchor(of: AnswerPath(question.name, row: number).field),
                    title: exchange.title(ofRow: number, in: question),
                    removal: row.isEmpty && offered.count == 1 ? nil : AnswerPath(question.name, row: number).field,
                    questions: question.columns.map { column in
                        QuestionFace(
                            column, at: AnswerPath(question.name, row: number, column.name), asked: askedInRow,
                            here: Set(question.columns.map(\.name)),
                            answer: row[column.name], issues: issues, exchange)
                    })
            }, adding: offered.count < maximum ? question.name : nil)
    }
}

extension Exchange {
    /// "Anak 2"; rows are counted from 1 for people.
    func title(ofRow number: Int, in question: Question) -> String {
        portal.catalogue.words.title(ofRow: number, in: question, language)
    }
}

extension Words {
    func title(ofRow number: Int, in question: Question, _ language: Language) -> String {
        sentence("rows.title", in: language, ["question": question.label.text(in: language), "number": String(number + 1)])
    }
}

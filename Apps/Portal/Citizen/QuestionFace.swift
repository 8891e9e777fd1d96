internal import Catalogue
internal import Documents
internal import Kernel

/// How a question of a definition is asked on a page, alone or in a row: `parts/question`.
struct QuestionFace: Filling {
    let kind: QuestionKind
    let name: String
    let id: String
    let label: String
    let value: String
    let hint: String?
    let error: String?
    /// When it is to be answered: without script every question is on the page.
    let conditional: String?
    let isRequired: Bool
    let isOptional: Bool
    let maximumLength: Int?
    let autocomplete: String?
    let choices: [ChoiceFace]

    static let fields: [Field<QuestionFace>] = [
        .text("name", \.name), .text("id", \.id), .text("label", \.label), .text("value", \.value), .optional("hint", \.hint),
        .optional("error", \.error), .optional("conditional", \.conditional), .flag("isRequired", \.isRequired),
        .flag("optional", \.isOptional), .optional("maxLength") { $0.maximumLength.map(String.init) },
        .optional("autocomplete", \.autocomplete), .list("options", \.choices),
        // Which section draws which kind.
        .flag("isText") { [.text, .choices, .rows].contains($0.kind) }, .flag("isLongText") { $0.kind == .longText },
        .flag("hasChoices") { !$0.choices.isEmpty },
        .flag("isDate") { $0.kind == .date }, .flag("isNumber") { $0.kind == .number }, .flag("isNik") { $0.kind == .nik },
        .flag("isPhone") { $0.kind == .phone }, .flag("isEmail") { $0.kind == .email },
    ]
}

extension QuestionFace {
    /// - Parameter siblings: the questions among which it stands: the form's, or those of its row.
    init(
        _ question: Question, at path: AnswerPath, among siblings: [Question], answer: Answers.Value?, issues: [FieldIssue],
        _ exchange: Exchange
    ) {
        kind = question.kind
        name = path.field
        id = Exchange.anchor(of: path.field)
        label = question.label.text(in: exchange.language)
        if case .text(let text)? = answer { value = text } else { value = "" }
        hint = question.hint?.text(in: exchange.language)
        error = exchange.message(at: path.field, in: issues)
        conditional = question.condition.map { QuestionFace.text(of: $0, among: siblings, exchange) }
        isRequired = question.condition == nil && question.isRequired
        isOptional = question.condition == nil && !question.isRequired
        maximumLength = question.maximumLength
        autocomplete = path.row == nil ? QuestionFace.autocomplete[question.name] : nil
        let chosen: [String] =
            switch answer {
            case .text(let text)?: [text]
            case .list(let list)?: list
            default: []
            }
        choices = QuestionFace.options(of: question, exchange).map { option in
            ChoiceFace(
                id: Exchange.anchor(of: "\(path.field).\(option.value)"), name: path.field, value: option.value, label: option.label,
                isChecked: chosen.contains(option.value), allowsSeveral: question.kind == .choices)
        }
    }

    /// What the browser may fill in by itself (WCAG 2.2, 1.3.5), for the names that definitions use.
    private static let autocomplete: [String: String] = [
        "full_name": "name", "birth_date": "bday", "address": "street-address", "occupation": "organization-title",
    ]

    private static func options(of question: Question, _ exchange: Exchange) -> [(value: String, label: String)] {
        switch question.kind {
        case .choice, .choices: question.options.map { ($0.value, $0.label.text(in: exchange.language)) }
        case .yesNo: [("yes", exchange.say("answer.affirmative")), ("no", exchange.say("answer.negative"))]
        default: []
        }
    }

    /// "Isi hanya jika …"
    private static func text(of condition: Condition, among siblings: [Question], _ exchange: Exchange) -> String {
        let other = siblings.first { $0.name == condition.question }
        let labels = condition.values.map { value in
            other?.options.first { $0.value == value }?.label.text(in: exchange.language)
                ?? exchange.say(value == "yes" ? "answer.affirmative" : "answer.negative")
        }
        let label = labels.joined(separator: exchange.say("question.or"))
        return exchange.say("question.onlyIf", ["question": other?.label.text(in: exchange.language) ?? "", "answer": label])
    }
}

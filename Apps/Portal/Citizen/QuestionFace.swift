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
    /// What an officer says of the answer that was given; `nil` unless it is to be corrected.
    var mark: String?
    let dependency: DependencyFace?
    let isRequired: Bool
    let maximumLength: Int?
    let autocomplete: String?
    let choices: [ChoiceFace]
    /// Day, month and year; empty for other kinds.
    let boxes: [DateBox]
    /// A day as it is typed, which the question would take; `nil` for other kinds.
    let example: String?

    static let fields: [Field<QuestionFace>] = [
        .text("name", \.name), .text("id", \.id), .text("label", \.label), .text("value", \.value), .optional("hint", \.hint),
        .optional("error", \.error), .optional("example", \.example), .optional("mark", \.mark), .optionalPart("dependency", \.dependency),
        .flag("isRequired", \.isRequired),
        .flag("optional") { !$0.isRequired }, .optional("maxLength") { $0.maximumLength.map(String.init) },
        .optional("autocomplete", \.autocomplete), .list("options", \.choices), .list("boxes", \.boxes),
        // Which section draws which kind.
        .flag("isText") { [.text, .choices, .rows, .plate].contains($0.kind) }, .flag("isLongText") { $0.kind == .longText },
        .flag("hasChoices") { !$0.choices.isEmpty },
        .flag("isDate") { $0.kind == .date }, .flag("isOne") { $0.choices.isEmpty && $0.boxes.isEmpty },
        .flag("isDigits") { $0.digits != nil }, .optional("digits") { $0.digits.map(String.init) },
        .flag("isPhone") { $0.kind == .phone }, .flag("isEmail") { $0.kind == .email },
    ]
}

/// On which answer a question depends: `parts/dependency`. Without script a question is on the page once the answer was sent; with it,
/// at once.
struct DependencyFace: Filling {
    /// The name of the other question's inputs.
    let input: String
    /// The answers with which it applies, parted by spaces.
    let values: String
    let isMet: Bool

    static let fields: [Field<DependencyFace>] = [.text("input", \.input), .text("values", \.values), .flag("unmet") { !$0.isMet }]
}

/// One of the three boxes of a date.
struct DateBox: Filling {
    let id: String
    let name: String
    let label: String
    let value: String
    let autocomplete: String?
    let isYear: Bool

    static let fields: [Field<DateBox>] = [
        .text("id", \.id), .text("name", \.name), .text("label", \.label), .text("value", \.value),
        .optional("autocomplete", \.autocomplete), .flag("isYear", \.isYear),
    ]

    /// - Parameters:
    ///   - id: of the first box, where links to the question lead.
    ///   - isBirth: whether the browser knows the day.
    static func all(of boxes: DateBoxes, _ name: String, _ id: String, isBirth: Bool, _ exchange: Exchange) -> [DateBox] {
        [("day", boxes.day), ("month", boxes.month), ("year", boxes.year)].enumerated().map { place, box in
            DateBox(
                id: place == 0 ? id : "\(id)-\(box.0)", name: name, label: exchange.say("date.\(box.0)"), value: box.1,
                autocomplete: isBirth ? "bday-\(box.0)" : nil, isYear: box.0 == "year")
        }
    }
}

extension QuestionFace {
    /// The longest that a number with its points and spaces is typed; `nil` for other kinds.
    private var digits: Int? {
        switch kind {
        case .number, .rupiah: maximumLength ?? 24
        case .nik, .familyCard, .taxpayer, .taxObject: 32
        case .time: 5
        default: nil
        }
    }

    /// - Parameters:
    ///   - asked: the names of the questions that apply now, of the form or of its row.
    ///   - here: those that stand on its page, or in its row.
    init(
        _ question: Question, at path: AnswerPath, asked: Set<String>, here: Set<String>, answer: Answers.Value?, issues: [FieldIssue],
        _ exchange: Exchange
    ) {
        kind = question.kind
        name = path.field
        id = Exchange.anchor(of: path.field)
        label = question.label.text(in: exchange.language)
        if case .text(let text)? = answer { value = text } else { value = "" }
        hint = question.hint?.text(in: exchange.language)
        error = exchange.message(at: path.field, in: issues)
        dependency = question.condition?.choice.flatMap { condition in
            guard here.contains(condition.question) else { return nil }
            return DependencyFace(
                input: path.beside(condition.question).field, values: condition.values.joined(separator: " "),
                isMet: asked.contains(question.name))
        }
        isRequired = question.isRequired
        maximumLength = question.maximumLength
        autocomplete = path.row == nil ? QuestionFace.autocomplete[question.name] : nil
        boxes = question.kind == .date ? DateBox.all(of: DateBoxes(value), name, id, isBirth: autocomplete == "bday", exchange) : []
        example = question.kind != .date ? nil : exchange.say("date.hint", ["example": question.exampleDay(today: exchange.someToday)])
        let chosen: [String] =
            switch answer {
            case .text(let text)?: [text]
            case .list(let list)?: list
            default: []
            }
        choices = QuestionFace.options(of: question, exchange).map { option in
            ChoiceFace(
                id: Exchange.anchor(of: "\(path.field).\(option.value)"), name: path.field, value: option.value, label: option.label,
                isChecked: chosen.contains(option.value), allowsSeveral: [.choices, .declaration].contains(question.kind))
        }
    }

    /// What the browser may fill in by itself (WCAG 2.2, 1.3.5), for the names that definitions use.
    private static let autocomplete: [String: String] = [
        "full_name": "name", "birth_date": "bday", "address": "street-address", "occupation": "organization-title",
    ]

    private static func options(of question: Question, _ exchange: Exchange) -> [(value: String, label: String)] {
        switch question.kind {
        case .choice, .choices: question.options.map { ($0.value, $0.label.text(in: exchange.language)) }
        case .declaration: [("yes", exchange.say("answer.declared"))]
        case .yesNo: [("yes", exchange.say("answer.affirmative")), ("no", exchange.say("answer.negative"))]
        default: []
        }
    }
}

extension Question {
    /// A day as it is typed, `27 3 1990`, within the bounds of the question as far as they are known before anything is answered.
    func exampleDay(today: CivilDate) -> String {
        // A day that hangs on another answer is most likely near that one, and that one near today.
        func edge(_ bound: DateBound?) -> CivilDate? { bound?.day(today: today) { _ in today } }
        var day = CivilDate(year: 1990, month: 3, day: 27) ?? today
        if let earliest = edge(earliest), day < earliest { day = earliest.advanced(byDays: 14) }
        if let latest = edge(latest), latest < day { day = latest }
        return "\(day.day) \(day.month) \(day.year)"
    }
}

extension Exchange {
    /// Near enough for an example: the zones of the country are two hours apart.
    fileprivate var someToday: CivilDate { IndonesianZone.western.local(portal.clock.now).date }
}

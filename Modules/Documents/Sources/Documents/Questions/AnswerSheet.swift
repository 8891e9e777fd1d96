internal import Catalogue
internal import Foundation
internal import Kernel

/// A definition's questions with what someone typed; or those of one row of it.
struct AnswerSheet {
    let questions: [Question]
    private let answers: Answers
    /// The row whose questions these are: the question that it belongs to, and which one it is.
    private let row: (question: String, number: Int)?

    init(_ questions: [Question], _ answers: Answers, row: (question: String, number: Int)? = nil) {
        self.questions = questions
        self.answers = answers
        self.row = row
    }

    /// The questions that apply: those without a condition, and those whose condition is met by a question that applies
    /// itself. A condition points to an earlier question; the catalogue sees to that.
    var asked: [Question] {
        var names: Set<String> = []
        return questions.filter { question in
            guard meets(question.condition, among: names) else { return false }
            names.insert(question.name)
            return true
        }
    }

    /// The files that these answers call for.
    func wanted(_ attachments: [AttachmentDefinition]) -> [AttachmentDefinition] {
        let names = Set(asked.map(\.name))
        return attachments.filter { meets($0.condition, among: names) }
    }

    /// What these answers cost; `nil` when it is not known, or not yet.
    func cost(by fee: Fee) -> Money? {
        let names = Set(asked.map(\.name))
        return fee.amount { given($0, among: names) }
    }

    /// What is promised for these answers; `nil` when nothing is, or not yet.
    func time(by promise: Promise) -> WorkingTime? {
        let names = Set(asked.map(\.name))
        return promise.time { given($0, among: names) }
    }

    /// - Parameter names: the questions that apply.
    private func meets(_ condition: Condition?, among names: Set<String>) -> Bool {
        condition?.holds { given($0, among: names) } ?? true
    }

    /// How a question was answered, as conditions look at it: numbers without points between their digits; `nil` when it was not, does not
    /// apply, or was answered with what is no answer.
    private func given(_ name: String, among names: Set<String>) -> [String]? {
        guard names.contains(name), let question = questions.first(where: { $0.name == name }), let value = answers[name], !value.isEmpty
        else { return nil }
        switch value {
        case .list(let list): return list
        case .text(let text):
            guard [.number, .rupiah].contains(question.kind) else { return [text] }
            guard case .accepted(let kept)? = QuestionRules.rule(for: question.kind)?.check(TypedText(text), question) else { return nil }
            return [kept]
        case .rows: return nil
        }
    }

    /// The answered questions that apply. Rows show their own answered questions.
    var shown: [ShownAnswer] {
        asked.compactMap { question in
            guard let value = answers[question.name], !value.isEmpty else { return nil }
            guard case .rows(let rows) = value else { return ShownAnswer(question: question, value: value) }
            let filled = rows.enumerated().map { number, row in
                AnswerSheet(question.columns, row, row: (question.name, number)).shown
            }
            return ShownAnswer(question: question, value: value, rows: filled.filter { !$0.isEmpty })
        }
    }

    /// What is wrong, in the order of the questions; only questions that apply are checked. With a press, words that it cannot
    /// set are wrong too; with the region's day, dates outside of their bounds.
    func issues(for press: (any PaperPress)? = nil, on today: CivilDate? = nil) -> [FieldIssue] {
        asked.flatMap { check($0, press, today).issues }
    }

    /// The answers as they are submitted: in the form in which they are kept, and without answers to questions that do
    /// not apply, because nobody needs to know them. An answer with a fault stays as it was typed.
    var settled: Answers {
        var settled = Answers()
        for question in asked { settled[question.name] = check(question, nil, nil).kept }
        return settled
    }

    /// These answers with others laid over them, as typed. Unknown names are dropped, an empty answer takes the earlier
    /// one away, and each is cut to a length that a form can send by mistake but that still fails its check.
    func merged(with typed: Answers) -> Answers {
        var merged = answers
        for question in questions {
            guard let new = typed[question.name] else { continue }
            let kept = AnswerSheet.cut(new, for: question)
            merged[question.name] = kept.isEmpty ? nil : kept
        }
        return merged
    }

    private func path(_ question: Question) -> AnswerPath {
        row.map { AnswerPath($0.question, row: $0.number, question.name) } ?? AnswerPath(question.name)
    }

    private func check(_ question: Question, _ press: (any PaperPress)?, _ today: CivilDate?) -> (
        kept: Answers.Value?, issues: [FieldIssue]
    ) {
        let field = path(question).field
        // A box that was not ticked sends nothing.
        let missing =
            question.kind == .declaration
            ? FieldIssue(field, "problem.answer.declaration")
            : FieldIssue(field, "problem.answer.required", names: ["question": question.noun])
        let required = question.isRequired ? [missing] : []
        switch question.kind {
        case .choices:
            let choices = answers.list(question.name)
            guard !choices.isEmpty else { return (nil, required) }
            let isSound = Set(choices).isSubset(of: question.allowedValues ?? [])
            // In the definition's order, each once.
            let kept = (question.allowedValues ?? []).filter(choices.contains)
            guard isSound else { return (.list(choices), [FieldIssue(field, "problem.answer.choice")]) }
            return (.list(kept), question.fault(ofCount: kept.count).map { [FieldIssue(field, $0.key, arguments: $0.arguments)] } ?? [])
        case .rows:
            return checkRows(question, field, required, press, today)
        default:
            let typed = TypedText(answers.text(question.name) ?? "")
            guard !TextMeasure(typed.prose).isEmpty, let rule = QuestionRules.rule(for: question.kind) else { return (nil, required) }
            switch rule.check(typed, question) {
            case .accepted(let kept):
                let outside = today.flatMap { fault(ofDay: kept, question, field, $0) }
                return (.text(kept), [outside, press.flatMap { AnswerSheet.unsettable(kept, $0, field) }].compactMap(\.self))
            case .refused(let key, let arguments): return (.text(typed.prose), [FieldIssue(field, key, arguments: arguments)])
            }
        }
    }

    /// Rows in which nothing stands are passed over: the form always offers one more. They keep their number for the faults
    /// of the others, because that is how they stand on the page.
    private func checkRows(
        _ question: Question, _ field: String, _ required: [FieldIssue], _ press: (any PaperPress)?, _ today: CivilDate?
    ) -> (Answers.Value?, [FieldIssue]) {
        let rows = answers.rows(question.name).enumerated().filter { !$0.element.isEmpty }
        guard !rows.isEmpty else { return (nil, required) }
        let maximum = question.maximumRows ?? Question.usualMaximumRows
        guard rows.count <= maximum else {
            return (.rows(rows.map(\.element)), [FieldIssue(field, "problem.answer.tooManyRows", arguments: ["max": String(maximum)])])
        }
        let sheets = rows.map { AnswerSheet(question.columns, $0.element, row: (question.name, $0.offset)) }
        let tooFew = question.fault(ofCount: rows.count).map { [FieldIssue(field, $0.key, arguments: $0.arguments)] } ?? []
        return (.rows(sheets.map(\.settled)), tooFew + sheets.flatMap { $0.issues(for: press, on: today) })
    }

    /// What is wrong with a day, in the form in which it is kept; nothing with other kinds of answers.
    private func fault(ofDay kept: String, _ question: Question, _ field: String, _ today: CivilDate) -> FieldIssue? {
        guard question.kind == .date, let day = CivilDate(kept) else { return nil }
        func edge(_ bound: DateBound?) -> CivilDate? {
            bound?.day(today: today) { name in
                guard case .text(let text)? = questions.first(where: { $0.name == name }).flatMap({ check($0, nil, nil).kept })
                else { return nil }
                return CivilDate(text)
            }
        }
        if let latest = edge(question.latest), day > latest {
            guard latest != today else { return FieldIssue(field, "problem.answer.future") }
            return FieldIssue(field, "problem.answer.tooLate", arguments: ["date": latest.dayFirst])
        }
        if let earliest = edge(question.earliest), day < earliest {
            guard earliest != today else { return FieldIssue(field, "problem.answer.past") }
            return FieldIssue(field, "problem.answer.tooEarly", arguments: ["date": earliest.dayFirst])
        }
        return nil
    }

    /// The first characters that the press cannot set, by themselves and by their numbers: a browser may not show them either.
    private static func unsettable(_ text: String, _ press: any PaperPress, _ field: String) -> FieldIssue? {
        let named = press.unsettable(in: text).prefix(5).map { character in
            let numbers = character.unicodeScalars.prefix(3).map { "U+" + String($0.value, radix: 16, uppercase: true) }
            return "\(String(character.unicodeScalars.prefix(3).map(Character.init))) (\(numbers.joined(separator: " ")))"
        }
        guard !named.isEmpty else { return nil }
        return FieldIssue(field, "problem.answer.characters", arguments: ["characters": named.joined(separator: ", ")])
    }

    /// One row more than are allowed is kept, so that the person is told instead of losing what she typed.
    private static func cut(_ value: Answers.Value, for question: Question) -> Answers.Value {
        switch (question.kind, value) {
        case (.rows, .rows(let rows)):
            let kept = rows.prefix((question.maximumRows ?? Question.usualMaximumRows) + 1).map {
                AnswerSheet(question.columns, Answers()).merged(with: $0)
            }
            return .rows(Array(kept.prefix((kept.lastIndex { !$0.isEmpty } ?? -1) + 1)))
        case (.choices, .list(let choices)):
            return .list(choices.prefix(question.options.count + 1).map { String($0.prefix(200)) }.filter { !$0.isEmpty })
        case (.rows, _), (.choices, _), (_, .list), (_, .rows):
            return .text("")
        case (_, .text(let text)):
            return .text(String(text.prefix(max(4000, (question.maximumLength ?? 0) + 1))))
        }
    }
}

extension Question {
    /// The sentence for too few or too many choices or rows. More rows than there may be are told of before.
    fileprivate func fault(ofCount count: Int) -> (key: String, arguments: [String: String])? {
        let few = kind == .rows ? "problem.answer.tooFewRows" : "problem.answer.tooFewChoices"
        if let minimum, count < minimum { return (few, ["min": String(minimum)]) }
        if let maximum, count > maximum { return ("problem.answer.tooManyChoices", ["max": String(maximum)]) }
        return nil
    }
}

extension CivilDate {
    /// `5/7/1990`, as date questions say how to write one.
    fileprivate var dayFirst: String { "\(day)/\(month)/\(year)" }
}

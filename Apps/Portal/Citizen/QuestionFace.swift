internal import Catalogue
internal import Kernel

/// How a question of a definition is asked on a page: `parts/question` filled in.
struct QuestionFace {
    let question: Question
    let definition: ServiceDefinition
    let exchange: Exchange

    func values(answer: String, issues: [FieldIssue]) -> PageValues {
        let field = "answers.\(question.name)"
        var values: PageValues = [
            "name": field, "id": Exchange.anchor(of: field), "label": question.label.text(in: exchange.language), "value": answer,
            QuestionFace.flags[question.kind] ?? "isText": true,
        ]
        if let hint = question.hint { values["hint"] = hint.text(in: exchange.language) }
        if let message = exchange.message(at: field, in: issues) { values["error"] = message }
        if let maximum = question.maximumLength { values["maxLength"] = String(maximum) }
        if let autocomplete = QuestionFace.autocomplete[question.name] { values["autocomplete"] = autocomplete }
        if let condition = question.condition {
            values["conditional"] = conditionText(condition)
        } else if question.isRequired {
            values["isRequired"] = true
        } else {
            values["optional"] = true
        }
        let options = choices(answer)
        if !options.isEmpty { values["options"] = options }
        return values
    }

    /// Which section of `parts/question` draws which kind.
    private static let flags: [QuestionKind: String] = [
        .text: "isText", .longText: "isLongText", .choice: "isChoice", .yesNo: "isYesNo", .date: "isDate", .number: "isNumber",
        .nik: "isNik", .phone: "isPhone", .email: "isEmail",
    ]

    /// What the browser may fill in by itself (WCAG 2.2, 1.3.5), for the names that definitions use.
    private static let autocomplete: [String: String] = [
        "full_name": "name", "birth_date": "bday", "address": "street-address", "occupation": "organization-title",
    ]

    private func choices(_ answer: String) -> [PageValues] {
        let options: [(value: String, label: String)]
        switch question.kind {
        case .choice: options = question.options.map { ($0.value, $0.label.text(in: exchange.language)) }
        case .yesNo: options = [("yes", exchange.say("answer.affirmative")), ("no", exchange.say("answer.negative"))]
        default: return []
        }
        return options.map { option in
            var values: PageValues = [
                "id": Exchange.anchor(of: "answers.\(question.name).\(option.value)"), "value": option.value, "label": option.label,
            ]
            if option.value == answer { values["checked"] = true }
            return values
        }
    }

    /// "Isi hanya jika …": without script every question is on the page, so the page says when one applies.
    private func conditionText(_ condition: Condition) -> String {
        let other = definition.questions.first { $0.name == condition.question }
        let label =
            other?.options.first { $0.value == condition.value }?.label.text(in: exchange.language)
            ?? exchange.say(condition.value == "yes" ? "answer.affirmative" : "answer.negative")
        return exchange.say("question.onlyIf", ["question": other?.label.text(in: exchange.language) ?? "", "answer": label])
    }
}

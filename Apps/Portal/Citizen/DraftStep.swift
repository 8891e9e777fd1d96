internal import Catalogue
internal import Documents
internal import Kernel

/// The three steps of filling in a request, in their order.
enum DraftStep: Int, CaseIterable {
    case questions, attachments, check

    var titleKey: String {
        switch self {
        case .questions: "title.draft"
        case .attachments: "title.attachments"
        case .check: "title.check"
        }
    }

    func address(_ links: RequestLinks) -> String {
        switch self {
        case .questions: links.answers
        case .attachments: links.attachments
        case .check: links.check
        }
    }
}

/// One step as the page of another shows it: a line of `parts/steps`.
struct StepLine: Filling {
    let label: String
    /// `done`, `now` or `todo`.
    let state: String
    /// Back to a step that is done.
    let href: String?

    static let fields: [Field<StepLine>] = [
        .text("label", \.label), .text("state", \.state), .flag("isNow") { $0.state == "now" }, .optional("href", \.href),
    ]
}

extension Exchange {
    func steps(at step: DraftStep, of links: RequestLinks) -> [StepLine] {
        DraftStep.allCases.map { other in
            let isDone = other.rawValue < step.rawValue
            return StepLine(
                label: say(other.titleKey), state: other == step ? "now" : isDone ? "done" : "todo",
                href: isDone ? other.address(links) : nil)
        }
    }

    func heading(
        of step: DraftStep, _ request: DocumentRequest, _ island: Island, issues: [FieldIssue] = [], notices: [Notice] = []
    ) -> Heading {
        let definition = request.definition
        let questions = definition.questions.flatMap { fieldLabels(of: $0, rows: request.answers.rows($0.name).count) }
        let attachments = request.wantedAttachments.map { ($0.field, $0.label.text(in: language)) }
        let title = say(step.titleKey)
        return Heading(
            title: title,
            crumbs: crumbs(
                island, Crumb(say("title.requests"), island.links.requests),
                Crumb(definition.title.text(in: language), island.links.request(request.id).page), Crumb(title)), menu: .requests,
            issues: issues, fieldLabels: Dictionary(uniqueKeysWithValues: questions + attachments), notices: notices)
    }

    /// What the fields of a question are called in the summary of faults: "Anak 2, Nama".
    private func fieldLabels(of question: Question, rows: Int) -> [(String, String)] {
        let own = [(AnswerPath(question.name).field, question.noun.text(in: language))]
        return (0..<rows).reduce(into: own) { labels, number in
            for column in question.columns {
                let label = "\(title(ofRow: number, in: question)), \(column.noun.text(in: language))"
                labels.append((AnswerPath(question.name, row: number, column.name).field, label))
            }
        }
    }
}

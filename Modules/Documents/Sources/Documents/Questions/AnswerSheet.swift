internal import Catalogue
internal import Foundation
internal import Kernel

/// A definition's questions with what someone typed.
struct AnswerSheet {
    let questions: [Question]
    private let answers: [String: String]

    init(_ questions: [Question], _ answers: [String: String]) {
        self.questions = questions
        self.answers = answers
    }

    /// The questions that apply: those without a condition, and those whose condition is met by a question that applies
    /// itself. A condition points to an earlier question; the catalogue sees to that.
    var asked: [Question] {
        var names: Set<String> = []
        return questions.filter { question in
            if let condition = question.condition {
                guard names.contains(condition.question), answers[condition.question] == condition.value else { return false }
            }
            names.insert(question.name)
            return true
        }
    }

    /// The answered questions that apply.
    var shown: [ShownAnswer] {
        asked.compactMap { question in
            answers[question.name].flatMap { $0.isEmpty ? nil : ShownAnswer(question: question, value: $0) }
        }
    }

    /// What is wrong, in the order of the questions; only questions that apply are checked.
    var issues: [FieldIssue] {
        asked.compactMap { question in
            let field = "answers.\(question.name)"
            let typed = trimmed(answers[question.name])
            guard !typed.isEmpty else { return question.isRequired ? FieldIssue(field, "problem.answer.required") : nil }
            guard case .refused(let key, let arguments) = QuestionRules.rule(for: question.kind).check(typed, question) else { return nil }
            return FieldIssue(field, key, arguments: arguments)
        }
    }

    /// The answers as they are submitted: in the form in which they are kept, and without answers to questions that do
    /// not apply, because nobody needs to know them. An answer with a fault stays as it was typed.
    var settled: [String: String] {
        var settled: [String: String] = [:]
        for question in asked {
            let typed = trimmed(answers[question.name])
            guard !typed.isEmpty else { continue }
            if case .accepted(let kept) = QuestionRules.rule(for: question.kind).check(typed, question) {
                settled[question.name] = kept
            } else {
                settled[question.name] = typed
            }
        }
        return settled
    }

    /// These answers with others laid over them, as typed. Unknown names are dropped, an empty answer takes the earlier
    /// one away, and each is cut to a length that a form can send by mistake but that still fails its check.
    func merged(with typed: [String: String]) -> [String: String] {
        var merged = answers
        for question in questions {
            guard let new = typed[question.name] else { continue }
            let kept = String(new.prefix(max(4000, (question.maximumLength ?? 0) + 1)))
            merged[question.name] = kept.isEmpty ? nil : kept
        }
        return merged
    }

    private func trimmed(_ typed: String?) -> String { (typed ?? "").trimmingCharacters(in: .whitespacesAndNewlines) }
}

internal import Catalogue
internal import HTTPTypes
internal import Kernel

/// A refusal (RFC 9457), in the language that was asked for.
struct ProblemAnswer: Resource {
    let problem: Problem
    let reference: String
    let words: Words
    let language: Language

    static let name = "Problem"
    static let about = "Why the call was refused (RFC 9457)."
    static let fields: [ResourceField<ProblemAnswer>] = [
        ResourceField("type", "Always `about:blank`: `code` tells the kinds of problems apart.") { _ in "about:blank" },
        ResourceField("title", "The kind of problem, for people.") { answer in
            answer.words.sentence("problem.title.\(answer.problem.code.rawValue)", in: answer.language)
        },
        ResourceField("status", "The HTTP status.") { $0.problem.status },
        ResourceField("code", "Which problem, for programs, e.g. `problem.request.moved`.") { $0.problem.messageKey },
        ResourceField("detail", "What to do about it, for people.") { $0.words.resolve($0.problem, in: $0.language) },
        ResourceField("reference", "Names this refusal in the operator's log.") { $0.reference },
        ResourceField("issues", "What is wrong with which value; empty when it is none.") { answer in
            answer.problem.fields.map { IssueAnswer(issue: $0, sentence: answer.words.resolve($0, in: answer.language)) }
        },
    ]

    var reply: Reply { .json(json.text, contentType: "application/problem+json", status: .init(code: problem.status)) }
}

/// What is wrong with one value.
struct IssueAnswer: Resource {
    let issue: FieldIssue
    let sentence: String

    static let name = "Issue"
    static let about = "What is wrong with one value of a call."
    static let fields: [ResourceField<IssueAnswer>] = [
        ResourceField("field", "Name of the value: a field, a parameter or a header.") { $0.issue.field },
        ResourceField("code", "Which fault, for programs.") { $0.issue.messageKey },
        ResourceField("detail", "What is wrong, for people.") { $0.sentence },
    ]
}

internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Kernel

struct RequestList: Resource {
    let items: [RequestLineAnswer]
    let next: String?

    static let name = "RequestList"
    static let about = "A stretch of the agency's requests."
    static let fields: [ResourceField<RequestList>] = [
        ResourceField("items", "The requests.") { $0.items },
        ResourceField("next", "The `cursor` with which the list goes on; `null` at its end.") { $0.next },
    ]
}

struct RequestLineAnswer: Resource {
    let standing: RequestStanding
    let title: LocalizedText

    static let name = "RequestLine"
    static let about = "Where a request stands. Nothing in it is personal."
    static let fields: [ResourceField<RequestLineAnswer>] = [
        ResourceField("id", "Its id.") { $0.standing.id },
        ResourceField("number", "What people call it by; `null` for a draft.") { $0.standing.number?.text },
        ResourceField("service", "The service's code.") { $0.standing.service },
        ResourceField("title", "The service's name.") { $0.title },
        ResourceField("channel", "The way in which it came.") { Word($0.standing.channel) },
        ResourceField("status", "Where it stands.") { Word($0.standing.status) },
        ResourceField("version", "Rises with each change.") { $0.standing.version },
        ResourceField("submittedAt", "When it was first submitted.") { $0.standing.submittedAt },
        ResourceField("dueAt", "Until when a decision is promised.") { $0.standing.dueAt },
        ResourceField("updatedAt", "When it changed last.") { $0.standing.updatedAt },
    ]
}

struct RequestAnswer: Resource {
    let request: DocumentRequest
    let history: [TimelineEntry]

    static let name = "Request"
    static let about = "A request with what its applicant wrote."
    static let fields: [ResourceField<RequestAnswer>] =
        RequestLineAnswer.fields.map { field in
            field.of { RequestLineAnswer(standing: $0.request.standing, title: $0.request.definition.title) }
        } + [
            ResourceField("answers", "The answered questions, in the order of the form.") { answer in
                answer.request.shownAnswers.map { QuestionAnswer(answer: $0) }
            },
            ResourceField("attachments", "The files that belong to it.") { $0.request.attachments.map { AttachmentAnswer(file: $0) } },
            ResourceField("parts", "What can be named when it is returned: what is asked with these answers, in the order of the form.") {
                $0.request.parts.map(\.field)
            },
            ResourceField("paper", "The paper, when it has been issued.") { $0.request.paper.map { PaperAnswer(paper: $0) } },
            ResourceField("history", "What happened to it, the earliest first.") { $0.history.map { HistoryAnswer(entry: $0) } },
        ]
}

struct QuestionAnswer: Resource {
    let answer: ShownAnswer

    static let name = "Answer"
    static let about = "The answer to one question of the form."
    static let fields: [ResourceField<QuestionAnswer>] = [
        ResourceField("name", "The question's name.") { $0.answer.question.name },
        ResourceField("label", "The question.") { $0.answer.question.label },
        ResourceField("value", "The answer: a choice's value, a date as `2026-11-23`, else the text; choices; or rows by name.") {
            AnswerValue(answer: $0.answer)
        },
    ]
}

/// What was answered: a text, several choices, or rows of answers.
struct AnswerValue: Spoken {
    let answer: ShownAnswer

    static var schema: JSON {
        ["anyOf": [String.schema, [String].schema, ["type": "array", "items": ["type": "object", "additionalProperties": cell]]]]
    }
    /// In a row there are no rows.
    private static var cell: JSON { ["anyOf": [String.schema, [String].schema]] }

    var json: JSON {
        switch answer.value {
        case .text(let text): .text(text)
        case .list(let choices): choices.json
        case .rows:
            .list(
                answer.rows.map { row in
                    .object(Dictionary(row.map { ($0.question.name, AnswerValue(answer: $0).json) }) { first, _ in first })
                })
        }
    }
}

struct AttachmentAnswer: Resource {
    let file: AttachedFile

    static let name = "Attachment"
    static let about = "A file that belongs to a request; its content is read by itself."
    static let fields: [ResourceField<AttachmentAnswer>] = [
        ResourceField("name", "Its name in the service's form.") { $0.file.name },
        ResourceField("type", "Its media type.") { $0.file.type.mediaType },
        ResourceField("size", "Bytes.") { $0.file.size },
        ResourceField("filename", "The name that the applicant gave it.") { $0.file.filename },
        ResourceField("addedAt", "When it was uploaded.") { $0.file.addedAt },
    ]
}

struct PaperAnswer: Resource {
    let paper: IssuedPaper

    static let name = "Paper"
    static let about = "The paper that came out."
    static let fields: [ResourceField<PaperAnswer>] = [
        ResourceField("number", "Its number.") { $0.paper.number },
        ResourceField("code", "With which anyone can verify it.") { VerificationCode.grouped($0.paper.code) },
        ResourceField("issuedAt", "When it was issued.") { $0.paper.issuedAt },
        ResourceField("validUntil", "The last day on which it holds; `null` when it does not expire.") { $0.paper.validUntil },
        ResourceField("revokedAt", "When it was declared void.") { $0.paper.revokedAt },
        ResourceField("replaces", "The number of the paper that it was issued in place of; `null` for the first one.") {
            $0.paper.replaces
        },
    ]
}

struct HistoryAnswer: Resource {
    let entry: TimelineEntry

    static let name = "HistoryEntry"
    static let about = "One thing that happened to a request."
    static let fields: [ResourceField<HistoryAnswer>] = [
        ResourceField("status", "Where it stood from then on.") { Word($0.entry.status) },
        ResourceField("at", "When.") { $0.entry.at },
        ResourceField("by", "What kind of somebody did it, e.g. `citizen`, `officer`, `program`.") { $0.entry.actorKind },
        ResourceField("reason", "The code of the reason for which it was returned, or its paper issued anew.") { $0.entry.reasonCode },
        ResourceField("remark", "Words for the applicant.") { $0.entry.remark },
        ResourceField("isReissue", "Whether its paper was issued anew.") { $0.entry.isReissue },
    ]
}

/// What was decided. The same call sent again gets the same answer, wherever the request has gone since.
struct DecisionAnswer: Resource {
    enum Decision: String, CaseIterable, Sendable {
        case approved, returned, refused
    }

    let request: Identifier
    let decision: Decision

    static let status = HTTPResponse.Status.created
    static let name = "Decision"
    static let about = "A decision on a request."
    static let fields: [ResourceField<DecisionAnswer>] = [
        ResourceField("request", "The request's id.") { $0.request },
        ResourceField("decision", "What was decided.") { Word($0.decision) },
    ]
}

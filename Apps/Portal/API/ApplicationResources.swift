internal import Catalogue
internal import Documents
internal import HTTPTypes
internal import Kernel

/// What a program needs for acting as the person who is signed in.
struct SessionAnswer: Resource {
    let formToken: String
    let expiresAt: Instant

    static let name = "Session"
    static let about = "The session of a citizen who signed in at the region's own page."
    static let fields: [ResourceField<SessionAnswer>] = [
        ResourceField("formToken", "Goes with each change, as `X-Form-Token`. No page of another site can read it.") { $0.formToken },
        ResourceField("expiresAt", "When the session is over at the latest; unused it ends earlier.") { $0.expiresAt },
    ]
}

struct ApplicationList: Resource {
    let items: [RequestLineAnswer]

    static let name = "ApplicationList"
    static let about = "A citizen's own requests, the newest first; 200 at most."
    static let fields = [ResourceField<ApplicationList>("items", "The requests.") { $0.items }]
}

/// A request as its applicant sees it.
struct ApplicationAnswer: Resource {
    let request: DocumentRequest
    let issues: [IssueAnswer]
    let history: [TimelineEntry]
    /// The page on which its fee is paid.
    let payPage: String

    static let name = "Application"
    static let about = "A request as its applicant sees it, a draft or one that was handed in."
    static let fields: [ResourceField<ApplicationAnswer>] =
        RequestLineAnswer.fields.map { field in
            field.of { RequestLineAnswer(standing: $0.request.standing, title: $0.request.definition.title) }
        } + [
            ResourceField("isEditable", "Whether answers and files can be changed now.") { $0.request.status.isEditable },
            ResourceField("answers", "The answered questions, in the order of the form.") { answer in
                answer.request.shownAnswers.map { QuestionAnswer(answer: $0) }
            },
            ResourceField(
                "seen", "What is saved, as marks. Sent along with answers, it keeps what was saved elsewhere since from being overwritten."
            ) { answer in
                AnswerMarks(answer.request.answers, of: answer.request.definition.questions.map(\.name)).text
            },
            ResourceField("asked", "The names of the questions that are asked, by the answers so far.") { answer in
                answer.request.askedQuestions.map(\.name)
            },
            ResourceField("wanted", "The files that these answers call for.") { answer in
                answer.request.wantedAttachments.map { FormFileAnswer(file: $0) }
            },
            ResourceField("attachments", "The files that are there.") { $0.request.attachments.map { AttachmentAnswer(file: $0) } },
            ResourceField("issues", "What keeps it from being submitted; empty when nothing does.") { $0.issues },
            ResourceField("fee", "In rupiah; `null` while the answers do not say it yet.") { $0.request.fee },
            ResourceField("payPage", "Where its fee is paid, while it waits for that.") { answer in
                answer.request.status == .awaitingPayment ? answer.payPage : nil
            },
            ResourceField("correction", "Why it came back, while it is with the applicant for correction.") { answer in
                answer.request.correction.map { ReturnAnswer(correction: $0) }
            },
            ResourceField("paper", "The paper, when it has been issued.") { $0.request.paper.map { PaperAnswer(paper: $0) } },
            ResourceField("history", "What happened to it, the earliest first.") { $0.history.map { HistoryAnswer(entry: $0) } },
        ]
}

struct ReturnAnswer: Resource {
    let correction: Correction

    static let name = "Correction"
    static let about = "Why a request came back to its applicant."
    static let fields: [ResourceField<ReturnAnswer>] = [
        ResourceField("reason", "The reason.") { ReturnReasonAnswer(reason: $0.correction.reason) },
        ResourceField("remark", "The officer's own words.") { $0.correction.remark },
        ResourceField("parts", "What is to be corrected, by the names of answers and files; empty when nothing was named.") {
            $0.correction.parts.map(\.field)
        },
        ResourceField("at", "When.") { $0.correction.at },
    ]
}

/// That a request was handed in. The same call sent again gets the same answer, wherever the request has gone since.
struct SubmissionAnswer: Resource {
    let application: Identifier
    let requestStatus: RequestStatus
    let payPage: String

    static let status = HTTPResponse.Status.created
    static let name = "Submission"
    static let about = "That an application was handed in."
    static let fields: [ResourceField<SubmissionAnswer>] = [
        ResourceField("application", "Its id.") { $0.application },
        ResourceField("status", "Where it stood then: waiting for its fee, or with the agency.") { Word($0.requestStatus) },
        ResourceField("payPage", "Where its fee is paid; `null` when nothing is to be paid.") { answer in
            answer.requestStatus == .awaitingPayment ? answer.payPage : nil
        },
    ]
}

public import Catalogue
public import Kernel

/// A request as someone may see it. For administrators and the operator `answers` is empty, and file names and remarks
/// are missing; for the platform's reactions `answers` is empty.
public struct DocumentRequest: Sendable, Hashable {
    public let standing: RequestStanding
    /// The service as it was when the draft was started; later changes to the service do not touch it.
    public let definition: ServiceDefinition
    /// What was typed, valid or not.
    public let answers: Answers
    /// The questions that apply to these answers now.
    public let askedQuestions: [Question]
    /// The files that these answers call for.
    public let wantedAttachments: [AttachmentDefinition]
    /// The answered questions that apply, in the definition's order.
    public let shownAnswers: [ShownAnswer]
    public let attachments: [AttachedFile]
    /// Why it was returned the last time, while it is `returned`.
    public let correction: Correction?
    /// Whether what leads on takes another officer than the one who asks.
    public internal(set) var awaitsAnother = false
    /// By when it has to be handed in again, while it is `returned` and its service states it; else it waits for ever.
    public internal(set) var expiresAt: Instant?
    /// What became of the last return, while it is with the officers again; `nil` for whoever may not see answers.
    public internal(set) var corrected: CorrectionAnswer?
    /// The paper, when it has been issued.
    public let paper: IssuedPaper?

    public var id: Identifier { standing.id }
    public var applicant: Identifier { standing.applicant }
    public var service: String { standing.service }
    public var channel: ServiceChannel { standing.channel }
    public var status: RequestStatus { standing.status }
    public var version: Int { standing.version }
    public var createdAt: Instant { standing.createdAt }
    public var updatedAt: Instant { standing.updatedAt }
    public var submittedAt: Instant? { standing.submittedAt }
    public var dueAt: Instant? { standing.dueAt }
    public var number: RequestNumber? { standing.number }
    /// What it costs by its answers; `nil` while they do not say it yet, and for whoever may not see them.
    public let fee: Money?

    init(
        standing: RequestStanding, definition: ServiceDefinition, answers: Answers, attachments: [AttachedFile],
        correction: Correction?, paper: IssuedPaper?
    ) {
        self.standing = standing
        self.definition = definition
        self.answers = answers
        self.attachments = attachments
        self.correction = correction
        self.paper = paper
        let sheet = AnswerSheet(definition.questions, answers)
        askedQuestions = sheet.asked
        fee = sheet.cost(by: definition.fee)
        wantedAttachments = sheet.wanted(definition.attachments)
        // What is still being typed is shown as it will be kept, `5/7/1990` as the day that it names.
        shownAnswers = standing.status.isEditable ? AnswerSheet(definition.questions, sheet.settled).shown : sheet.shown
    }
}

extension DocumentRequest {
    /// The name for which the request is; `nil` while that is not answered, for whoever may not see it, and when she was erased.
    public var holder: String? { answers.holder(of: definition) }

    /// Whether its applicant may take it back now.
    public var canBeWithdrawn: Bool { canMove(.withdrawn) }

    /// Whether its table of moves has that move from where it stands, whoever may make it.
    public func canMove(_ move: RequestMove) -> Bool { definition.workflow.line(move, from: status) != nil }

    /// The request as it would be with these answers over its own, which keeps nothing.
    public func answering(_ typed: Answers) -> DocumentRequest {
        DocumentRequest(
            standing: standing, definition: definition, answers: AnswerSheet(definition.questions, answers).merged(with: typed),
            attachments: attachments, correction: correction, paper: paper)
    }
}

/// A file that belongs to a request.
public struct AttachedFile: Sendable, Hashable {
    let id: Identifier
    /// What lies on the disk: several attachments of one person may share it.
    var file: Identifier
    /// The attachment's name in the definition.
    public let name: String
    public let type: FileType
    /// Bytes.
    public let size: Int
    /// The name that the file had on the applicant's machine, without folders; `nil` for those who may not see it.
    public let filename: String?
    public let addedAt: Instant
    /// The paper that it is, when it was issued here; how that stands now.
    public let paper: AttachedPaper?

    /// Another one for each file that takes the place of an earlier one.
    public var version: String { String(id.text.suffix(12)) }
}

/// A paper of this region that was attached to another request.
public struct AttachedPaper: Sendable, Hashable {
    let request: Identifier
    /// Its code, once another paper took its place.
    let replacedCode: String?
    public let number: String
    /// The last day on which it holds; `nil` when it does not expire.
    public let validUntil: CivilDate?
    public let revokedAt: Instant?
}

/// The paper that came out.
public struct IssuedPaper: Sendable, Hashable {
    public let number: String
    /// Twelve characters; see ``VerificationCode/grouped(_:)`` for showing it.
    public let code: String
    public let issuedAt: Instant
    public let validUntil: CivilDate?
    public let revokedAt: Instant?
    /// The number of the paper that it took the place of; `nil` for the first one.
    public let replaces: String?
}

/// One line of a citizen's own list.
public struct RequestSummary: Sendable, Hashable {
    public let standing: RequestStanding
    public let title: LocalizedText

    public var id: Identifier { standing.id }
    public var service: String { standing.service }
    public var status: RequestStatus { standing.status }
    public var number: RequestNumber? { standing.number }
    public var createdAt: Instant { standing.createdAt }
    public var submittedAt: Instant? { standing.submittedAt }
    public var dueAt: Instant? { standing.dueAt }
}

/// One line of a request's story.
public struct TimelineEntry: Sendable, Hashable {
    public let status: RequestStatus
    public let at: Instant
    /// `Principal.kind` of who did it.
    public let actorKind: String
    /// Which officer it was; `nil` when it was none, or before that was kept.
    public let officer: Identifier?
    /// The code of the definition's return reason, or of a ``ReissueReason``.
    public let reasonCode: String?
    /// Words for the applicant: an officer's remark, or why a paper was revoked or issued anew.
    public let remark: String?
    /// Whether its paper was issued anew; the code is then one of ``ReissueReason``.
    public internal(set) var isReissue = false

    /// Whether it was approved because nobody decided in time.
    public var isDeemed: Bool { status == .approved && actorKind == "platform" }
}

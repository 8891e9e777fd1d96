public import Kernel

/// One of the four ways in which MPP Digital brings a service to a citizen, as the minister named them
/// (`Docs/Facts.md` 3).
public enum ServiceChannel: String, Sendable, Hashable, CaseIterable {
    /// At a counter in the building.
    case direct
    /// From a van or a team that comes to the people.
    case mobile
    /// At a kiosk.
    case selfService = "self_service"
    /// On the portal.
    case electronic
}

/// A service that regions can offer, from `Services/<code>.yaml`.
public struct ServiceDefinition: Sendable, Hashable {
    public let code: String
    /// The service's code in `Docs/Facts.md` 4, where it has one.
    public let factsCode: String?
    public let title: LocalizedText
    public let summary: LocalizedText
    public let agency: String
    public let legalBasis: [String]
    /// How each channel offers it; a channel that is missing does not.
    public let channels: [ServiceChannel: LocalizedText]
    /// What to have ready.
    public let requirements: [LocalizedText]
    /// In the order of asking; names are unique.
    public let questions: [Question]
    /// How they are spread over pages; empty: all on one.
    public let groups: [QuestionGroup]
    public let attachments: [AttachmentDefinition]
    public let fee: Fee
    public let promise: Promise
    public let returnReasons: [ReturnReason]
    /// `nil` exactly when the service is elsewhere: see ``Ending/handoff(_:)``.
    public let paper: PaperDefinition?
    public let ending: Ending
    public let sources: [String]
    /// Fields that no source confirms, dotted.
    public let assumed: Set<String>
    /// When a request that went back to its applicant ends without her; `nil` where nobody states it.
    public let expiry: Expiry?
    /// The legal moves of its requests.
    public let workflow: Workflow
    /// Those of them that an officer makes who has not made a step of the same review: the one who approves is not the one who checked.
    public let fourEyes: Set<Workflow.Line>
    /// How people find it, and what its page tells first. Requests do not keep it.
    public let front: ServiceFront

    public init(
        code: String, factsCode: String? = nil, title: LocalizedText, summary: LocalizedText, agency: String,
        legalBasis: [String] = [], channels: [ServiceChannel: LocalizedText], requirements: [LocalizedText] = [],
        questions: [Question], groups: [QuestionGroup] = [], attachments: [AttachmentDefinition] = [], fee: Fee, promise: Promise,
        returnReasons: [ReturnReason], paper: PaperDefinition?, ending: Ending = .paper, sources: [String] = [],
        assumed: Set<String> = [], expiry: Expiry? = nil, workflow: Workflow = .standard, fourEyes: Set<Workflow.Line> = [],
        front: ServiceFront = ServiceFront()
    ) {
        self.code = code
        self.factsCode = factsCode
        self.title = title
        self.summary = summary
        self.agency = agency
        self.legalBasis = legalBasis
        self.channels = channels
        self.requirements = requirements
        self.questions = questions
        self.groups = groups
        self.attachments = attachments
        self.fee = fee
        self.promise = promise
        self.returnReasons = returnReasons
        self.paper = paper
        self.ending = ending
        self.sources = sources
        self.assumed = assumed
        self.expiry = expiry
        self.workflow = workflow
        self.fourEyes = fourEyes
        self.front = front
    }

    /// Whether no source confirms the field or the field that it belongs to.
    public func isAssumed(_ field: String) -> Bool { assumed.coversField(field) }

    public func question(_ name: String) -> Question? { questions.first { $0.name == name } }
    public func attachment(_ name: String) -> AttachmentDefinition? { attachments.first { $0.name == name } }
    public func returnReason(_ code: String) -> ReturnReason? { returnReasons.first { $0.code == code } }
}

/// Why an officer can send a request back to the applicant.
public struct ReturnReason: Sendable, Hashable {
    public let code: String
    public let label: LocalizedText

    public init(code: String, label: LocalizedText) {
        self.code = code
        self.label = label
    }
}

/// The paper that comes out.
public struct PaperDefinition: Sendable, Hashable {
    /// In Indonesian.
    public let title: String
    public let titleEnglish: String
    /// The pattern of its number with `{sequence}`, `{month}` (Roman), `{year}`, `{region}` (Kemendagri code).
    public let number: String
    /// The question whose answer is the holder's name.
    public let holder: String
    /// The questions whose answers are printed.
    public let shows: [String]
    /// The attachment whose picture is printed; `nil` for a paper without one.
    public let photo: String?
    /// The Indonesian sentence printed.
    public let statement: String
    public let validity: PaperValidity

    public init(
        title: String, titleEnglish: String, number: String, holder: String, shows: [String], photo: String? = nil,
        statement: String, validity: PaperValidity = .unlimited
    ) {
        self.title = title
        self.titleEnglish = titleEnglish
        self.number = number
        self.holder = holder
        self.shows = shows
        self.photo = photo
        self.statement = statement
        self.validity = validity
    }
}

/// How long a paper holds.
public enum PaperValidity: Sendable, Hashable {
    case unlimited
    /// So many months from the day on which it is issued.
    case months(Int)
    /// No source says it: the paper names no last day, and says that nobody knows it.
    case unknown

    /// `nil` without a last day.
    public var months: Int? {
        if case .months(let months) = self { months } else { nil }
    }
}

extension ServiceDefinition {
    /// The definition as this region offers it: its own fee, promise and channels laid over. What the region changed is
    /// assumed exactly when the region says so. Unchanged for a region that does not offer it.
    public func offered(in region: RegionManifest) -> ServiceDefinition {
        guard let change = region.services[code] else { return self }
        let changed = [("fee", change.fee != nil), ("promise", change.promised != nil), ("channels", change.channels != nil)]
            .filter(\.1).map(\.0)
        let inherited = assumed.filter { name in !changed.contains { name == $0 || name.hasPrefix("\($0).") } }
        return ServiceDefinition(
            code: code, factsCode: factsCode, title: title, summary: summary, agency: agency, legalBasis: legalBasis,
            channels: change.channels.map { offered in channels.filter { offered.contains($0.key) } } ?? channels,
            requirements: requirements, questions: questions, groups: groups, attachments: attachments,
            fee: change.fee.map { Fee(amount: $0) } ?? fee,
            promise: change.promised.map { Promise(time: $0, start: promise.start) } ?? promise,
            returnReasons: returnReasons, paper: paper, ending: ending, sources: sources,
            assumed: change.isAssumed ? inherited.union(changed) : inherited, expiry: change.expiry ?? expiry,
            workflow: change.expiry == nil ? workflow : workflow.expiring, fourEyes: fourEyes, front: front)
    }
}

internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Payments

/// One request, for an officer who decides on it.
struct ReviewPage: Page {
    var heading: Heading
    let service: String
    let holder: String
    let status: StatusFace
    let due: StatusFace?
    /// What became of the last decision, and which request is next; `nil` unless the officer has just decided.
    let next: NextFace?
    /// What somebody else did meanwhile; `nil` unless the officer's own decision came too late.
    let stale: StaleFace?
    /// What became of the last return, once it was handed in again.
    let corrected: CorrectedFace?
    let person: [AnswerLine]
    let summary: [AnswerLine]
    /// Those that were uploaded.
    let files: [EvidenceFace]
    let earlier: [EarlierLine]
    let claim: ClaimFace?
    let decision: DecisionFace?
    /// While there is something to hand over.
    let handover: HandoverFace?
    let paperHref: String?
    let paperLabel: String
    let revokeHref: String?
    let reissueHref: String?
    let timeline: [TimelineLine]
    /// The list from which the request was opened.
    let list: WorkListFace
    let search: DeskSearchFace
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<ReviewPage> = \.review
    static let fields: [Field<ReviewPage>] = [
        .text("service", \.service), .text("holder", \.holder), .part("status", \.status), .optionalPart("due", \.due),
        .optionalPart("next", \.next), .optionalPart("stale", \.stale), .optionalPart("corrected", \.corrected), .list("person", \.person),
        .list("summary", \.summary),
        .list("files", \.files), .list("earlier", \.earlier), .flag("hasEarlier") { !$0.earlier.isEmpty },
        .optionalPart("claim", \.claim), .optionalPart("canDecide", \.decision), .optionalPart("handover", \.handover),
        .optional("paperHref", \.paperHref), .text("paperLabel", \.paperLabel),
        .optional("revokeHref", \.revokeHref), .optional("reissueHref", \.reissueHref),
        .list("timeline", \.timeline), .part("list", \.list), .part("search", \.search),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// What an officer who has decided reads first, and where the next request is.
struct NextFace: Filling {
    /// What was decided.
    let done: String
    /// Whose request is next, and how many are left; what else to do when none is.
    let label: String
    let href: String

    static let fields: [Field<NextFace>] = [.text("done", \.done), .text("label", \.label), .text("href", \.href)]
}

/// That somebody else was faster, with the words that were typed and not sent.
struct StaleFace: Filling {
    let text: String
    let remark: String?

    static let fields: [Field<StaleFace>] = [.text("text", \.text), .optional("remark", \.remark)]
}

/// An attachment as an officer looks at it, without leaving the page.
struct EvidenceFace: Filling {
    let file: FileFace

    static let fields: [Field<EvidenceFace>] = [.part("file", \.file), .flag("isDocument") { !$0.file.isImage }]
}

/// An earlier request of the same person.
struct EarlierLine: Filling {
    let label: String
    let at: String
    let status: StatusFace
    let href: String

    static let fields: [Field<EarlierLine>] = [
        .text("label", \.label), .text("at", \.at), .part("status", \.status), .text("href", \.href),
    ]
}

/// Who has taken the request, and the form that takes it or lets it go.
struct ClaimFace: Filling {
    let text: String
    let action: String
    let label: String
    /// Who held it when the page was made; empty when nobody did.
    let holder: String

    static let fields: [Field<ClaimFace>] = [
        .text("text", \.text), .text("action", \.action), .text("label", \.label), .text("holder", \.holder),
    ]
}

/// The field that searches all requests.
struct DeskSearchFace: Filling {
    let action: String
    let text: String

    static let fields: [Field<DeskSearchFace>] = [.text("action", \.action), .text("text", \.text)]
}

/// What becomes of the thing that the agency hands over.
struct HandoverFace: Filling {
    let title: String
    let text: String
    /// What can be done with it now, what comes next first.
    let steps: [HandoverStep]

    static let fields: [Field<HandoverFace>] = [.text("title", \.title), .text("text", \.text), .list("steps", \.steps)]
}

/// The form of one of the two steps of handing over.
struct HandoverStep: Filling {
    let action: String
    let command: String
    let label: String
    /// The request's version that the officer sees.
    let version: String
    let isFirst: Bool

    static let fields: [Field<HandoverStep>] = [
        .text("action", \.action), .text("command", \.command), .text("label", \.label), .text("version", \.version),
        .flag("isFirst", \.isFirst),
    ]
}

extension ReviewPage {
    /// - Parameters:
    ///   - hasDecided: whether the officer has just decided on it.
    ///   - unsent: words that were typed on another page for a decision that came too late.
    init(
        _ exchange: Exchange, _ island: Island, _ reading: ReviewReading, hasDecided: Bool = false, issues: [FieldIssue] = [],
        unsent: String? = nil
    ) {
        let request = reading.request
        let links = island.links.review(request.id, reading.view.query)
        let isOpen = request.status.isWithOfficers
        service = request.definition.title.text(in: exchange.language)
        holder = request.holder ?? exchange.say("title.review")
        heading = Heading(
            title: exchange.say("title.review"),
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.work-list"), island.links.workList(reading.view.query)), Crumb(holder)),
            menu: .workList, issues: issues)
        status = exchange.face(of: request.status)
        due =
            isOpen
            ? request.dueAt.map {
                exchange.face(due: island.calendar.workingDaysLeft(from: exchange.portal.clock.now, until: $0))
            } : nil
        next = hasDecided && request.status != .inReview ? NextFace(exchange, island, reading) : nil
        stale = reading.isStale ? StaleFace(exchange, island, reading, unsent ?? exchange.form["remark"]) : nil
        corrected = request.corrected.map { CorrectedFace($0, exchange, request) }
        person = exchange.person(reading, in: island)
        summary = exchange.answers(of: request)
        files = exchange.files(of: request, in: island) { links.attachment($0) }.compactMap(\.file).map { EvidenceFace(file: $0) }
        earlier = reading.earlier.map { EarlierLine($0, exchange, island) }
        claim = isOpen ? ClaimFace(exchange, reading, links) : nil
        decision = isOpen ? DecisionFace(exchange, island, request, links, issues) : nil
        handover = HandoverFace(exchange, request, links)
        paperHref = request.status.hasPaper ? links.paper : nil
        paperLabel = exchange.paperLabel(of: request)
        revokeHref = request.canMove(.revoked) ? links.revocation : nil
        let today = island.region.zone.local(exchange.portal.clock.now).date
        // A paper whose day is past is asked for anew.
        let isOver = request.paper?.validUntil.map { $0 < today } ?? false
        reissueHref = request.canMove(.reissued) && !isOver ? links.reissue : nil
        timeline = exchange.timeline(reading.history, of: request, officers: reading.officers, in: island)
        list = WorkListFace(exchange, island, reading.view, reading.list, current: request.id)
        search = DeskSearchFace(action: island.links.workList, text: reading.view.search)
        unconfirmed = exchange.unconfirmed(reading.list.items, [.fee] + (due == nil ? [] : [.promise]), of: request, in: island)
    }
}

extension NextFace {
    fileprivate init(_ exchange: Exchange, _ island: Island, _ reading: ReviewReading) {
        let told: [RequestStatus] = [.checked, .validated, .returned, .refused, .ready, .collected]
        let decision = told.contains(reading.request.status) ? reading.request.status : .approved
        done = exchange.say("decided.\(decision.rawValue)")
        if let next = reading.next {
            label = exchange.say("decided.next", ["name": next.item.applicantName, "count": next.left.text])
            href = island.links.review(next.item.id, reading.view.query).page
        } else {
            label = exchange.say("decided.none")
            href = island.links.workList
        }
    }
}

extension HandoverFace {
    fileprivate init?(_ exchange: Exchange, _ request: DocumentRequest, _ links: ReviewLinks) {
        let moves = [(RequestMove.readied, "ready", links.readiness), (.collected, "collected", links.handover)]
            .filter { request.canMove($0.0) }
        guard let next = moves.first?.1 else { return nil }
        let product = ["product": request.definition.product?.text(in: exchange.language) ?? ""]
        title = exchange.say("handover.title", product)
        text = exchange.say("handover.\(next)Text", product)
        steps = moves.map { _, name, action in
            HandoverStep(
                action: action, command: exchange.newCommand, label: exchange.say("handover.\(name)"), version: String(request.version),
                isFirst: name == next)
        }
    }
}

extension StaleFace {
    fileprivate init(_ exchange: Exchange, _ island: Island, _ reading: ReviewReading, _ typed: String) {
        let request = reading.request
        switch request.status {
        case .inReview, .checked, .validated: text = exchange.say("stale.corrected")
        case .withdrawn: text = exchange.say("stale.withdrawn", ["at": exchange.say(request.updatedAt, in: island)])
        default:
            let by = reading.decision
            text = exchange.say(
                "stale.decided",
                [
                    "status": exchange.face(of: request.status).label, "name": by?.name ?? exchange.say("actor.officer"),
                    "at": exchange.say(by?.at ?? request.updatedAt, in: island),
                ])
        }
        // An open request has the form itself, with the words in it.
        remark = typed.isEmpty || request.status.isWithOfficers ? nil : typed
    }
}

extension EarlierLine {
    fileprivate init(_ item: WorkItem, _ exchange: Exchange, _ island: Island) {
        label = item.title.text(in: exchange.language)
        at = exchange.say(item.submittedAt ?? item.standing.createdAt, in: island)
        status = exchange.face(of: item.status)
        href = island.links.review(item.id).page
    }
}

extension ClaimFace {
    fileprivate init(_ exchange: Exchange, _ reading: ReviewReading, _ links: ReviewLinks) {
        let isMine = reading.claim?.officer.text == exchange.principal.reference
        let name = reading.claim.map { reading.officers[$0.officer] ?? exchange.say("actor.officer") }
        text = isMine ? exchange.say("claim.mine") : name.map { exchange.say("claim.others", ["name": $0]) } ?? exchange.say("claim.none")
        action = isMine ? links.release : links.claim
        label = exchange.say(isMine ? "claim.release" : name == nil ? "claim.take" : "claim.takeOver")
        holder = reading.claim?.officer.text ?? ""
    }
}

extension Exchange {
    /// Who asks, and what was paid: what an officer compares with the papers before him.
    fileprivate func person(_ reading: ReviewReading, in island: Island) -> [AnswerLine] {
        let request = reading.request
        let fee =
            request.fee == .zero
            ? say(Money.zero)
            : [reading.bill?.amount.formatted ?? sayFee(of: request), reading.bill.map { say("bill.\($0.status.rawValue)") }]
                .compactMap(\.self).joined(separator: ", ")
        return [
            AnswerLine(label: say("request.own"), value: request.number?.text),
            AnswerLine(label: say("review.nik"), value: reading.person.map { $0.nik.grouped }),
            AnswerLine(label: say("review.contact"), value: reading.person.map { $0.contact.value }),
            AnswerLine(label: say("review.submitted"), value: request.submittedAt.map { say($0, in: island) }),
            AnswerLine(label: say("review.channel"), value: say("channel.\(request.channel.rawValue)")),
            AnswerLine(label: say("review.fee"), value: fee),
        ]
    }
}

extension NIK {
    /// `3510 0145 0790 9901`, as people read it aloud.
    fileprivate var grouped: String {
        stride(from: 0, to: 16, by: 4).map { String(digits.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }
}

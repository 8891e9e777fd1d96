internal import Catalogue
internal import Documents
internal import Kernel
internal import Payments

/// One request, for its applicant: where it stands, and what she can do next.
struct RequestPage: Page {
    let heading: Heading
    let service: String
    let status: StatusFace
    let statusText: String
    let correction: CorrectionFace?
    let nextStep: NextStepFace?
    /// By when it has to be corrected, where that is stated.
    let expiresText: String?
    /// Beginning anew with the same answers, once it ended without her.
    let again: AgainFace?
    let paper: PaperLinkFace?
    let requestNumber: String?
    let number: String?
    let dueText: String?
    /// That the day may come later; `nil` where it is counted with all that is decreed.
    let dueNote: String?
    let bill: BillFace?
    /// What she has to know of her money.
    let notes: [MoneyNote]
    /// The receipt of what she paid.
    let receipt: NextStepFace?
    /// The receipt of the application, or the letter that refused it.
    let letter: NextStepFace?
    let timeline: [TimelineLine]
    let summary: [AnswerLine]
    let files: [FileLine]
    /// Deleting a draft, or taking a request back.
    let leave: NextStepFace?
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<RequestPage> = \.request
    static let fields: [Field<RequestPage>] = [
        .text("service", \.service), .part("status", \.status), .text("statusText", \.statusText),
        .optionalPart("returned", \.correction), .optionalPart("nextStep", \.nextStep), .optional("expiresText", \.expiresText),
        .optionalPart("again", \.again), .optionalPart("paper", \.paper),
        .flag("hasFacts") { $0.requestNumber != nil || $0.dueText != nil || $0.bill != nil }, .optional("requestNumber", \.requestNumber),
        .optional("number", \.number),
        .optional("dueText", \.dueText), .optional("dueNote", \.dueNote), .optionalPart("bill", \.bill),
        .list("notes", \.notes), .optionalPart("receipt", \.receipt), .optionalPart("letter", \.letter), .list("timeline", \.timeline),
        .list("summary", \.summary),
        .list("files", \.files), .optionalPart("leave", \.leave), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// What she can do next.
struct NextStepFace: Filling {
    let label: String
    let href: String

    static let fields: [Field<NextStepFace>] = [.text("label", \.label), .text("href", \.href)]
}

/// The form that begins a request anew.
struct AgainFace: Filling {
    let action: String
    let command: String
    let service: String
    /// The request whose answers are taken over.
    let request: String

    static let fields: [Field<AgainFace>] = [
        .text("action", \.action), .text("command", \.command), .text("service", \.service), .text("request", \.request),
    ]
}

/// The way to her paper.
struct PaperLinkFace: Filling {
    let label: String
    let href: String
    let verifyHref: String
    /// Until when it holds, when it expires.
    let validText: String?

    static let fields: [Field<PaperLinkFace>] = [
        .text("label", \.label), .text("href", \.href), .text("verifyHref", \.verifyHref), .optional("validText", \.validText),
    ]
}

/// What the request costs, and whether it is paid.
struct BillFace: Filling {
    let amountText: String
    let statusText: String

    static let fields: [Field<BillFace>] = [.text("amountText", \.amountText), .text("statusText", \.statusText)]
}

extension RequestPage {
    /// - Parameters:
    ///   - officers: what everybody at work here is called.
    ///   - standing: of its bill; `nil` for a request that costs nothing, or nothing yet.
    init(
        _ exchange: Exchange, _ island: Island, _ request: DocumentRequest, _ history: [TimelineEntry],
        officers: [Identifier: String], _ standing: BillStanding?
    ) {
        let links = island.links.request(request.id)
        service = request.definition.title.text(in: exchange.language)
        heading = Heading(
            title: exchange.say("title.request"),
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.requests"), island.links.requests), Crumb(service)),
            menu: .requests,
            notices: exchange.query[RequestLinks.sentName] == nil || request.status.isEditable
                ? [] : [Notice(kind: "info", title: exchange.say("request.alreadySent"))])
        status = exchange.face(of: request.status)
        statusText = exchange.say("status.\(request.status.rawValue).text", exchange.handoverWords(of: request))
        correction = exchange.correction(of: request, links)
        nextStep = RequestPage.nextStep(exchange, request, links)
        expiresText = request.expiresAt.map {
            exchange.say(
                "request.expires",
                ["date": exchange.say(island.region.zone.local($0).date), "basis": request.definition.expiry?.basis ?? ""])
        }
        again =
            request.status == .expired
            ? AgainFace(action: island.links.requests, command: exchange.newCommand, service: request.service, request: request.id.text)
            : nil
        requestNumber = request.number?.text
        number = request.paper?.number
        let due = request.status.isWithOfficers ? request.dueAt.map { island.region.zone.local($0).date } : nil
        dueText = due.map { exchange.say($0) }
        dueNote = due.flatMap { due in
            island.calendar.decreedUntil.flatMap { due > $0 ? exchange.say("request.dueUnsure", ["year": String(due.year)]) : nil }
        }
        bill = standing.map {
            BillFace(amountText: $0.bill.amount.formatted, statusText: exchange.say("bill.\($0.bill.status.rawValue)"))
        }
        notes = standing.map { exchange.moneyNotes(of: $0) } ?? []
        receipt = standing?.receipt.map { _ in NextStepFace(label: exchange.say("pay.receipt"), href: links.receipt) }
        paper =
            !request.status.hasPaper
            ? nil
            : request.paper.map { paper in
                PaperLinkFace(
                    label: exchange.paperLabel(of: request), href: links.paper,
                    verifyHref: island.links.verification(VerificationCode.grouped(paper.code)),
                    validText: paper.validUntil.map { exchange.say("paper.validUntil", ["date": exchange.say($0)]) })
            }
        letter = RequestLetters.kind(of: request).map {
            NextStepFace(label: exchange.say("request.\($0.rawValue)Letter"), href: links.letter)
        }
        timeline = exchange.timeline(history, of: request, officers: officers, in: island)
        summary = exchange.answers(of: request)
        files = exchange.files(of: request, in: island) { links.attachment($0) }
        leave =
            request.status == .draft
            ? NextStepFace(label: exchange.say("delete.open"), href: links.deletion)
            : request.canBeWithdrawn ? NextStepFace(label: exchange.say("withdraw.open"), href: links.withdrawal) : nil
        unconfirmed = exchange.unconfirmed(
            (standing != nil || request.status.isEditable || request.status == .awaitingPayment ? [.fee] : [])
                + (due == nil ? [] : [.promise]), of: request)
    }

    private static func nextStep(_ exchange: Exchange, _ request: DocumentRequest, _ links: RequestLinks) -> NextStepFace? {
        switch request.status {
        case .draft: NextStepFace(label: exchange.say("next.continue"), href: links.answers)
        case .returned:
            NextStepFace(label: exchange.say("next.correct"), href: request.nextCorrection(links) ?? links.answers)
        case .awaitingPayment:
            NextStepFace(label: exchange.say("next.pay", ["amount": exchange.sayFee(of: request)]), href: links.payment)
        case .inReview, .checked, .validated, .approved, .issued, .preparing, .ready, .collected, .revoked, .withdrawn, .refused, .expired:
            nil
        }
    }
}

internal import Catalogue
internal import Documents
internal import Kernel

/// One answer of a request: a line of `parts/summary`.
struct AnswerLine: Filling {
    let label: String
    /// `nil` when nothing was answered.
    let value: String?
    /// Where it can be changed, while it can.
    var changeHref: String?

    static let fields: [Field<AnswerLine>] = [
        .text("label", \.label), .optional("value", \.value), .optional("changeHref", \.changeHref),
    ]
}

/// An attachment that was uploaded.
struct FileFace: Filling {
    /// What the definition calls it.
    let label: String
    let filename: String
    let href: String
    let sizeText: String
    let typeText: String
    let isImage: Bool
    /// `nil` for what is no picture, and where none is wanted.
    var thumbnailHref: String?
    /// Of a paper that was issued here: its number, and how it stands now.
    var paper: String?

    static let fields: [Field<FileFace>] = [
        .text("label", \.label), .text("filename", \.filename), .text("href", \.href), .text("sizeText", \.sizeText),
        .text("typeText", \.typeText), .flag("isImage", \.isImage),
        .optional("thumbnailHref", \.thumbnailHref), .optional("paper", \.paper),
    ]
}

/// One attachment that a definition asks for: a line of `parts/files`.
struct FileLine: Filling {
    let label: String
    let file: FileFace?
    var changeHref: String?

    static let fields: [Field<FileLine>] = [
        .text("label", \.label), .optionalPart("file", \.file), .optional("changeHref", \.changeHref),
    ]
}

/// Why a request went back to its applicant.
struct CorrectionFace: Filling {
    let reason: String
    let remark: String?
    /// The parts that the officer named, each with the way to it.
    let parts: [NextStepFace]

    static let fields: [Field<CorrectionFace>] = [
        .text("reason", \.reason), .optional("remark", \.remark), .list("parts", \.parts), .flag("hasParts") { !$0.parts.isEmpty },
    ]
}

/// One thing that happened to a request: a line of `parts/timeline`.
struct TimelineLine: Filling {
    let label: String
    /// `nil` for what is still to come.
    let at: String?
    /// Which officer did it; `nil` for everybody else.
    var by: String?
    let text: String?
    /// Whether this is where the request is now.
    let isCurrent: Bool

    static let fields: [Field<TimelineLine>] = [
        .text("label", \.label), .optional("at", \.at), .optional("by", \.by), .optional("text", \.text),
        .flag("isCurrent", \.isCurrent), .text("state") { $0.isCurrent ? "current" : $0.at == nil ? "todo" : "done" },
    ]
}

/// The parts that a citizen's and an officer's page of a request share.
extension Exchange {
    /// The questions that apply, each with its answer. Which apply is worked out once for the whole page.
    func answers(of request: DocumentRequest, changeHref: (Question) -> String? = { _ in nil }) -> [AnswerLine] {
        let shown = Dictionary(request.shownAnswers.map { ($0.question.name, $0) }) { first, _ in first }
        return request.askedQuestions.map { question in
            AnswerLine(
                label: question.noun.text(in: language),
                value: shown[question.name].map { say($0) }, changeHref: changeHref(question))
        }
    }

    func files(
        of request: DocumentRequest, in island: Island, changeHref: String? = nil, thumbnail: (AttachedFile) -> String? = { _ in nil },
        href: (String) -> String
    ) -> [FileLine] {
        let today = island.region.zone.local(portal.clock.now).date
        // What is there is shown to whoever may see no answers, and so not what is wanted.
        let names = Set(request.wantedAttachments.map(\.name) + request.attachments.map(\.name))
        return request.definition.attachments.filter { names.contains($0.name) }.map { wanted in
            let label = wanted.label.text(in: language)
            let file = request.attachments.first { $0.name == wanted.name }
            return FileLine(
                label: label,
                file: file.map {
                    FileFace(
                        label: label, filename: $0.filename ?? $0.name, href: href($0.name), sizeText: say(bytes: $0.size),
                        typeText: $0.type.face, isImage: $0.type.isPicture, thumbnailHref: thumbnail($0),
                        paper: $0.paper.map { say($0, on: today) })
                }, changeHref: changeHref)
        }
    }

    /// How a paper that was issued here and attached stands now.
    private func say(_ paper: AttachedPaper, on today: CivilDate) -> String {
        let isOver = paper.validUntil.map { $0 < today } ?? false
        let key = paper.revokedAt != nil ? "paperRevoked" : isOver ? "paperExpired" : "paperHolds"
        return say("review.\(key)", ["number": paper.number])
    }

    /// Why it went back to its applicant, for her; `nil` unless it is with her for correction.
    func correction(of request: DocumentRequest, _ links: RequestLinks) -> CorrectionFace? {
        request.correction.map { correction in
            CorrectionFace(
                reason: correction.reason.label.text(in: language), remark: correction.remark.flatMap { $0.isEmpty ? nil : $0 },
                parts: request.partsToCorrect.compactMap { part in
                    request.definition.label(of: part).map {
                        NextStepFace(label: $0.text(in: language), href: links.change(part, of: request.definition))
                    }
                })
        }
    }

    /// What stands at a field that the officer named, with the officer's words; `nil` at all others.
    func mark(at part: RequestPart, of request: DocumentRequest) -> String? {
        guard let correction = request.correction, correction.parts.contains(part) else { return nil }
        let words = correction.remark ?? correction.reason.label.text(in: language)
        return say("draft.mark", ["words": words])
    }

    /// - Parameter officers: what they are called.
    func timeline(
        _ entries: [TimelineEntry], of request: DocumentRequest, officers: [Identifier: String], in island: Island
    ) -> [TimelineLine] {
        let past = entries.enumerated().map { position, entry in
            let reason = entry.reasonCode.flatMap { code in request.definition.returnReasons.first { $0.code == code } }
            let again = entry.isReissue ? entry.reasonCode.flatMap(ReissueReason.init).map { say("reissue.\($0.rawValue)") } : nil
            let texts = [again ?? reason?.label.text(in: language), entry.remark].compactMap { $0 }.filter { !$0.isEmpty }
            return TimelineLine(
                label: say(
                    "history.\(entry.isDeemed ? "deemed" : entry.isReissue ? "reissued" : entry.status.rawValue)",
                    handoverWords(of: request)),
                at: say(entry.at, in: island),
                by: entry.officer.flatMap { officers[$0] }.map { say("history.by", ["name": $0]) },
                text: texts.isEmpty ? nil : texts.joined(separator: ". "), isCurrent: position == entries.count - 1)
        }
        return past + ahead(of: request).map { TimelineLine(label: $0, at: nil, text: nil, isCurrent: false) }
    }

    /// What the button for the paper says: it is a receipt where the agency hands something over.
    func paperLabel(of request: DocumentRequest) -> String {
        say(request.definition.product == nil ? "request.paper" : "request.receipt")
    }

    /// What the agency hands over and what it is called, for sentences about that.
    func handoverWords(of request: DocumentRequest) -> [String: String] {
        ["product": request.definition.product?.text(in: language) ?? "", "agency": agency(request.definition.agency)]
    }

    /// What is still to come before the paper is there, payment included; nothing for a request that has come to its end.
    private func ahead(of request: DocumentRequest) -> [String] {
        let start: [(status: RequestStatus, label: String)] = [
            (.draft, ""), (.awaitingPayment, say("ahead.awaitingPayment", ["amount": sayFee(of: request)])),
            (.inReview, say("ahead.inReview")),
        ]
        let end: [(status: RequestStatus, label: String)] =
            request.definition.product == nil
            ? [(.issued, say("ahead.issued"))]
            : [
                (.preparing, say("ahead.preparing")), (.ready, say("ahead.ready", handoverWords(of: request))),
                (.collected, say("ahead.collected", handoverWords(of: request))),
            ]
        let here: RequestStatus? =
            switch request.status {
            case .draft, .awaitingPayment, .inReview, .preparing, .ready: request.status
            // A correction is reviewed again, and costs nothing.
            case .returned: .awaitingPayment
            case .checked, .validated, .approved: .inReview
            case .issued, .collected, .revoked, .withdrawn, .refused, .expired: nil
            }
        let way = start + end
        guard let here, let position = way.firstIndex(where: { $0.status == here }) else { return [] }
        return way[(position + 1)...].filter { $0.status != .awaitingPayment || request.fee != .zero }.map(\.label)
    }
}

extension DocumentRequest {
    /// What the officer named and the form still asks for, in its order.
    var partsToCorrect: [RequestPart] {
        let named = correction?.parts ?? []
        return named.isEmpty ? [] : parts.filter(named.contains)
    }

    /// Where the first of the parts to correct stands that is behind this page of the questions; `nil` when there is none.
    func nextCorrection(after page: Int? = nil, _ links: RequestLinks) -> String? {
        partsToCorrect.first { part in
            guard let page, case .answer(let name) = part else { return true }
            return definition.part(of: name).map { $0 > page } ?? false
        }.map { links.change($0, of: definition) }
    }
}

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

    static let fields: [Field<FileFace>] = [
        .text("label", \.label), .text("filename", \.filename), .text("href", \.href), .text("sizeText", \.sizeText),
        .text("typeText", \.typeText), .flag("isImage", \.isImage),
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

    static let fields: [Field<CorrectionFace>] = [.text("reason", \.reason), .optional("remark", \.remark)]
}

/// One thing that happened to a request: a line of `parts/timeline`.
struct TimelineLine: Filling {
    let label: String
    let at: String
    let text: String?
    /// Whether this is where the request is now.
    let isCurrent: Bool

    static let fields: [Field<TimelineLine>] = [
        .text("label", \.label), .text("at", \.at), .optional("text", \.text), .flag("isCurrent", \.isCurrent),
    ]
}

/// The parts that a citizen's and an officer's page of a request share.
extension Exchange {
    /// The questions that apply, each with its answer. Which apply is worked out once for the whole page.
    func answers(of request: DocumentRequest, changeHref: (Question) -> String? = { _ in nil }) -> [AnswerLine] {
        let shown = Dictionary(request.shownAnswers.map { ($0.question.name, $0) }) { first, _ in first }
        return request.askedQuestions.map { question in
            AnswerLine(
                label: question.label.text(in: language),
                value: shown[question.name].map { say($0) }, changeHref: changeHref(question))
        }
    }

    func files(of request: DocumentRequest, changeHref: String? = nil, href: (String) -> String) -> [FileLine] {
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
                        typeText: $0.type.face, isImage: $0.type != .pdf)
                }, changeHref: changeHref)
        }
    }

    func face(of correction: Correction) -> CorrectionFace {
        CorrectionFace(reason: correction.reason.label.text(in: language), remark: correction.remark.flatMap { $0.isEmpty ? nil : $0 })
    }

    func timeline(_ entries: [TimelineEntry], of request: DocumentRequest, in island: Island) -> [TimelineLine] {
        entries.enumerated().map { position, entry in
            let reason = entry.reasonCode.flatMap { code in request.definition.returnReasons.first { $0.code == code } }
            let texts = [reason?.label.text(in: language), entry.remark].compactMap { $0 }.filter { !$0.isEmpty }
            return TimelineLine(
                label: say("history.\(entry.status.rawValue)"), at: say(entry.at, in: island),
                text: texts.isEmpty ? nil : texts.joined(separator: ". "), isCurrent: position == entries.count - 1)
        }
    }
}

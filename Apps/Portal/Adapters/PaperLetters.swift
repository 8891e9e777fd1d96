internal import Catalogue
internal import Documents
internal import Intake
internal import Kernel
internal import Paper
internal import Signing

/// Writes papers as letters: the region's letterhead, the paper's facts and a QR code that leads to its verification page. Papers are in
/// Indonesian.
struct PaperLetters: Sendable {
    let region: RegionManifest
    let catalogue: Catalogue
    let settings: PortalSettings
    private let wording = Wording()

    init(region: RegionManifest, catalogue: Catalogue, settings: PortalSettings) {
        self.region = region
        self.catalogue = catalogue
        self.settings = settings
    }

    /// - Parameters:
    ///   - nik: the applicant's, printed masked.
    ///   - approver: what the officer is called; `nil` when no officer approved it.
    ///   - signatory: who signs the file, named on it; that nobody official vouches for her is said too.
    ///   - statement: what the QR code says for itself. It stands behind the address as its fragment, which no browser sends anywhere.
    func letter(
        _ paper: PaperOrder, of nik: NIK?, approvedBy approver: String?, signedBy signatory: Signatory, statement: String
    ) -> Letter {
        let words = catalogue.words
        let answers = AnswerWords(words: words, wording: wording, language: .indonesian, isMasked: true)
        let agency = catalogue.agencies[paper.definition.agency]?.name.indonesian ?? paper.definition.agency
        let issued = wording.dayOfYear(region.zone.local(paper.issuedAt).date, in: .indonesian)
        var paragraphs = [paper.paper.statement]
        if let basis = paper.deemedBasis { paragraphs.append(words.sentence("paper.deemed", in: .indonesian, ["basis": basis])) }
        if let until = paper.validUntil {
            paragraphs.append(words.sentence("paper.validUntil", in: .indonesian, ["date": wording.dayOfYear(until, in: .indonesian)]))
        }
        if let replaced = paper.replaces { paragraphs.append(words.sentence("paper.replaces", in: .indonesian, ["number": replaced])) }
        if paper.paper.validity == .unknown, let product = paper.definition.product?.indonesian {
            paragraphs.append(words.sentence("paper.validityUnknown", in: .indonesian, ["product": product, "agency": agency]))
        }
        var doubts = Doubts(words, .indonesian)
        doubts.add(paper.definition, paper.validUntil == nil ? [.agency] : [.agency, .validity])
        doubts.add(region, [.buildingName, .address, .capital])
        let signed = words.sentence(signatory.isTest ? "paper.signedForTest" : "paper.signed", in: .indonesian, ["name": signatory.name])
        let code = VerificationCode.grouped(paper.code)
        // The code is typed there: with it the address would be too long for its line, and a broken address leads nowhere.
        let address = "\(settings.linkAddress)/\(region.slug)/verifikasi"
        var letter = Letter(
            letterhead: [agency, region.building.name, region.name] + [region.building.address].compactMap { $0 },
            accent: region.accent, title: paper.paper.title, subtitle: paper.paper.titleEnglish, number: paper.number,
            facts: paper.shown.map { LetterFact(label: $0.question.noun.indonesian, value: answers.text($0)) }
                + [nik.map { LetterFact(label: words.sentence("paper.nik", in: .indonesian), value: $0.masked) }].compactMap { $0 },
            photo: paper.photo.map {
                LetterPhoto(jpeg: $0.jpeg, width: $0.width, height: $0.height, text: words.sentence("paper.photoText", in: .indonesian))
            },
            paragraphs: paragraphs,
            signature: [words.sentence("paper.issuedOn", in: .indonesian, ["place": region.capital ?? region.name, "date": issued])]
                + [approver.map { words.sentence("paper.approvedBy", in: .indonesian, ["name": $0]) }].compactMap { $0 } + [agency],
            qrText: "\(address)/\(code)#\(statement)",
            qrCaption: words.sentence("paper.scan", in: .indonesian, ["code": code, "signed": signed, "address": address]),
            footer: [words.sentence("paper.footer", in: .indonesian, ["region": region.name]), doubts.text].compactMap(\.self)
                .joined(separator: " "),
            language: .indonesian, documentTitle: "\(paper.paper.title) \(paper.number)",
            watermark: settings.isDemonstration ? words.sentence("paper.watermark", in: .indonesian) : nil)
        letter.subtitleLanguage = .english
        letter.codeText = words.sentence("paper.codeText", in: .indonesian, ["address": address])
        return letter
    }
}

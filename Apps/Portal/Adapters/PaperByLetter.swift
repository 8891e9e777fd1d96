internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Paper

/// Answers Documents' need to print: a letter with the region's letterhead, the paper's facts and a QR code that leads to its
/// verification page. Papers are printed in Indonesian.
struct PaperByLetter: PaperPress {
    let region: RegionManifest
    let catalogue: Catalogue
    let settings: PortalSettings
    private let press = LetterPress()
    private let wording = Wording()

    init(region: RegionManifest, catalogue: Catalogue, settings: PortalSettings) {
        self.region = region
        self.catalogue = catalogue
        self.settings = settings
    }

    func print(_ paper: PaperOrder) async throws -> Data { try await press.pdf(letter(paper), createdAt: paper.issuedAt) }

    func unsettable(in text: String) -> [Character] { TypeCase.unsettable(in: text) }

    func letter(_ paper: PaperOrder) -> Letter {
        let words = catalogue.words
        let answers = AnswerWords(words: words, wording: wording, language: .indonesian)
        let agency = catalogue.agencies[paper.definition.agency]?.name.indonesian ?? paper.definition.agency
        let issued = wording.dayOfYear(region.zone.local(paper.issuedAt).date, in: .indonesian)
        var paragraphs = [paper.definition.paper.statement]
        if let until = paper.validUntil {
            paragraphs.append(words.sentence("paper.validUntil", in: .indonesian, ["date": wording.dayOfYear(until, in: .indonesian)]))
        }
        let code = VerificationCode.grouped(paper.code)
        // The code is typed there: with it the address would be too long for its line, and a broken address leads nowhere.
        let address = "\(settings.linkAddress)/\(region.slug)/verifikasi"
        return Letter(
            letterhead: [agency, region.building.name, region.name] + [region.building.address].compactMap { $0 },
            accent: region.accent, title: paper.definition.paper.title, subtitle: paper.definition.paper.titleEnglish, number: paper.number,
            facts: paper.shown.map { LetterFact(label: $0.question.noun.indonesian, value: answers.text($0)) },
            paragraphs: paragraphs,
            signature: [
                words.sentence("paper.issuedOn", in: .indonesian, ["place": region.capital ?? region.name, "date": issued]), agency,
            ],
            qrText: "\(address)/\(code)",
            qrCaption: words.sentence("paper.scan", in: .indonesian, ["code": code, "address": address]),
            footer: words.sentence("paper.footer", in: .indonesian, ["region": region.name]),
            language: .indonesian, documentTitle: "\(paper.definition.paper.title) \(paper.number)",
            watermark: settings.isDemonstration ? words.sentence("paper.watermark", in: .indonesian) : nil)
    }
}

internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Paper

/// The region's letter paper: what every letter has that stands beside a request and is no paper of its own. It leads whoever scans it to
/// where the request stands. Such letters say what the books say already, so they are printed when somebody asks and kept nowhere. They are
/// in Indonesian.
struct Stationery: Sendable {
    let region: RegionManifest
    let catalogue: Catalogue
    let settings: PortalSettings
    let signed: SignedLetters
    let wording = Wording()

    /// - Parameters:
    ///   - number: the request's, to be found by.
    ///   - own: the letter's number, where it has one.
    ///   - agency: who writes; `nil` when it is the region.
    ///   - moment: of which it tells.
    ///   - signers: below place and day.
    ///   - parts: what of the service it says.
    func letter(
        about request: DocumentRequest, _ number: RequestNumber, own: String? = nil, from agency: String? = nil, at moment: Instant,
        title: String, english: String, facts: [LetterFact], paragraphs: [String], signers: [String], telling parts: [ServicePart]
    ) -> Letter {
        let address = "\(settings.linkAddress)/\(region.slug)/lacak"
        var doubts = Doubts(catalogue.words, .indonesian)
        doubts.add(request.definition, parts)
        doubts.add(region, [.buildingName, .address, .capital])
        var letter = Letter(
            letterhead: [agency, region.building.name, region.name, region.building.address].compactMap(\.self), accent: region.accent,
            title: title, subtitle: english, number: own ?? number.text, facts: facts, paragraphs: paragraphs,
            signature: [say("paper.issuedOn", ["place": signed.place, "date": day(of: moment)])] + signers,
            qrText: "\(address)?nomor=\(number.text)", qrCaption: say("letter.scan", ["number": number.text, "address": address]),
            footer: [say("letter.footer", ["region": region.name]), doubts.text].compactMap(\.self).joined(separator: " "),
            language: .indonesian, documentTitle: "\(title) \(own ?? number.text)",
            watermark: settings.isDemonstration ? say("paper.watermark") : nil)
        letter.subtitleLanguage = .english
        letter.codeText = say("letter.codeText", ["address": address])
        return letter
    }

    func fact(_ key: String, _ value: String) -> LetterFact { LetterFact(label: say(key), value: value) }

    func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
        catalogue.words.sentence(key, in: .indonesian, arguments)
    }

    func day(of moment: Instant) -> String { wording.dayOfYear(region.zone.local(moment).date, in: .indonesian) }

    func time(of moment: Instant) -> String { wording.dateTime(moment, region.zone, in: .indonesian) }
}

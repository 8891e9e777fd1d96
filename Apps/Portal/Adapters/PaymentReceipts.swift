internal import Catalogue
internal import Documents
internal import Foundation
internal import Kernel
internal import Paper
internal import Payments

/// Writes the receipt of what was paid: signed, in Indonesian, printed when somebody asks and kept nowhere, since the books say it already.
struct PaymentReceipts: Sendable {
    let region: RegionManifest
    let catalogue: Catalogue
    let settings: PortalSettings
    let signed: SignedLetters
    private let wording = Wording()

    init(region: RegionManifest, catalogue: Catalogue, settings: PortalSettings, signed: SignedLetters) {
        self.region = region
        self.catalogue = catalogue
        self.settings = settings
        self.signed = signed
    }

    /// - Throws: `notFound` for a bill that is not paid, or was paid before receipts had numbers.
    func pdf(of request: DocumentRequest, _ standing: BillStanding) async throws -> Data {
        let (letter, moment) = try letter(of: request, standing)
        return try await signed.pdf(letter, reason: letter.number, at: moment)
    }

    /// As ``pdf(of:_:)``, before it is printed, with the moment of which it tells.
    func letter(of request: DocumentRequest, _ standing: BillStanding) throws -> (letter: Letter, moment: Instant) {
        guard let receipt = standing.receipt, let paidAt = standing.bill.paidAt, let number = request.number else {
            throw Problem.notFound("receipt of \(request.id)")
        }
        let bill = standing.bill
        let address = "\(settings.linkAddress)/\(region.slug)/lacak"
        let day = wording.dayOfYear(region.zone.local(paidAt).date, in: .indonesian)
        var doubts = Doubts(catalogue.words, .indonesian)
        doubts.add(request.definition, [.fee])
        doubts.add(region, [.buildingName, .address, .capital])
        var letter = Letter(
            letterhead: [region.building.name, region.name] + [region.building.address].compactMap { $0 }, accent: region.accent,
            title: say("receipt.title"), subtitle: say("receipt.english"), number: receipt.text,
            facts: [
                fact("receipt.for", bill.description), fact("request.own", number.text), fact("receipt.amount", bill.amount.formatted),
                fact("receipt.inWords", bill.amount.inWords), fact("receipt.way", say("way.\(standing.paidBy ?? bill.provider)")),
                fact("receipt.paidAt", wording.dateTime(paidAt, region.zone, in: .indonesian)),
                fact("receipt.revenue", say("revenue.\(bill.revenue.rawValue)")),
            ],
            paragraphs: [say("receipt.text")], signature: [say("paper.issuedOn", ["place": signed.place, "date": day]), region.name],
            qrText: "\(address)?nomor=\(number.text)", qrCaption: say("letter.scan", ["number": number.text, "address": address]),
            footer: [say("letter.footer", ["region": region.name]), doubts.text].compactMap(\.self).joined(separator: " "),
            language: .indonesian,
            documentTitle: "\(say("receipt.title")) \(receipt.text)",
            watermark: settings.isDemonstration ? say("paper.watermark") : nil)
        letter.subtitleLanguage = .english
        letter.codeText = say("letter.codeText", ["address": address])
        return (letter, paidAt)
    }

    private func fact(_ key: String, _ value: String) -> LetterFact { LetterFact(label: say(key), value: value) }

    private func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
        catalogue.words.sentence(key, in: .indonesian, arguments)
    }
}

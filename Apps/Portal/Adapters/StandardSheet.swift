internal import Catalogue
internal import Foundation
internal import Kernel
internal import Paper

/// Sets a service's standard on a sheet for the wall beside its counter. It is no paper that anybody issues, so nobody signs it. What is
/// known has a line each; what is not is named in one line, so that most sheets stay one page.
struct StandardSheet {
    let letter: Letter

    init(_ exchange: Exchange, _ island: Island, _ offer: ServiceDefinition) {
        let region = island.region
        let standard = ServiceStandard(exchange, island, offer)
        let unknown = standard.rows.filter(\.lines.isEmpty).map(\.name)
        // What is read one by one has lines of its own; figures and laws run on, for the sake of the one page.
        let listed: Set<StandardComponent> = [.requirements, .procedure]
        let service = offer.title.text(in: exchange.language)
        let title = exchange.say("standard.sheetTitle")
        let words = exchange.portal.catalogue.words
        var facts = standard.rows.filter { !$0.lines.isEmpty }.map { row in
            let isList = listed.contains(row.component) && row.lines.count > 1
            let text = isList ? row.lines.map { "• \($0)" }.joined(separator: "\n") : row.lines.joined(separator: "; ")
            return LetterFact(label: row.shortName, value: words.marked(text, if: row.isAssumed, in: exchange.language))
        }
        if !unknown.isEmpty {
            facts.append(LetterFact(label: exchange.say("standard.unknown"), value: unknown.joined(separator: "; ")))
        }
        let agency = exchange.agency(offer.agency)
        var doubts = exchange.doubts
        doubts.addOffer(of: offer, in: region)
        doubts.add(offer, ServiceStandard.parts)
        doubts.add(region, [.buildingName, .contact])
        let address = "\(exchange.portal.settings.linkAddress)\(island.links.service(offer.code))"
        letter = Letter(
            letterhead: [agency, "\(region.building.name), \(region.name)"],
            accent: region.accent, title: title, number: service, facts: facts,
            qrText: address,
            qrCaption: exchange.say("standard.scan", ["address": address]) + "\n\n" + exchange.say("standard.draft", ["agency": agency]),
            footer: [exchange.say("standard.footer", ["region": region.name]), doubts.text].compactMap(\.self).joined(separator: " "),
            language: exchange.language, documentTitle: "\(title): \(service)",
            watermark: exchange.portal.settings.isDemonstration ? exchange.say("paper.watermark") : nil)
    }

    /// - Parameter instant: when it was made, as the file says.
    func pdf(at instant: Instant) async throws -> Data { try await LetterPress().pdf(letter, createdAt: instant) }
}

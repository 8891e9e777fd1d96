import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

/// Every service in every region, as a visitor finds it.
@Suite("A walk over all services of all regions", .timeLimit(.minutes(10)))
struct ServiceWalkTests {
    private static let regions = Town.catalogue?.regions.map(\.slug.text) ?? []

    /// Where links of the page lead within the portal, without what is behind a sign and what only changes the language.
    private static func links(_ page: String) -> Set<String> {
        Set(
            page.matches(of: /(?:href|src|action)="(\/[^"#]*)/).map { String($0.1).replacing("&amp;", with: "&") }
                .filter { !$0.contains("bahasa=") })
    }

    @Test("Its page says how the errand ends, in both languages, and where it is not offered there is a way on", arguments: regions)
    func pages(slug: String) async throws {
        let catalogue = try #require(Town.catalogue)
        let region = try #require(RegionSlug(slug).flatMap(catalogue.region))
        let town = try await Town.open(regions: [slug])
        let visitor = town.visitor()
        var links: Set<String> = []
        #expect(catalogue.services.count == 17)
        for service in catalogue.services {
            for language in Language.allCases {
                visitor.setCookie(Portal.languageCookieName, language.rawValue)
                let page = try await visitor.get("/\(slug)/layanan/\(service.code)")
                guard region.offers(service.code) else {
                    #expect(page.status == 404 && page.text.contains("href=\"/\(slug)"), "\(service.code): a way on")
                    continue
                }
                #expect(page.status == 200 && page.text.contains("<html lang=\"\(language.rawValue)\">"), "\(service.code) in \(language)")
                #expect(page.text.contains("<h1>\(htmlEscaped(service.title.text(in: language)))</h1>\n<p class=\"ending\">"))
                let line = try #require(page.text.firstMatch(of: /<p class="ending">(.*)<\/p>/)?.1)
                let kind: [LocalizedText] =
                    switch service.ending {
                    case .paper: [LocalizedText(indonesian: catalogue.words.sentence("ending.paper", in: language))]
                    case .handover(let product): [product]
                    case .handoff(let handoff): [handoff.system]
                    }
                #expect(kind.allSatisfy { line.contains(htmlEscaped($0.text(in: language))) }, "\(service.code): \(line)")
                links.formUnion(Self.links(page.text))
            }
        }
        #expect(links.count > region.services.count)
        for link in links.sorted() where !link.hasPrefix("/\(slug)/keluar") {
            let answer = try await visitor.get(link)
            #expect(answer.status == 200, "\(link): \(answer.status)")
        }
        try await town.leave()
    }

    @Test("A service whose fee nobody knows is described, says so on its first line, and cannot be begun here")
    func unknownFee() async throws {
        let catalogue = try #require(Town.catalogue)
        let service = try #require(catalogue.services.first { !$0.isElsewhere && !$0.fee.isKnown })
        let slug = try #require(catalogue.regions.first { $0.offers(service.code) && $0.offers("skck") }).slug.text
        let town = try await Town.open(regions: [slug])
        let siti = try await town.siti(in: slug)
        let page = try await siti.visitor.get("/\(slug)/layanan/\(service.code)")
        let product = try #require(service.product).indonesian
        let agency = try #require(catalogue.agencies[service.agency]).name.indonesian
        #expect(page.text.contains(town.say("ending.atCounter", ["product": product, "agency": agency])))
        #expect(!page.text.contains(town.say("service.start")) && !page.text.contains(town.say("service.upload")))
        let forced = try await siti.visitor.submit(
            ["service": service.code], to: "/\(slug)/permohonan", from: try await siti.visitor.get("/\(slug)/layanan/skck"))
        #expect(forced.status >= 400 && forced.status < 500)
        #expect(try await siti.visitor.get("/\(slug)/permohonan").text.contains("/permohonan/") == false, "nothing was begun")
        try await town.leave()
    }
}

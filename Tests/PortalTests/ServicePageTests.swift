import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("A service's page")
struct ServicePageTests {
    private static let codes = Town.catalogue?.services.map(\.code) ?? []
    private static let formCodes = Town.catalogue?.services.filter { !$0.isElsewhere }.map(\.code) ?? []

    private static func region(_ slug: String) throws -> RegionManifest {
        try #require(RegionSlug(slug).flatMap { Town.catalogue?.region($0) })
    }

    /// The first region that offers it.
    private static func place(of code: String) throws -> String {
        let regions = try #require(Town.catalogue).regions.filter { $0.offers(code) }.map(\.slug.text).sorted()
        return regions.contains(Town.first) ? Town.first : try #require(regions.first)
    }

    private static func offer(_ code: String, _ slug: String = Town.first) throws -> ServiceDefinition {
        let catalogue = try #require(Town.catalogue)
        return try #require(catalogue.service(code)).offered(in: try #require(RegionSlug(slug).flatMap(catalogue.region)))
    }

    @Test("One box above the button says what ends here, what is left for the counter and what the document is", arguments: formCodes)
    func outcome(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let outcome = try #require(try Self.offer(code, place).front.outcome)
        let page = try await town.visitor().get("/\(place)/layanan/\(code)")
        let box = try #require(page.text.range(of: "class=\"panel outcome\"")?.upperBound)
        let end = try #require(page.text.range(of: "</dl>", range: box..<page.text.endIndex)?.lowerBound)
        let start = page.text.range(of: town.say("service.start"))?.lowerBound
        #expect((start != nil) == (try Self.offer(code, place).takesRequests))
        let button = start ?? page.text.endIndex
        let told = page.text[box..<end]
        #expect(end < button && page.text.components(separatedBy: "class=\"panel outcome\"").count == 2)
        #expect(told.contains(htmlEscaped(outcome.here.indonesian)) && told.contains(htmlEscaped(outcome.document.indonesian)))
        #expect(told.contains(town.say("service.atCounter")) == (outcome.counter != nil))
        if let counter = outcome.counter { #expect(told.contains(htmlEscaped(counter.indonesian))) }
        try await town.leave()
    }

    @Test(
        "What is uploaded here stands apart from what is brought to the counter",
        arguments: Town.catalogue?.services.filter(\.takesRequests).map(\.code) ?? [])
    func papers(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let offer = try Self.offer(code, place)
        let page = try await town.visitor().get("/\(place)/layanan/\(code)")
        let upload = try #require(page.text.range(of: "<h2>\(town.say("service.upload"))</h2>")?.upperBound)
        let bring = try #require(
            page.text.range(of: "<h2>\(town.say("service.bring"))</h2>", range: upload..<page.text.endIndex)?.upperBound)
        let end = try #require(page.text.range(of: "<h2>\(town.say("service.channels"))</h2>")?.lowerBound)
        for attachment in offer.attachments { #expect(page.text[upload..<bring].contains(htmlEscaped(attachment.label.indonesian))) }
        for paper in offer.requirements { #expect(page.text[bring..<end].contains(htmlEscaped(paper.indonesian))) }
        let isVisitNeeded = offer.front.outcome?.counter != nil
        #expect(page.text[bring..<end].contains(town.say(isVisitNeeded ? "service.bringAlways" : "service.bringInPerson")))
        try await town.leave()
    }

    @Test("Its first line says how the errand ends, in both languages", arguments: codes)
    func ending(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let offer = try Self.offer(code, place)
        let visitor = town.visitor()
        for language in [Language.indonesian, .english] {
            visitor.setCookie(Portal.languageCookieName, language.rawValue)
            let page = try await visitor.get("/\(place)/layanan/\(code)")
            let line = try #require(page.text.firstMatch(of: /<\/h1>\n<p class="ending">(.*)<\/p>/)?.1)
            switch offer.ending {
            case .paper: #expect(line == htmlEscaped(town.portal.catalogue.words.sentence("ending.paper", in: language)))
            case .handover(let product):
                let agency = try #require(town.portal.catalogue.agencies[offer.agency]?.name.text(in: language))
                #expect(line.contains(htmlEscaped(product.text(in: language))) && line.contains(htmlEscaped(agency)))
            case .handoff(let handoff): #expect(line.contains(htmlEscaped(handoff.system.text(in: language))))
            }
        }
        try await town.leave()
    }

    @Test(
        "What is done in another system has its steps and no button, is told so in the list, and cannot be begun by force",
        arguments: codes.filter { !formCodes.contains($0) })
    func elsewhere(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let offer = try Self.offer(code, place)
        guard case .handoff(let handoff) = offer.ending else { return }
        let citizen = Citizen(visitor: town.visitor(), base: "/\(place)", town: town)
        try await citizen.signIn()
        let siti = citizen.visitor
        let page = try await siti.get("/\(place)/layanan/\(code)")
        var found = page.text.startIndex
        for step in handoff.steps {
            found = try #require(
                page.text.range(of: htmlEscaped(step.indonesian), range: found..<page.text.endIndex)?.upperBound, "in their order")
        }
        #expect(!page.text.contains(town.say("service.start")) && !page.text.contains(town.say("service.upload")))
        let list = try await siti.get("/\(place)/layanan").text
        #expect(list.contains(town.say("ending.elsewhere", ["system": handoff.system.indonesian])))
        let forced = try await siti.submit(
            ["service": code], to: "/\(place)/permohonan", from: try await siti.get("/\(place)/layanan/skck"))
        #expect(forced.status == 409 && forced.text.contains(htmlEscaped(handoff.system.indonesian)))
        try await town.leave()
    }

    @Test("What no source confirms is named once, at the foot, with the day of the check, in both languages", arguments: codes)
    func unconfirmed(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let offer = try Self.offer(code, place)
        let visitor = town.visitor()
        let region = try Self.region(place)
        let isChosen = region.isAssumed("services.\(code)")
        let parts = ServicePart.allCases.filter { $0 != .validity && offer.isDoubtful($0) }
        // Of two files that were looked up the earlier day is told.
        let days = [isChosen ? region.front.checkedOn : nil, parts.isEmpty ? nil : offer.front.checkedOn].compactMap(\.self)
        for language in [Language.indonesian, .english] {
            visitor.setCookie(Portal.languageCookieName, language.rawValue)
            let page = try await visitor.get("/\(place)/layanan/\(code)")
            #expect(page.text.components(separatedBy: "class=\"unconfirmed\"").count == (days.isEmpty ? 1 : 2))
            guard let first = days.min() else { continue }
            let told = page.text[try #require(page.text.range(of: "class=\"unconfirmed\"")?.upperBound)...].prefix { $0 != "\n" }
            #expect(told.contains(Wording().dayOfYear(first, in: language)))
            for part in ServicePart.allCases where part != .validity {
                let name = town.portal.catalogue.words.sentence("unconfirmed.part.\(part.rawValue)", in: language)
                #expect(told.contains(htmlEscaped(name)) == offer.isDoubtful(part), "\(part): \(told)")
            }
        }
        try await town.leave()
    }

    @Test("Where everything is confirmed nothing is said at the foot, and a doubt of the region is the region's alone")
    func confirmed() async throws {
        let resources = try OwnResources()
        try resources.change("Services/skck.yaml", "\nassumed: [", to: "\nassumed: [] # ")
        try resources.change("Regions/\(Town.other).yaml", "\n  skck: {}", to: "\n  skck: {working_days: 4, assumed: true}")
        for slug in [Town.first, Town.other] {
            // A region's doubt whether it offers the service is no doubt about its promise.
            let names = try Self.region(slug).assumed.contains("services") ? ", services]" : "services.skck, "
            try resources.change("Regions/\(slug).yaml", names, to: names.hasPrefix(",") ? "]" : "")
        }
        let town = try await Town.open(regions: [Town.first, Town.other], resources: resources.folder)
        #expect(try await !town.visitor().get("/\(Town.first)/layanan/skck").text.contains("class=\"unconfirmed\""))
        let page = try await town.visitor().get("/\(Town.other)/layanan/skck").text
        let doubted = page[try #require(page.range(of: "class=\"unconfirmed\"")?.upperBound)...].prefix { $0 != "\n" }
        #expect(doubted.contains(town.say("unconfirmed.part.promise")) && !doubted.contains(town.say("unconfirmed.part.channels")))
        try await town.leave()
        try resources.remove()
    }

    @Test("What is printed tells region, building, address and the page's own address, and hours where they are known")
    func printed() async throws {
        let known = try #require(Town.catalogue?.regions.first { !$0.hours.isEmpty && $0.building.address != nil })
        let unknown = try #require(Town.catalogue?.regions.first { $0.hours.isEmpty })
        let town = try await Town.open(
            regions: [known.slug.text, unknown.slug.text], environment: ["MPP_PUBLIC_ADDRESS": "https://mpp.contoh.id"])
        for region in [known, unknown] {
            let page = try await town.visitor().get("/\(region.slug)/layanan/skck")
            let printed = page.text[try #require(page.text.range(of: "class=\"printed\"")?.upperBound)...]
            for words in [region.name, region.building.name, region.building.address, "https://mpp.contoh.id/\(region.slug)/layanan/skck"] {
                if let words { #expect(printed.contains(htmlEscaped(words)), "\(words)") }
            }
            #expect(printed.contains("<dt>Senin</dt>") == !region.hours.isEmpty)
        }
        try await town.leave()
    }
}

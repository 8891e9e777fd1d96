import Catalogue
import Documents
import Foundation
import Kernel
import Notifications
import Paper
import Testing

@testable import Portal

/// Nothing that no source confirms is told as if it were known.
@Suite("What no source confirms", .timeLimit(.minutes(10)))
struct UnconfirmedTests {
    private static let regions = Town.catalogue?.regions.map(\.slug.text) ?? []

    /// Something that a page may tell, and the words of its mark.
    private struct Claim {
        let values: [String]
        let mark: String
        let isAssumed: Bool

        /// Whether a page tells it without its mark.
        func isBare(in text: String, _ marks: String) -> Bool {
            isAssumed && values.contains { text.contains(htmlEscaped($0)) } && !marks.contains(htmlEscaped(mark))
        }
    }

    /// What the page says of its doubts, all of it.
    private static func marks(_ text: String, _ words: Words, _ language: Language) -> String {
        let beginnings = ["unconfirmed.undated", "unconfirmed.choice", "unconfirmed.choiceBut"].map { key in
            String(words.sentence(key, in: language, ["parts": "\u{0}", "services": "\u{0}"]).prefix { $0 != "\u{0}" })
        }
        return text.split(separator: "<").compactMap { piece -> String? in
            let told = piece.split(separator: ">", maxSplits: 1).last.map(String.init) ?? ""
            return beginnings.contains(where: told.contains) ? told : nil
        }.joined(separator: "\n")
    }

    private static func claims(of region: RegionManifest, _ words: Words, _ language: Language) -> [Claim] {
        func claim(_ field: String, _ values: [String?]) -> Claim {
            Claim(
                values: values.compactMap(\.self), mark: words.sentence("unconfirmed.part.\(field)", in: language),
                isAssumed: region.isAssumed(field))
        }
        let hours = region.hours.values.joined().map { Wording().hours($0, in: language) }
        return [
            claim("building.name", [region.building.name]), claim("building.address", [region.building.address]), claim("hours", hours),
            claim("counters", region.counters.map { $0.name.text(in: language) }),
            claim("contact", [region.front.contact?.phone, region.front.contact?.email]),
        ]
    }

    /// What the service's own page and its standard tell of it.
    /// - Parameter hasUploads: whether the page has the list of files; many are called like papers that are shown to an officer.
    private static func claims(
        of offer: ServiceDefinition, _ catalogue: Catalogue, _ language: Language, hasUploads: Bool
    ) -> [Claim] {
        let words = catalogue.words
        func claim(_ part: ServicePart, _ values: [String], _ fields: [String]) -> Claim {
            Claim(
                values: values, mark: words.sentence("unconfirmed.part.\(part.rawValue)", in: language),
                isAssumed: fields.contains(where: offer.isAssumed))
        }
        var steps: [String] = []
        if case .handoff(let handoff) = offer.ending { steps = handoff.steps.map { $0.text(in: language) } }
        let fee = offer.fee.range.map { $0.lowerBound == .zero ? words.sentence("fee.free", in: language) : $0.lowerBound.formatted }
        let days = offer.promise.workingDays.map { words.sentence("promise.days", in: language, ["days": String($0)]) }
        return [
            claim(.summary, [offer.summary.text(in: language)], ["summary"]),
            claim(.agency, [catalogue.agencies[offer.agency]?.name.text(in: language)].compactMap(\.self), ["agency"]),
            claim(.outcome, [offer.front.outcome?.here.text(in: language)].compactMap(\.self), ["outcome"]),
            claim(.fee, [fee].compactMap(\.self), ["fee"]), claim(.promise, [days].compactMap(\.self), ["promise"]),
            claim(.steps, steps, ["ending.handoff.steps"]),
            claim(.channels, offer.channels.values.map { $0.text(in: language) }, offer.channels.keys.map { "channels.\($0.rawValue)" }),
            claim(.requirements, offer.requirements.map { $0.text(in: language) }, ["requirements"]),
            claim(
                .attachments, hasUploads ? offer.attachments.map { $0.label.text(in: language) } : [],
                offer.attachments.map { "attachments.\($0.name)" }),
            claim(.legalBasis, offer.legalBasis, ["legal_basis"]),
        ]
    }

    @Test("No page for visitors tells an assumed thing without its mark, in both languages", arguments: regions)
    func everyPage(slug: String) async throws {
        let catalogue = try #require(Town.catalogue)
        let region = try #require(RegionSlug(slug).flatMap(catalogue.region))
        let offers = catalogue.services.filter { region.offers($0.code) }.map { $0.offered(in: region) }
        let town = try await Town.open(regions: [slug])
        let visitor = town.visitor()
        for language in Language.allCases {
            visitor.setCookie(Portal.languageCookieName, language.rawValue)
            let regional = Self.claims(of: region, catalogue.words, language)
            for path in ["/", "/\(slug)", "/\(slug)/layanan"] {
                let text = try await visitor.get(path).text
                let marks = Self.marks(text, catalogue.words, language)
                for claim in regional { #expect(!claim.isBare(in: text, marks), "\(path) in \(language): \(claim.mark)") }
                guard path != "/" else { continue }
                for offer in offers { check(offer, inList: text, marks, region, catalogue.words, language) }
            }
            for offer in offers {
                for path in ["/\(slug)/layanan/\(offer.code)", "/\(slug)/layanan/\(offer.code)/standar"] {
                    let text = try await visitor.get(path).text
                    let marks = Self.marks(text, catalogue.words, language)
                    for claim in regional
                        + Self.claims(of: offer, catalogue, language, hasUploads: offer.takesRequests && path.hasSuffix(offer.code))
                    {
                        #expect(!claim.isBare(in: text, marks), "\(path) in \(language): \(claim.mark)")
                    }
                    let service = catalogue.words.sentence("unconfirmed.part.service", in: language)
                    #expect(marks.contains(service) == region.isAssumed("services.\(offer.code)"), "\(path) in \(language)")
                }
            }
        }
        try await town.leave()
    }

    /// In a list the fee is always told; a promise without a source is not, and which services are a choice is said once.
    private func check(
        _ offer: ServiceDefinition, inList text: String, _ marks: String, _ region: RegionManifest, _ words: Words, _ language: Language
    ) {
        let title = offer.title.text(in: language)
        let fee = htmlEscaped(words.sentence("unconfirmed.feeOf", in: language, ["service": title]))
        #expect(marks.contains(fee) == offer.isAssumed("fee"), "\(offer.code) in \(language)")
        let line = text.components(separatedBy: "/layanan/\(offer.code)\"").dropFirst().first?.components(separatedBy: "</li>").first ?? ""
        #expect(!line.isEmpty, "\(offer.code) is in the list")
        if let days = offer.promise.workingDays, offer.isAssumed("promise") {
            #expect(!line.contains(words.sentence("promise.days", in: language, ["days": String(days)])), "\(offer.code) in \(language)")
        }
        let all = words.sentence("unconfirmed.choice", in: language)
        let isChosen = region.isAssumed("services.\(offer.code)")
        #expect(isChosen == (marks.contains(all) || marks.contains(htmlEscaped(title)) && !marks.contains(fee)) || offer.isAssumed("fee"))
        #expect(!isChosen || text.components(separatedBy: "class=\"unconfirmed\"").count == 2, "it is said once")
    }

    @Test("What is offered by choice is told apart from what a source names, and says nothing of fee and promise")
    func choice() throws {
        let catalogue = try #require(Town.catalogue)
        let words = catalogue.words
        let region = try #require(
            catalogue.regions.first { !$0.isAssumed("services") && $0.assumed.contains { $0.hasPrefix("services.") } })
        let offers = catalogue.services.filter { region.offers($0.code) }
        let (chosen, named) = (
            offers.filter { region.isAssumed("services.\($0.code)") }, offers.filter { !region.isAssumed("services.\($0.code)") }
        )
        #expect(!chosen.isEmpty && !named.isEmpty)
        var doubts = Doubts(words, .indonesian)
        doubts.addChoice(of: offers, in: region)
        let text = try #require(doubts.text)
        #expect(chosen.allSatisfy { text.contains($0.title.indonesian) } && !named.contains { text.contains($0.title.indonesian) })
        var none = Doubts(words, .indonesian)
        none.addChoice(of: named, in: region)
        for service in named { none.addOffer(of: service, in: region) }
        #expect(none.text == nil)
        let free = try #require(chosen.first { !$0.isAssumed("fee") && !$0.isAssumed("promise") })
        var offer = Doubts(words, .indonesian)
        offer.addOffer(of: free, in: region)
        offer.add(free, [.fee, .promise])
        let told = try #require(offer.text)
        #expect(!told.contains(words.sentence("unconfirmed.part.fee", in: .indonesian) + ","))
        #expect(!told.contains(words.sentence("unconfirmed.part.promise", in: .indonesian)))
    }

    /// The SKCK with all that it tells assumed, or with none of it.
    private static func resources(isAssumed: Bool) throws -> OwnResources {
        let resources = try OwnResources()
        try resources.change(
            "Services/skck.yaml", "\nassumed: [", to: isAssumed ? "\nassumed: [fee, agency, paper.validity_months, " : "\nassumed: [] # ")
        if !isAssumed { try resources.change("Regions/\(Town.first).yaml", "\nassumed: [", to: "\nassumed: [] # ") }
        return resources
    }

    @Test("From the last look to the verified paper a fee, a promise and a letterhead keep their marks", arguments: [true, false])
    func errand(isAssumed: Bool) async throws {
        let resources = try Self.resources(isAssumed: isAssumed)
        let town = try await Town.open(resources: resources.folder)
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let words = town.portal.catalogue.words
        let (fee, promise) = (town.say("unconfirmed.part.fee"), town.say("unconfirmed.part.promise"))
        func marks(_ path: String) async throws -> String {
            Self.marks(try await siti.visitor.get(siti.base + path).text, words, .indonesian)
        }
        let draft = try await siti.startDraft("skck")
        let place = "/permohonan/\(draft)"
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        #expect(try await marks("\(place)/periksa").contains(fee) == isAssumed)
        try await siti.submit(draft)
        #expect(try await marks("\(place)/bayar").contains(fee) == isAssumed)
        try await siti.pay(draft)
        try await town.settle()
        let page = try await marks(place)
        #expect(page.contains(fee) == isAssumed && page.contains(promise) == isAssumed)
        let due = "24 November 2026 \(town.say("unconfirmed.mark"))"
        let progress = try await siti.visitor.get("\(siti.base)/lacak?nomor=2026-00001").text
        #expect(progress.contains("24 November 2026") && progress.contains(due) == isAssumed)
        let mails = try await town.island(Town.first).notifications.demoMailbox(limit: 50)
        let received = try #require(mails.first { $0.template == "request_received" })
        #expect(received.body.contains("24 November 2026") && received.body.contains(due) == isAssumed)
        let bill = try #require(mails.first { $0.template == "payment_requested" })
        #expect(bill.body.contains("Rp30.000 \(town.say("unconfirmed.mark"))") == isAssumed)

        let island = try town.island(Town.first)
        let id = try #require(Identifier(draft))
        let applicant = Principal.citizen(id: try await island.documents.request(id, by: .platform(name: "test")).applicant)
        let request = try await island.documents.request(id, by: applicant)
        let history = try await island.documents.history(of: id, by: applicant)
        let foot = try island.requestLetters.letter(of: request, history, nik: nil, officer: nil, isPaid: true).letter.footer
        for part in ["fee", "promise", "agency", "capital"] {
            #expect(foot.contains(words.sentence("unconfirmed.part.\(part)", in: .indonesian)) == isAssumed, "\(part): \(foot)")
        }

        // Whoever works with it is told the same: what was paid, and how much of the promised time is left, on a list too.
        let agus = try await town.agus()
        let cashier = try await DemonstrationStaff.signIn("kasir", town, siti.base)
        let review = Self.marks(try await agus.visitor.get("\(siti.base)/petugas/permohonan/\(draft)").text, words, .indonesian)
        #expect(review.contains(fee) == isAssumed && review.contains(promise) == isAssumed)
        let list = Self.marks(try await agus.visitor.get("\(siti.base)/petugas").text, words, .indonesian)
        #expect(list.contains(promise) == isAssumed && !list.contains(fee))
        let taken = Self.marks(try await cashier.get("\(siti.base)/kas/tagihan/\(draft)").text, words, .indonesian)
        #expect(taken.contains(fee) == isAssumed && !taken.contains(promise))

        try await agus.approve(draft)
        try await town.settle()
        let link = try #require(try await siti.visitor.get(siti.base + place).text.firstMatch(of: /href="([^"]*\/verifikasi\/[^"]+)"/)?.1)
        let verified = Self.marks(try await town.visitor().get(String(link)).text, words, .indonesian)
        #expect(verified.contains(town.say("unconfirmed.part.agency")) == isAssumed)
        #expect(verified.contains(town.say("unconfirmed.part.validity")) == isAssumed)
        try await town.leave()
        try resources.remove()
    }
}

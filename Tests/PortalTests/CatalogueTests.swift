import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

/// The real data files: each loads, and says what pages and messages need.
@Suite("The real data files")
struct CatalogueTests {
    private static let catalogue = Catalogue.read(Town.resources)
    static let regions = (catalogue.catalogue?.regions ?? []).map(\.slug.text)
    static let services = (catalogue.catalogue?.services ?? []).map(\.code)

    @Test("No data file has a fault")
    func noFileHasAFault() {
        #expect(Self.catalogue.faults.map { $0.text(in: .english) } == [])
        #expect(Self.regions.count == 21 && Self.services.count == 17)
    }

    @Test("A region offers services that its counters serve", arguments: regions)
    func aRegionOffersServicesThatItsCountersServe(slug: String) throws {
        let catalogue = try #require(Self.catalogue.catalogue)
        let region = try #require(RegionSlug(slug).flatMap(catalogue.region))
        #expect(!region.services.isEmpty && !region.sources.isEmpty)
        for code in region.services.keys {
            #expect(region.counters.contains { $0.services.contains(code) }, "\(code) has no counter")
        }
    }

    @Test("A service says what it needs, costs and takes", arguments: services)
    func aServiceSaysWhatItNeedsCostsAndTakes(code: String) throws {
        let service = try #require(Self.catalogue.catalogue?.service(code))
        #expect(!service.requirements.isEmpty && !service.legalBasis.isEmpty && !service.sources.isEmpty)
        #expect(service.channels[.direct] != nil)
        #expect(service.takesRequests == (service.channels[.electronic] != nil) || service.isElsewhere)
        #expect((service.promise.workingDays ?? 1) >= 1)
        if let paper = service.paper { #expect(paper.shows.contains(paper.holder)) }
        #expect(service.isElsewhere == (service.paper == nil))
    }

    @Test(
        "Every message that the portal sends is there",
        arguments: [
            "sign_in_code", "request_submitted", "payment_requested", "request_received", "request_returned", "request_resubmitted",
            "request_approved", "request_issued", "request_revoked", "request_refused",
            "request_withdrawn", "request_deemed", "request_expiring", "request_expired", "request_preparing", "request_ready",
            "request_collected", "request_reissued", "contact_changed", "gathered",
            "request_late", "payment_held", "payment_given_back",
        ])
    func everyMessageThatThePortalSendsIsThere(name: String) throws {
        let template = try #require(Self.catalogue.catalogue?.messages[name])
        let known: Set = [
            "service", "region", "number", "reason", "remark", "parts", "amount", "code", "link", "due", "subject", "product", "newest",
            "earlier",
            "request", "replaces",
        ]
        #expect(template.placeholders.isSubset(of: known))
    }

    @Test("Every sentence that the sources name is in the words")
    func everySentenceThatTheSourcesNameIsInTheWords() throws {
        let words = try #require(Self.catalogue.catalogue).words.all[.indonesian] ?? [:]
        let root = Town.resources.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var missing: [String] = []
        for folder in ["Apps", "Modules"] {
            let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
            while let name = files?.nextObject() as? String {
                guard name.hasSuffix(".swift"), !name.contains("Tests/") else { continue }
                let source = try String(contentsOf: root.appendingPathComponent(folder).appendingPathComponent(name), encoding: .utf8)
                for match in source.matches(of: /"((?:problem|field|title|audit)\.[A-Za-z_.\-]*[A-Za-z])"/)
                where words[String(match.1)] == nil {
                    missing.append("\(name): \(match.1)")
                }
            }
        }
        #expect(missing == [], "Write the sentence in Words/id.yaml and Words/en.yaml")
    }
}

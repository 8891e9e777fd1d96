import Catalogue
import Documents
import Foundation
import Kernel
import Notifications
import Testing

@testable import Portal

@Suite("A promise that is missed, and one that hangs on an answer, on the pages", .timeLimit(.minutes(15)))
struct MissedPromiseTests {
    @Test("Officers and Ibu Ratna read in words how near the end is; Siti is told once that it was missed, and Dewi of nothing")
    func missed() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let request = try await siti.submitPaidSKCK()
        let island = try town.island(Town.first)
        let id = try #require(Identifier(request))
        let standing = try await island.documents.request(id, by: .platform(name: "tests"))
        let due = try #require(standing.dueAt)
        let number = try #require(standing.number?.text)
        func rounds() async throws -> Int {
            for _ in 0..<2 {
                while try await island.documents.escalate() > 0 {}
                try await town.settle()
            }
            return try await town.told().count { $0 == "request_late" }
        }

        #expect(try await rounds() == 0)
        #expect(try await !town.ratna().get("\(siti.base)/admin").text.contains(town.say("admin.pressing")))
        town.clock.set(due)
        #expect(try await rounds() == 0)
        var agus = try await town.agus()
        let word = town.say("worklist.near", ["time": town.say("worklist.today")])
        for query in ["", "?tenggat=hampir"] {
            #expect(try await agus.visitor.get("\(agus.base)/petugas\(query)").text.contains(">\(word)</span>"), "\(query)")
        }
        #expect(try await !agus.visitor.get("\(agus.base)/petugas?tenggat=terlambat").text.contains("Siti Rahmawati"))
        let nearly = try await town.ratna().get("\(siti.base)/admin").text
        #expect(nearly.contains(town.say("admin.pressing")) && nearly.contains("\(number) · ") && nearly.contains(">\(word)</strong>"))

        town.clock.set(due.advanced(bySeconds: 1))
        #expect(try await rounds() == 1)
        agus = try await town.agus()
        let late = town.say("worklist.late", ["days": "1"])
        #expect(try await agus.visitor.get("\(agus.base)/petugas?tenggat=hampir").text.contains(">\(late)</span>"))
        #expect(try await town.ratna().get("\(siti.base)/admin").text.contains(">\(late)</strong>"))
        #expect(try await town.audited(about: request).suffix(2) == ["request.near", "request.late"])
        let inbox = try await town.siti().visitor.get("\(siti.base)/pesan").text
        let title = try #require(town.portal.catalogue.service("skck")?.title.indonesian)
        #expect(inbox.contains("Terlambat: \(title)"))
        #expect(try await !town.dewi().visitor.get("\(dewi.base)/pesan").text.contains("Terlambat"))
        try await town.leave()
    }

    @Test("The page of the passport says how long each choice takes, and the list of services does not guess")
    func rows() async throws {
        let region = try #require(Town.catalogue?.regions.first { $0.services["paspor"].map { $0.promised == nil } == true })
        let town = try await Town.open(regions: [region.slug.text])
        let offer = try #require(town.portal.catalogue.service("paspor"))
        let page = try await town.visitor().get("/\(region.slug)/layanan/paspor").text
        #expect(page.contains(town.say("promise.byAnswer")) && page.contains(town.say("service.times")))
        let start = try #require(offer.question("visit_date")?.noun.indonesian.lowercased())
        let times = [
            town.say("promise.from", ["time": town.say("promise.days", ["days": "4"]), "start": start]),
            town.say("promise.sameDayFrom", ["start": start]),
        ]
        let labels = try #require(offer.question("service_speed")?.options.map(\.label.indonesian))
        for (label, time) in zip(labels, times) { #expect(page.contains("<dt>\(label)</dt><dd>\(time)</dd>"), "\(label)") }
        try await town.leave()
    }
}

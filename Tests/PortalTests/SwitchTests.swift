internal import Storage

import Catalogue
import Documents
import Foundation
import Kernel
import Testing

@testable import Portal

/// Ibu Ratna closes a service for a while and opens it again, and answers for it.
@Suite("The switch on the page of Ibu Ratna")
struct SwitchTests {
    private static let reason = "Alat rekam sidik jari sedang diperbaiki"

    private func flip(_ ratna: Visitor, to state: String, reason: String = SwitchTests.reason) async throws -> Visitor.Answer {
        let page = try await ratna.get("/\(Town.first)/admin")
        return try await ratna.submit(
            ["state": state, "reason": reason], to: "/\(Town.first)/admin/layanan/skck/saklar", from: page)
    }

    @Test("A closed service takes nothing new, and finishes what runs")
    func aClosedServiceTakesNothingNewAndFinishesWhatRuns() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let page = "/\(Town.first)/layanan/skck"
        let siti = try await town.siti()
        let running = try await siti.submitPaidSKCK()
        let bambang = try await town.bambang()
        let draft = try await bambang.startDraft("skck")
        try await bambang.answer(draft, Citizen.skckAnswers)
        try await bambang.attachPhoto(to: draft)
        // The page has been looked at before, so it is kept in memory.
        #expect(!(try await town.visitor().get(page).text.contains(Self.reason)))

        let ratna = try await town.ratna()
        let closed = try await flip(ratna, to: "off")
        #expect(closed.status == 200 && closed.text.contains(Self.reason))

        // Everybody reads it at once; the other region does not know of it.
        let seen = try await town.visitor().get(page)
        #expect(seen.text.contains(Self.reason) && !seen.text.contains("masuk?lanjut="))
        #expect(!(try await town.visitor().get("/\(Town.other)/layanan/skck").text.contains(Self.reason)))

        // What is new is refused in clear words, and the draft stays as it was.
        let refused = try await bambang.submit(draft)
        let title = try #require(town.portal.catalogue.service("skck")).title.indonesian
        #expect(refused.status == 409 && refused.text.contains(town.say("problem.service.off", ["service": title])))
        #expect(try await bambang.visitor.get("/\(Town.first)/permohonan/\(draft)/isian").text.contains("Genteng"))

        // What runs goes on to its end.
        let agus = try await town.agus()
        _ = try await agus.approve(running)
        try await town.settle()
        #expect(try await siti.visitor.get("/\(Town.first)/permohonan/\(running)").text.contains(town.say("status.preparing.label")))

        // And on again.
        _ = try await flip(ratna, to: "on", reason: "Alat sudah kembali")
        #expect(!(try await town.visitor().get(page).text.contains(Self.reason)))
        #expect(try await bambang.submit(draft).path.hasSuffix("/bayar"))
        #expect(try await town.audited(about: "skck").filter { $0.hasPrefix("service.") }.count == 2)
        try await town.leave()
    }

    /// Siti had the page open before it was closed; its button is still on her screen.
    @Test("A page from before the service was closed starts nothing")
    func aPageFromBeforeStartsNothing() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let open = try await siti.visitor.get("/\(Town.first)/layanan/skck")
        let english = try #require(town.portal.catalogue.service("skck")?.title.english)
        _ = try await flip(try await town.ratna(), to: "off")
        let refused = try await siti.visitor.submit(to: "/\(Town.first)/permohonan", from: open)
        let title = try #require(town.portal.catalogue.service("skck")).title.indonesian
        #expect(refused.status == 409 && refused.isPage)
        #expect(refused.text.contains(town.say("problem.service.off", ["service": title])))
        _ = try await siti.visitor.get("/\(Town.first)?bahasa=en")
        let foreign = try await siti.visitor.submit(to: "/\(Town.first)/permohonan", from: open)
        #expect(foreign.text.contains(english) && !foreign.text.contains(title), "The service is named in the reader's language.")
        #expect(try await siti.visitor.get("/\(Town.first)/permohonan?bahasa=id").text.contains(town.say("requests.empty")))
        try await town.leave()
    }

    @Test("A switch needs a reason")
    func aReasonIsNeeded() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let ratna = try await town.ratna()
        let answer = try await flip(ratna, to: "off", reason: "x")
        #expect(answer.status == 422 && answer.text.contains(town.say("problem.reason.length")))
        #expect(answer.text.contains(">\nx</textarea>"))
        #expect(try await town.audited(about: "skck").isEmpty)
        try await town.leave()
    }

    @Test("The operator at the console can switch a service while the server runs")
    func theOperatorAtTheConsoleCanDoItWhileTheServerRuns() async throws {
        let town = try await Town.open()
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        try await office.setSwitch("skck", isOn: false, reason: Self.reason, by: .operatorAtConsole(name: "root"))
        try office.close()
        // What the loop does twice a second.
        try await town.settle()
        #expect(try await town.visitor().get("/\(Town.first)/layanan/skck").text.contains(Self.reason))

        let entry = try #require(
            try await town.island(Town.first).database.read { tx in try tx.auditEntries(about: "skck", limit: 1) }.first)
        #expect(entry.action == "service.disabled" && entry.reason == Self.reason)
        #expect(entry.actorKind == "operator" && entry.actor == "root" && entry.at == town.clock.now)
        try await town.leave()
    }

    @Test("A region without data is not made by a question about it")
    func aRegionWithoutDataIsNotMadeByAQuestion() throws {
        let nowhere = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-nowhere-\(UUID().uuidString)")
        let settings = try PortalSettings(dataFolder: nowhere, resourcesFolder: Town.resources, environment: [:])
        #expect(throws: Problem(.notFound, "problem.data.missing")) { _ = try RegionOffice.open(Town.first, settings: settings) }
        #expect(!FileManager.default.fileExists(atPath: nowhere.path))
    }
}

internal import Catalogue
internal import Notifications

import Documents
import Foundation
import Kernel
import Storage
import Testing

@testable import Portal

/// What happened is told as it was when it happened, and to everyone whom it concerns, whatever came after.
@Suite("Reactions to what happened")
struct ReactionTests {
    @Test("A return is told in its own words, even when the request has moved on")
    func aReturnIsToldInItsOwnWordsAlsoWhenTheRequestHasMovedOn() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, agus) = (try await town.siti(), try await town.agus())
        let request = try await siti.submitPaidSKCK()
        let reason = try #require(try town.island(Town.first).offer("skck", in: town.portal.catalogue).returnReasons.first)
        try await agus.sendBack(request, reason: reason.code, remark: "Wajah terpotong.")
        // She is quick: when the loop comes to the return, the request is with the officer again and has no correction any more.
        try await siti.submit(request)
        try await town.settle()
        let told = try await town.island(Town.first).notifications.demoMailbox(limit: 2)
        #expect(told.map(\.template) == ["request_resubmitted", "request_returned"])
        #expect(told.last?.body.contains("Wajah terpotong.") == true)
        #expect(told.last?.body.contains(reason.label.indonesian) == true)
        try await town.leave()
    }

    @Test("Siti, who was erased, is told nothing, and holds up nobody")
    func oneWhoWasErasedIsToldNothingAndHoldsUpNobody() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let agus = try await town.agus()
        let (sitis, bambangs) = (try await siti.submitPaidSKCK(), try await bambang.submitPaidSKCK())
        for request in [sitis, bambangs] { try await agus.approve(request) }
        let island = try town.island(Town.first)
        let person = try await island.documents.request(try #require(Identifier(sitis)), by: .platform(name: "test")).applicant
        try await island.database.write { tx in try tx.destroyVaultKey(of: person) }
        try await town.settle()
        #expect(try await island.outbox.pending().isEmpty, "what concerned her is done")
        #expect(try await bambang.visitor.get("\(bambang.base)/permohonan/\(bambangs)").text.contains(town.say("status.preparing.label")))
        try await town.leave()
    }

    @Test("The metrics show what waits and what is dead")
    func theMetricsShowWhatWaitsAndWhatIsDead() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        func says(_ metric: String, _ count: Int) async throws -> Bool {
            try await town.portal.metricsText().contains("\(metric){region=\"\(Town.first)\"} \(count)\n")
        }
        #expect(try await says("mpp_outbox_waiting", 1))
        #expect(try await says("mpp_outbox_dead", 0))
        try await town.settle()
        #expect(try await says("mpp_outbox_waiting", 0))
        try await town.leave()
    }
}

/// What the operator does from the command line beside a server.
@Suite("The outbox at the command line")
struct OutboxCommandTests {
    @Test("A dead delivery is listed, and begins anew, from the command line")
    func aDeadDeliveryIsListedAndBeginsAnewFromTheCommandLine() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        try await town.island(Town.first).database.write { tx in
            try tx.execute("UPDATE outbox_deliveries SET died_at = :now, last_error = 'Mishap'", ["now": tx.now])
        }
        try await town.settle()
        #expect(try await town.told().isEmpty)

        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        let dead = try await office.outbox(deadOnly: true, limit: 10)
        #expect(dead.map(\.reaction) == ["tell-citizen"])
        #expect(dead.map(\.kind) == ["request.submitted"])
        #expect(dead.map(\.subject.text) == [draft])
        #expect(dead.map(\.standing) == ["dead"])
        #expect(dead.map(\.lastError) == ["Mishap"])
        let operatorAtConsole = Principal.operatorAtConsole(name: "root")
        await #expect(throws: Problem.self) { try await office.retryDead(nil, reason: "ya", by: operatorAtConsole) }
        #expect(try await office.retryDead(dead.first?.event, reason: "Surat menyurat pulih", by: operatorAtConsole) == 1)
        #expect(try await office.outbox(deadOnly: true, limit: 10).isEmpty)
        try office.close()
        try await town.settle()
        #expect(try await town.told() == ["payment_requested"])
        #expect(try await town.audited().last == "outbox.retried")
        try await town.leave()
    }
}

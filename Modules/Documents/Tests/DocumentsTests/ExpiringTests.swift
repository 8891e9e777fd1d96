import Catalogue
import Foundation
import Intake
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// Requests of the family card end five working days after they went back, and are warned of two before; those of the SKCK never do.
@Suite("What ends when its applicant does not answer")
struct ExpiringTests {
    private static func office() async throws -> Office {
        try await Office(
            catalogue: CatalogueSample.catalogue(
                familyCard: CatalogueSample.familyCard(
                    expiry: Expiry(workingDays: 5, warningDays: 2, basis: "Perda Contoh 2/2026"), workflow: .standard.expiring)))
    }

    /// Of Monday, 23 November, sent back on that day.
    private func returned(_ office: Office, _ citizen: Principal) async throws -> Identifier {
        let id = try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: citizen)
        _ = try await office.documents.saveAnswers(["full_name": "Siti Rahmawati"], of: id, by: citizen)
        _ = try await office.documents.submit(id, command: office.command(), by: citizen)
        try await sendBack(office, id)
        return id
    }

    private func sendBack(_ office: Office, _ id: Identifier) async throws {
        try await office.documents.returnForCorrection(id, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
    }

    /// The last moment of that day of November or December 2026.
    private func end(of day: Int, _ office: Office) throws -> Instant {
        let date = CivilDate(daysSince1970: 20_780 - 23 + day)
        return IndonesianZone.western.instant(date, try #require(TimeOfDay("23:59")))
    }

    private func goTo(_ instant: Instant, _ office: Office, seconds: Int = 0) {
        office.clock.advance(bySeconds: Int((instant.milliseconds - office.clock.now.milliseconds) / 1000) + seconds)
    }

    @Test("Warned of once, then ended once, not a moment before; what has no such time waits on")
    func boundary() async throws {
        let office = try await Self.office()
        let endless = try await office.requestInReview()
        try await office.documents.returnForCorrection(
            endless, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        let id = try await returned(office, office.dewi)
        let last = try end(of: 30, office)
        #expect(try await office.documents.request(id, by: office.dewi).expiresAt == last)
        #expect(try await office.documents.request(endless, by: office.siti).expiresAt == nil)
        let before = try await office.database.everyRow(of: #require(office.siti.personID))

        goTo(try end(of: 26, office), office)
        #expect(try await office.documents.expireReturned() == 0)
        office.clock.advance(bySeconds: 1)
        #expect(try await office.documents.expireReturned() == 1)
        #expect(try await office.documents.expireReturned() == 0)
        #expect(try await office.status(id) == .returned)
        #expect(try await office.documents.request(id, by: office.dewi).expiresAt == last, "a warning in time moves nothing")

        goTo(last, office)
        #expect(try await office.documents.expireReturned() == 0, "the last moment is in time")
        office.clock.advance(bySeconds: 1)
        #expect(try await office.documents.expireReturned() == 1)
        #expect(try await office.documents.expireReturned() == 0)
        #expect(try await office.status(id) == .expired)
        #expect(try await office.events().suffix(2) == ["request.expiring", "request.expired"])
        #expect(try await office.audited().filter { $0.hasPrefix("request.expir") } == ["request.expired"])
        for table in ["document_expiries", "document_corrections"] {
            #expect(try await office.count(table) == (table == "document_corrections" ? 1 : 0), "\(table)")
        }
        #expect(try await office.documents.workList(by: office.wati, WorkView(.finished)).items.map(\.id) == [id])
        let late = await problem { try await office.documents.submit(id, command: office.command(), by: office.dewi) }
        #expect(late?.messageKey == "problem.request.moved")
        #expect(try await office.database.everyRow(of: #require(office.siti.personID)) == before)
    }

    @Test("Nobody's request ends unwarned: when nothing ran for weeks, she has her days of warning still")
    func unwarned() async throws {
        let office = try await Self.office()
        let id = try await returned(office, office.siti)
        goTo(try end(of: 30, office), office, seconds: 14 * 86_400)
        // Monday, 14 December.
        #expect(try await office.documents.expireReturned() == 1)
        #expect(try await office.documents.expireReturned() == 0)
        #expect(try await office.status(id) == .returned)
        let last = try end(of: 30 + 16, office)
        #expect(try await office.documents.request(id, by: office.siti).expiresAt == last, "two working days from now")
        goTo(last, office, seconds: 1)
        #expect(try await office.documents.expireReturned() == 1)
        #expect(try await office.status(id) == .expired)
    }

    @Test("Who answers, or takes it back, has no end to fear, and a second return has its time anew")
    func answered() async throws {
        let office = try await Self.office()
        let (id, other) = (try await returned(office, office.siti), try await returned(office, office.dewi))
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        try await office.documents.withdraw(other, command: office.command(), by: office.dewi)
        #expect(try await office.count("document_expiries") == 0)
        goTo(try end(of: 30, office), office, seconds: 1)
        #expect(try await office.documents.expireReturned() == 0)
        #expect(try await office.status(id) == .inReview)
        #expect(try await office.status(other) == .withdrawn)
        try await sendBack(office, id)
        #expect(try await office.documents.request(id, by: office.siti).expiresAt == end(of: 30 + 7, office))
    }

    @Test("She begins again with all her answers, and nobody else does, nor with what did not end so")
    func again() async throws {
        let office = try await Self.office()
        let id = try await returned(office, office.siti)
        let (siti, dewi, documents) = (office.siti, office.dewi, office.documents)
        func start(_ citizen: Principal, after request: Identifier) async throws -> Identifier {
            try await documents.startDraft(
                of: "kartu-keluarga", channel: .electronic, after: request, command: office.command(), by: citizen)
        }
        #expect(await problem { try await start(siti, after: id) }?.code == .notFound, "it is with her still")
        goTo(try end(of: 26, office), office, seconds: 1)
        try await documents.expireReturned()
        goTo(try end(of: 30, office), office, seconds: 1)
        try await documents.expireReturned()
        #expect(await problem { try await start(dewi, after: id) }?.code == .notFound)
        let draft = try await start(siti, after: id)
        #expect(try await documents.request(draft, by: siti).answers == ["full_name": "Siti Rahmawati"])
        #expect(try await start(siti, after: id) == draft, "an open draft stays the one")
    }

    @Test("They are found by their indexes, however many wait")
    func plan() async throws {
        let office = try await Self.office()
        for (sql, index) in [(ExpiryStore.toWarn, "document_expiries_to_warn"), (ExpiryStore.over, "document_expiries_over")] {
            let plan = try await office.database.read { tx in
                try tx.rows("EXPLAIN QUERY PLAN \(sql)", ["before": office.clock.now, "limit": 5]).map { try $0.text("detail") }
            }
            #expect(plan.count == 1 && plan[0].contains(index), "\(plan)")
        }
    }

    @Test("The events are read and written as ever")
    func events() throws {
        let facts = RequestFacts(
            request: Identifier(at: Instant(milliseconds: 0)), applicant: Identifier(at: Instant(milliseconds: 0)), service: "skck",
            title: LocalizedText(indonesian: "SKCK"))
        let expiring = RequestExpiring(facts: facts, expiresAt: Instant(milliseconds: 5), basis: "Perda")
        #expect(try RequestExpiring(stored: expiring.storedData()) == expiring)
        #expect(try expiring.storedText().contains(#""due_at":5,"reason":"Perda""#))
        let expired = RequestExpired(facts: facts)
        #expect(try RequestExpired(stored: expired.storedData()) == expired)
    }
}

import Kernel
import Outbound
import Storage
import StorageTesting
import Testing

@testable import Notifications

/// Whatever is done to Siti's messages leaves every row of Dewi's byte for byte as it was.
@Suite("Who stands beside")
struct BystanderTests {
    let office: Office
    var siti: Principal { .citizen(id: office.siti) }
    var dewi: Principal { .citizen(id: office.dewi) }

    init() async throws { office = try await Office() }

    /// Both are told, Dewi first or last: a statement that takes any row takes the first.
    private func tellBoth(dewiIsFirst: Bool) async throws {
        if dewiIsFirst { try await office.tell(office.issuedToDewi()) }
        try await office.tell(office.issued())
        if !dewiIsFirst { try await office.tell(office.issuedToDewi()) }
    }

    @Test("Siti reads her message, and Dewi's stays unread", arguments: [true, false])
    func read(dewiIsFirst: Bool) async throws {
        try await tellBoth(dewiIsFirst: dewiIsFirst)
        let before = try await office.database.everyRow(of: office.dewi)
        let mine = try await office.notifications.inbox(of: siti)
        #expect(mine.map(\.subject) == ["SKCK terbit"])
        try await office.notifications.markRead(mine.map(\.id), by: siti)
        #expect(try await office.database.everyRow(of: office.dewi) == before)
        #expect(try await office.notifications.unreadCount(of: siti) == 0)
        #expect(try await office.notifications.unreadCount(of: dewi) == 1)
        let hers = try await office.notifications.inbox(of: dewi)
        #expect(hers.map(\.subject) == ["SKCK issued"])
        #expect(hers.map(\.body) == ["Dewi Lestari, number SKCK/2/XI/2026: https://mpp.contoh.id/permohonan/dewi"])
        await #expect(throws: Problem.notFound("")) { try await office.notifications.markRead(hers.map(\.id), by: siti) }
        #expect(try await office.database.everyRow(of: office.dewi) == before)
    }

    @Test(
        "Siti's letter leaves, and Dewi's that was put off waits as it did",
        arguments: [nil, MailFailure.refused("550"), .uncertain("lost")])
    func sent(answer: MailFailure?) async throws {
        office.postman.answer(.notSent("421 try later"), answer)
        try await office.tell(office.issuedToDewi())
        #expect(try await office.notifications.deliverDue().postponed == 1)
        let before = try await office.database.everyRow(of: office.dewi)
        try await office.tell(office.issued())
        #expect(try await office.notifications.deliverAll().count == 1)
        #expect(office.postman.letters.map(\.address) == ["dewi@contoh.id", "siti@contoh.id"])
        #expect(try await office.database.everyRow(of: office.dewi) == before)
        office.clock.advance(bySeconds: 30)
        #expect(try await office.notifications.deliverDue().sent == 1)
        #expect(office.postman.letters.last?.body.contains("Dewi Lestari") == true)
    }

    @Test("Each is told her own words at her own address", arguments: [true, false])
    func words(dewiIsFirst: Bool) async throws {
        try await tellBoth(dewiIsFirst: dewiIsFirst)
        #expect(try await office.notifications.deliverAll().sent == 2)
        for letter in office.postman.letters {
            #expect(letter.address == (letter.body.contains("Dewi") ? "dewi@contoh.id" : "siti@contoh.id"))
            #expect(letter.language == (letter.body.contains("Dewi") ? .english : .indonesian))
        }
        #expect(Set(office.postman.letters.map(\.address)).count == 2)
        let mail = try await office.notifications.demoMailbox()
        #expect(mail.map(\.to) == (dewiIsFirst ? ["siti@contoh.id", "dewi@contoh.id"] : ["dewi@contoh.id", "siti@contoh.id"]))
    }

    @Test("Siti's erasure leaves Dewi's letter on its way")
    func erased() async throws {
        try await tellBoth(dewiIsFirst: false)
        let before = try await office.database.everyRow(of: office.dewi)
        let siti = office.siti
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        #expect(try await office.database.everyRow(of: office.dewi) == before)
        let round = try await office.notifications.deliverAll()
        #expect(round.sent == 1)
        #expect(round.failed == 1)
        #expect(round.faults.isEmpty, "that she was erased is no fault")
        #expect(try await office.counts() == [.sent: 1, .failed: 1])
        #expect(office.postman.letters.map(\.address) == ["dewi@contoh.id"])
        #expect(try await office.notifications.demoMailbox().map(\.to) == ["dewi@contoh.id"])
    }
}

import Foundation
import Kernel
import Notifications
import Outbound
import Storage
import Testing

@Suite("What Siti is told")
struct TellingTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test("Siti is told the same thing once, though it is told twice")
    func twice() async throws {
        #expect(try await office.tell(office.issued()))
        var again = try office.issued()
        again.arguments["number"] = "SKCK/2/XI/2026"
        #expect(try await office.tell(again) == false)
        #expect(try await office.notifications.deliverAll().sent == 1)
        #expect(try await office.tell(again) == false)
        #expect(try await office.notifications.deliverAll().sent == 0)
        let inbox = try await office.notifications.inbox(of: .citizen(id: office.siti))
        #expect(inbox.map(\.body) == ["Siti Rahmawati, nomor SKCK/1/XI/2026: https://mpp.contoh.id/permohonan/rahasia"])
    }

    @Test("Siti is told the same thing once, though eight tell it at the same time")
    func atOnce() async throws {
        let office = office
        let message = try office.issued()
        let told = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { try await office.tell(message) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(told.filter { $0 }.count == 1)
        #expect(try await office.notifications.deliverAll().sent == 1)
    }

    @Test("A message with a hole in its sentence, or by a template that does not exist, is refused")
    func holes() async throws {
        var holed = try office.issued()
        holed.arguments["number"] = nil
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) { try await office.tell(holed) }
        var unknown = try office.issued()
        unknown.template = "tidak_ada"
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) { try await office.tell(unknown) }
        #expect(try await office.notifications.inbox(of: .citizen(id: office.siti)).isEmpty)
        #expect(try await office.tell(office.issued()))
    }

    @Test("Nobody is told anything who was erased")
    func erased() async throws {
        let siti = office.siti
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        await #expect(throws: Problem(.gone, "problem.erased")) { try await office.tell(office.issued()) }
    }

    @Test("A write that fails tells nobody anything")
    func rolledBack() async throws {
        let notifications = office.notifications
        let message = try office.issued()
        await #expect(throws: Problem(.conflict, "problem.duplicate")) {
            try await office.database.write { tx in
                try notifications.tell(message, tx)
                throw Problem(.conflict, "problem.duplicate")
            }
        }
        #expect(try await notifications.deliverAll().count == 0)
        #expect(try await notifications.demoMailbox().isEmpty)
    }

    @Test("Nothing that Siti is told lies readable on the disk")
    func sealed() async throws {
        try await office.tell(office.issued())
        try await office.notifications.deliverAll()
        #expect(try await office.notifications.demoMailbox().first?.to == "siti@contoh.id")
        let files = try FileManager.default.contentsOfDirectory(at: office.folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("mpp.sqlite") }
        #expect(files.contains { $0.lastPathComponent == "mpp.sqlite-wal" })
        var bytes = Data()
        for file in files { bytes += try Data(contentsOf: file) }
        // The key is in the clear: so the bytes searched are the right ones.
        #expect(bytes.range(of: Data("issued-1".utf8)) != nil)
        for secret in ["Siti", "Rahmawati", "siti@", "contoh.id", "SKCK/1/XI", "terbit", "nomor", "permohonan/rahasia"] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) is readable in the database")
        }
    }
}

@Suite("The inbox")
struct InboxTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test("Dewi's inbox shows nothing of Siti's, and Dewi cannot mark it")
    func another() async throws {
        try await office.tell(office.issued())
        let mine = try await office.notifications.inbox(of: .citizen(id: office.siti))
        let letter = try #require(mine.first)
        let dewi = Principal.citizen(id: Identifier(at: office.clock.now))
        #expect(try await office.notifications.inbox(of: dewi).isEmpty)
        #expect(try await office.notifications.unreadCount(of: dewi) == 0)
        await #expect(throws: Problem.notFound("")) { try await office.notifications.markRead([letter.id], by: dewi) }
        #expect(try await office.notifications.unreadCount(of: .citizen(id: office.siti)) == 1)
    }

    @Test("An inbox belongs to a citizen alone, whatever the number of the one who asks")
    func staff() async throws {
        try await office.tell(office.issued())
        let letter = try #require(try await office.notifications.inbox(of: .citizen(id: office.siti)).first)
        for other in [
            Principal.visitor, .officer(id: office.siti, agency: "polri"), .administrator(id: office.siti), .platform(name: "outbox"),
        ] {
            await #expect(throws: Problem.notFound("")) { try await office.notifications.inbox(of: other) }
            await #expect(throws: Problem.notFound("")) { try await office.notifications.markRead([letter.id], by: other) }
            #expect(try await office.notifications.unreadCount(of: other) == 0)
        }
    }

    @Test("An inbox shows the newest first, counts the unread, and keeps when one was first read")
    func reading() async throws {
        let siti = Principal.citizen(id: office.siti)
        try await office.tell(office.issued(about: office.request))
        var second = try office.issued("issued-2", about: office.dewisRequest)
        second.language = .english
        second.address = nil
        try await office.tell(second)
        let inbox = try await office.notifications.inbox(of: siti)
        #expect(inbox.map(\.subject) == ["SKCK issued", "SKCK terbit"])
        #expect(inbox.map(\.about) == [second.about, office.request])
        #expect(inbox.first?.link == "https://mpp.contoh.id/permohonan/rahasia")
        #expect(try await office.notifications.unreadCount(of: siti) == 2)
        let newest = try #require(inbox.first)
        let read = office.clock.now
        try await office.notifications.markRead([newest.id], by: siti)
        office.clock.advance(bySeconds: 60)
        try await office.notifications.markRead([newest.id], by: siti)
        #expect(try await office.notifications.unreadCount(of: siti) == 1)
        #expect(try await office.notifications.inbox(of: siti).map(\.readAt) == [read, nil])
    }

    @Test("Messages are marked all or none, in one write, and nothing is written when nothing is new")
    func markedTogether() async throws {
        let siti = Principal.citizen(id: office.siti)
        for number in 0..<5 { try await office.tell(office.issued("issued-\(number)")) }
        let inbox = try await office.notifications.inbox(of: siti).map(\.id)
        let stray = Identifier(at: office.clock.now)
        await #expect(throws: Problem.notFound("")) { try await office.notifications.markRead(inbox + [stray], by: siti) }
        #expect(try await office.notifications.unreadCount(of: siti) == 5)
        try await office.notifications.markRead(inbox, by: siti)
        #expect(try await office.notifications.unreadCount(of: siti) == 0)
        // A closed database refuses every write: without messages there is none.
        try office.database.close()
        try await office.notifications.markRead([], by: siti)
    }

    @Test("An inbox does not show what is only sent, such as a sign-in code")
    func onlySent() async throws {
        var code = try office.issued()
        code.showsInInbox = false
        try await office.tell(code)
        let siti = Principal.citizen(id: office.siti)
        #expect(try await office.notifications.inbox(of: siti).isEmpty)
        #expect(try await office.notifications.unreadCount(of: siti) == 0)
        let mail = try #require(try await office.notifications.demoMailbox().first)
        await #expect(throws: Problem.notFound("")) { try await office.notifications.markRead([mail.id], by: siti) }
    }
}

@Suite("The demo mailbox")
struct DemoMailboxTests {
    @Test("There is no demo mailbox outside a demonstration, and no unused address is kept")
    func closed() async throws {
        let office = try await Office(keepsDemoMailbox: false)
        let silent = office.service([], keepsDemoMailbox: false)
        try await office.tell(office.issued(), with: silent)
        await #expect(throws: Problem.notFound("")) { try await silent.demoMailbox() }
        // Opened later, it has nothing to show.
        #expect(try await office.service([], keepsDemoMailbox: true).demoMailbox().isEmpty)
        #expect(try await silent.inbox(of: .citizen(id: office.siti)).count == 1)
    }

    @Test("The demo mailbox shows what was said without any sender, newest first, as many as asked, the erased left out")
    func open() async throws {
        let office = try await Office()
        let silent = office.service([])
        var erased: [Identifier] = []
        for number in 0..<6 {
            var message = try office.issued("issued-\(number)")
            message.arguments["number"] = "\(number)"
            if number >= 3 {
                let code = Identifier(at: office.clock.now)
                try await office.database.write { tx in try tx.createVaultKey(for: code) }
                message.recipient = code
                erased.append(code)
            }
            try await office.tell(message, with: silent)
        }
        let gone = erased
        try await office.database.write { tx in for code in gone { try tx.destroyVaultKey(of: code) } }
        let mail = try await silent.demoMailbox(limit: 2)
        #expect(mail.map { $0.body.contains("nomor 2:") } == [true, false])
        #expect(mail.map(\.to) == ["siti@contoh.id", "siti@contoh.id"])
        #expect(try await silent.demoMailbox().count == 3)
    }
}

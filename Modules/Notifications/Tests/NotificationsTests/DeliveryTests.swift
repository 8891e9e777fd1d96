import Foundation
import Kernel
import Outbound
import Storage
import Synchronization
import Testing

@testable import Notifications

@Suite("Messages on their way", .timeLimit(.minutes(15)))
struct DeliveryTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test("A message that the mail server does not take is tried again when it is due, and arrives once")
    func transient() async throws {
        office.postman.answer(.notSent("connection refused"), .notSent("421 try later"))
        try await office.tell(office.issued())
        #expect(try await office.notifications.deliverDue().postponed == 1)
        #expect(try await office.notifications.deliverDue().count == 0)
        office.clock.advance(bySeconds: 29)
        #expect(try await office.notifications.deliverDue().count == 0)
        office.clock.advance(bySeconds: 1)
        #expect(try await office.notifications.deliverDue().postponed == 1)
        office.clock.advance(bySeconds: 59)
        #expect(try await office.notifications.deliverDue().count == 0)
        office.clock.advance(bySeconds: 1)
        #expect(try await office.notifications.deliverDue().sent == 1)
        office.clock.advance(bySeconds: 86_400)
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(Set(office.postman.letters.map(\.id)).count == 1)
        #expect(office.postman.letters.count == 3)
    }

    @Test("A message that was put off while the clock was ahead leaves at once, and one that was being sent then is uncertain")
    func fromTheFuture() async throws {
        let now = office.clock.now
        func put(_ seconds: Int, _ status: String) async throws {
            try await office.database.write { tx in
                try tx.execute(
                    "UPDATE deliveries SET status = :status, due_at = :due, leased_by = :lease",
                    [
                        "status": status, "due": tx.now.advanced(bySeconds: seconds),
                        "lease": status == "sending" ? Identifier(at: tx.now) : nil,
                    ])
                try tx.execute(
                    "UPDATE delivery_counts SET number = CASE WHEN status = :status THEN 1 ELSE 0 END", ["status": status])
            }
        }
        try await office.tell(office.issued())
        // The longest delay is 16 minutes, and a lease lasts five.
        for (seconds, status, recalled) in [
            (959, "queued", 0), (960, "queued", 0), (961, "queued", 1), (299, "sending", 0), (300, "sending", 0), (301, "sending", 1),
            (86_400, "sent", 0),
        ] {
            try await put(seconds, status)
            #expect(try await office.notifications.recallFromFuture() == recalled, "\(seconds) \(status)")
        }
        try await put(30 * 86_400, "queued")
        #expect(try await office.notifications.deliverDue().count == 0)
        try await office.notifications.recallFromFuture()
        #expect(try await office.notifications.deliverDue().sent == 1)
        try await put(30 * 86_400, "sending")
        try await office.notifications.recallFromFuture()
        #expect(try await office.notifications.deliverDue().uncertain == 1)
        #expect(office.clock.now == now && office.postman.letters.count == 1)
    }

    @Test("A message that is only rehearsed is told to nobody, in no inbox and in no mailbox")
    func rehearsed() async throws {
        let (office, message) = (office, try office.issued())
        try await office.database.write { tx in try office.notifications.rehearse(message, tx) }
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(office.postman.letters.isEmpty)
        #expect(try await office.counts().isEmpty)
        #expect(try await office.notifications.demoMailbox().isEmpty)
        #expect(try await office.notifications.inbox(of: .citizen(id: office.siti)).isEmpty)
    }

    @Test("A message that is never taken has failed after six tries")
    func exhausted() async throws {
        office.postman.answer(.notSent("1"), .notSent("2"), .notSent("3"), .notSent("4"), .notSent("5"), .notSent("6"), .notSent("7"))
        try await office.tell(office.issued())
        var rounds: [DeliveryRound] = []
        for _ in 0..<8 {
            rounds.append(try await office.notifications.deliverDue())
            office.clock.advance(bySeconds: 3600)
        }
        #expect(rounds.map(\.postponed) == [1, 1, 1, 1, 1, 0, 0, 0])
        #expect(rounds[5].failed == 1)
        #expect(rounds[5].faults.map(\.status) == [.failed])
        #expect(office.postman.letters.count == 6)
    }

    @Test("A message that is refused for good is not tried again, and the log does not learn the address")
    func permanent() async throws {
        office.postman.answer(.refused("550 <Siti@contoh.id>: no such user"))
        try await office.tell(office.issued())
        let round = try await office.notifications.deliverDue()
        #expect(round.failed == 1)
        let fault = try #require(round.faults.first)
        #expect(fault.detail.contains("550"))
        #expect(!fault.detail.lowercased().contains("siti"))
        office.clock.advance(bySeconds: 86_400)
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(office.postman.letters.count == 1)
    }

    @Test("A message that may have arrived is never sent again")
    func uncertain() async throws {
        office.postman.answer(.uncertain("connection lost after the text"))
        try await office.tell(office.issued())
        #expect(try await office.notifications.deliverDue().uncertain == 1)
        office.clock.advance(bySeconds: 86_400)
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(office.postman.letters.count == 1)
        #expect(try await office.counts() == [.uncertain: 1])
    }

    @Test("A message that another process is sending is left alone, as long as its lease runs")
    func leased() async throws {
        try await office.tell(office.issued())
        let gate = Gate()
        let other = office.service([gate])
        let round = Task { try await other.deliverDue() }
        await gate.opened()
        office.clock.advance(bySeconds: Delivery.leaseSeconds - 1)
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(try await office.counts() == [.sending: 1])
        gate.release()
        #expect(try await round.value.sent == 1)
        #expect(try await office.counts() == [.sent: 1])
        #expect(office.postman.letters.isEmpty)
    }

    @Test("A message whose sender is not back before its lease runs out is uncertain, and never sent again")
    func interrupted() async throws {
        try await office.tell(office.issued())
        let gate = Gate()
        let dying = office.service([gate])
        let round = Task { try await dying.deliverDue() }
        await gate.opened()
        try await office.tell(office.issued("issued-2"))
        #expect(try await office.counts() == [.sending: 1, .queued: 1])
        office.clock.advance(bySeconds: Delivery.leaseSeconds)
        let next = try await office.notifications.deliverDue()
        #expect(next.uncertain == 1)
        #expect(next.sent == 1, "another message goes on")
        #expect(next.faults.map(\.status) == [.uncertain])
        office.clock.advance(bySeconds: 86_400)
        #expect(try await office.notifications.deliverAll().count == 0)
        #expect(office.postman.letters.count == 1)
        gate.release()
        // Whoever still believed to be sending cannot change it any more.
        #expect(try await round.value.uncertain == 1)
        #expect(try await office.counts() == [.uncertain: 1, .sent: 1])
    }

    @Test("A message is handed over once when rounds run side by side")
    func sideBySide() async throws {
        for number in 0..<12 { try await office.tell(office.issued("issued-\(number)")) }
        let notifications = office.notifications
        let sent = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 { group.addTask { try await notifications.deliverAll().sent } }
            return try await group.reduce(0, +)
        }
        #expect(sent == 12)
        #expect(Set(office.postman.letters.map(\.id)).count == 12)
        #expect(office.postman.letters.count == 12)
    }

    @Test("A round takes no more messages than its share")
    func limited() async throws {
        for number in 0..<7 { try await office.tell(office.issued("issued-\(number)")) }
        #expect(try await office.notifications.deliverDue(limit: 2).sent == 2)
        #expect(try await office.notifications.deliverDue(limit: 5).sent == 5)
    }

    @Test("A message whose text was erased fails, and holds up no other")
    func erased() async throws {
        let code = Identifier(at: office.clock.now)
        try await office.database.write { tx in try tx.createVaultKey(for: code) }
        var message = try office.issued("code-1")
        message.recipient = code
        try await office.tell(message)
        office.clock.advance(bySeconds: 1)
        try await office.tell(office.issued())
        try await office.database.write { tx in try tx.destroyVaultKey(of: code) }
        let round = try await office.notifications.deliverAll()
        #expect(round.failed == 1)
        #expect(round.sent == 1)
        #expect(office.postman.letters.map(\.subject) == ["SKCK terbit"])
        #expect(try await office.notifications.demoMailbox().count == 1)
    }

    @Test("A message stays where it is as long as nobody can send it")
    func noSender() async throws {
        var message = try office.issued()
        message.address = Contact("081234567890")
        try await office.tell(message)
        #expect(try await office.counts().isEmpty)
        #expect(try await office.notifications.inbox(of: .citizen(id: office.siti)).count == 1)
        try await office.tell(office.issued("issued-2"))
        #expect(try await office.service([]).deliverAll().count == 0)
        #expect(try await office.counts() == [.queued: 1])
    }

    @Test("A message carries its text, its language and the time at which it was told")
    func carried() async throws {
        let told = office.clock.now
        let sms = Postman(.sms)
        let service = office.service([office.postman, sms])
        try await office.tell(office.issued(), with: service)
        var message = try office.issued("issued-2")
        message.address = Contact("081234567890")
        message.language = .english
        try await office.tell(message, with: service)
        office.clock.advance(bySeconds: 600)
        #expect(try await service.deliverAll().sent == 2)
        let letter = try #require(office.postman.letters.first)
        #expect(letter.address == "siti@contoh.id")
        #expect(letter.subject == "SKCK terbit")
        #expect(letter.body == "Siti Rahmawati, nomor SKCK/1/XI/2026: https://mpp.contoh.id/permohonan/rahasia")
        #expect(letter.at == told)
        #expect(letter.language == .indonesian)
        #expect(sms.letters.map(\.address) == ["+6281234567890"])
        #expect(sms.letters.map(\.subject) == ["SKCK issued"])
    }
}

/// A sender that holds the message until it is let go.
private final class Gate: MessageSender {
    let kind = SenderKind.email
    private let reached = AsyncStream.makeStream(of: Void.self)
    private let leave = AsyncStream.makeStream(of: Void.self)

    func opened() async { for await _ in reached.stream { return } }
    func release() { leave.continuation.finish() }

    func send(_ outgoing: OutgoingMessage) async throws(MailFailure) {
        reached.continuation.yield()
        for await _ in leave.stream {}
    }
}

import Kernel
import Outbound
import Storage
import StorageTesting
import Testing

@testable import Notifications

/// One below, at, one above; and the order in which things happen.
@Suite("The limits of messages")
struct LimitTests {
    let office: Office

    init() async throws { office = try await Office() }

    @Test("An inbox shows the last two hundred messages, the newest first")
    func inbox() async throws {
        for number in 1...201 {
            var message = try office.issued("issued-\(number)")
            message.arguments["number"] = "\(number)"
            message.address = nil
            try await office.tell(message)
        }
        let siti = Principal.citizen(id: office.siti)
        let bodies = try await office.notifications.inbox(of: siti).map(\.body)
        #expect(bodies.count == 200)
        #expect(bodies.first?.contains("nomor 201:") == true)
        #expect(bodies.last?.contains("nomor 2:") == true)
        #expect(try await office.notifications.unreadCount(of: siti) == 201)
    }

    @Test("A round sends at most sixty-four messages, and a small one what it is asked for")
    func rounds() async throws {
        for number in 1...66 { try await office.tell(office.issued("issued-\(number)")) }
        #expect(try await office.notifications.deliverDue(limit: 1).sent == 1)
        #expect(try await office.notifications.deliverDue().sent == 64)
        #expect(try await office.counts() == [.sent: 65, .queued: 1])
    }

    @Test("What was told first leaves first, whatever kind of address it has")
    func order() async throws {
        let sms = Postman(.sms)
        let service = office.service([office.postman, sms])
        for (number, address) in ["siti@contoh.id", "081234567890", "siti@contoh.id", "081234567890"].enumerated() {
            var message = try office.issued("issued-\(number)")
            message.address = Contact(address)
            message.arguments["number"] = "\(number)"
            try await office.tell(message, with: service)
            office.clock.advance(bySeconds: 1)
        }
        for (mails, texts) in [(1, 0), (1, 1), (2, 1), (2, 2)] {
            #expect(try await service.deliverDue(limit: 1).sent == 1)
            #expect(office.postman.letters.count == mails)
            #expect(sms.letters.count == texts)
        }
        #expect(office.postman.letters.map { $0.body.contains("nomor 0:") } == [true, false])
    }

    @Test("A sixth try is the last, and each is counted")
    func tries() async throws {
        office.postman.answer(.notSent("1"), .notSent("2"), .notSent("3"), .notSent("4"), .notSent("5"), .notSent("6"))
        try await office.tell(office.issued())
        for (number, wait) in [30, 60, 120, 240, 480].enumerated() {
            let round = try await office.notifications.deliverDue()
            #expect(round.postponed == 1)
            #expect(round.faults.map(\.status) == [.queued])
            let rows = try await office.database.everyRow(of: office.siti).filter { $0.hasPrefix("deliveries:") }
            #expect(rows.count == 1)
            #expect(rows.allSatisfy { $0.contains("attempts \(number + 1),") })
            #expect(rows.allSatisfy { $0.contains("changed_at \(office.clock.now.milliseconds),") })
            office.clock.advance(bySeconds: wait - 1)
            #expect(try await office.notifications.deliverDue().count == 0, "too early before \(wait) s")
            office.clock.advance(bySeconds: 1)
        }
        #expect(try await office.notifications.deliverDue().failed == 1)
        #expect(try await office.counts() == [.failed: 1])
    }

    @Test("What a round did is added up, each kind for itself")
    func sums() {
        var total = DeliveryRound()
        for number in 1...2 {
            var round = DeliveryRound()
            (round.sent, round.postponed, round.failed, round.uncertain) = (number, number * 10, number * 100, number * 1000)
            total += round
        }
        #expect((total.sent, total.postponed, total.failed, total.uncertain) == (3, 30, 300, 3000))
        #expect(total.count == 3333)
    }
}

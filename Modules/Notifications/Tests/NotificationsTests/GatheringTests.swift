import Foundation
import Kernel
import Outbound
import Testing

@testable import Notifications

@Suite("What happens to one errand within moments")
struct GatheringTests {
    let office: Office

    init() async throws { office = try await Office() }

    private func tell(_ key: String, address: String = "siti@contoh.id", language: Language = .indonesian) async throws {
        var message = try office.issued(key, about: office.request)
        message.arguments["number"] = key
        message.address = Contact(address)
        message.language = language
        try await office.tell(message)
    }

    private func tellDewi() async throws {
        var message = try office.issuedToDewi()
        message.about = office.dewisRequest
        try await office.tell(message)
    }

    private func deliver(after seconds: Int) async throws -> DeliveryRound {
        office.clock.advance(bySeconds: seconds)
        return try await office.notifications.deliverAll()
    }

    private var sitisMails: [String] { office.postman.letters.filter { $0.address == "siti@contoh.id" }.map(\.body) }

    private func body(_ number: String) -> String { "Siti Rahmawati, nomor \(number): https://mpp.contoh.id/permohonan/rahasia" }

    @Test("Two steps are told in one mail, the newest on top; another person's stays apart, and a code leaves at once")
    func together() async throws {
        try await tell("approved")
        try await tellDewi()
        try await office.tell(office.issued("code"))
        #expect(try await office.notifications.deliverAll().sent == 1)
        #expect(try await deliver(after: Delivery.gatheringSeconds - 1).count == 0, "it waits for what else happens")
        try await tell("issued")
        #expect(try await deliver(after: 1).sent == 3)
        #expect(sitisMails == [body("SKCK/1/XI/2026"), "\(body("issued"))\n\nSebelumnya:\n\n\(body("approved"))"])
        #expect(office.postman.letters.filter { $0.address == "dewi@contoh.id" }.count == 1)
        #expect(try await office.notifications.inbox(of: .citizen(id: office.siti)).count == 3, "in the inbox each stands for itself")
        // What happens afterwards has a mail of its own.
        try await tell("revoked")
        #expect(try await deliver(after: Delivery.gatheringSeconds).sent == 1)
        #expect(sitisMails.last == body("revoked"))
        #expect(try await office.counts() == [.sent: 5])
    }

    @Test("At most eight go into one mail, and the rest into the next")
    func eight() async throws {
        for number in 1...9 { try await tell("step-\(number)") }
        #expect(try await deliver(after: Delivery.gatheringSeconds).sent == 9)
        #expect(sitisMails.map { $0.split(separator: "\n\n").count } == [9, 1])
        #expect(sitisMails.last == body("step-9"))
    }

    @Test("What could not be sent goes along with what happened meanwhile, under the first one's name")
    func later() async throws {
        office.postman.answer(.notSent("421 try later"))
        try await tell("approved")
        #expect(try await deliver(after: Delivery.gatheringSeconds).postponed == 1)
        try await tell("issued")
        #expect(try await deliver(after: 29).count == 0, "the later step does not overtake the earlier one")
        #expect(try await deliver(after: 1).sent == 2)
        #expect(Set(office.postman.letters.map(\.id)).count == 1)
        #expect(sitisMails.last?.hasPrefix(body("issued")) == true)
    }

    @Test("A step that was tried less often than the one before it is tried again when that has failed for good")
    func exhausted() async throws {
        office.postman.answer(.notSent("1"), .notSent("2"), .notSent("3"), .notSent("4"), .notSent("5"), .notSent("6"))
        try await tell("approved")
        for _ in 1...5 { #expect(try await deliver(after: 3600).postponed == 1) }
        try await tell("issued")
        let last = try await deliver(after: 3600)
        #expect(last.failed == 1 && last.postponed == 1)
        #expect(try await deliver(after: 3600).sent == 1)
        #expect(sitisMails.last == body("issued"))
    }

    @Test(
        "A mail that may have arrived, or is refused, is not sent again for any of its steps",
        arguments: [MailFailure.refused("550"), .uncertain("lost")])
    func never(_ failure: MailFailure) async throws {
        office.postman.answer(failure)
        for step in ["approved", "issued"] { try await tell(step) }
        let round = try await deliver(after: Delivery.gatheringSeconds)
        #expect(round.uncertain + round.failed == 2)
        #expect(try await deliver(after: 100_000).count == 0)
        try await tell("revoked")
        #expect(try await deliver(after: Delivery.gatheringSeconds).sent == 1, "the errand goes on")
    }

    @Test("What goes to another address or in another language has a mail of its own")
    func apart() async throws {
        try await tell("approved")
        try await tell("issued", address: "siti.baru@contoh.id")
        try await tell("collected", address: "siti.baru@contoh.id", language: .english)
        #expect(try await deliver(after: Delivery.gatheringSeconds).sent == 3)
        #expect(office.postman.letters.map(\.address) == ["siti@contoh.id", "siti.baru@contoh.id", "siti.baru@contoh.id"])
        #expect(office.postman.letters.map(\.language) == [.indonesian, .indonesian, .english])
    }
}

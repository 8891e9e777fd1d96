import Catalogue
import Documents
import Foundation
import Kernel
import Notifications
import Outbound
import Testing

@testable import Portal

/// A mail server that takes a mail and says nothing to it before it is told to.
private final class HangingServer: MessageSender {
    let kind = SenderKind.email
    private let came = AsyncStream.makeStream(of: Void.self)
    private let answer = AsyncStream.makeStream(of: Void.self)

    func hasMail() async { for await _ in came.stream { return } }
    func answerAll() { answer.continuation.finish() }

    func send(_ outgoing: OutgoingMessage) async throws(MailFailure) {
        came.continuation.yield()
        for await _ in answer.stream {}
    }
}

@Suite("A mail server that hangs", .timeLimit(.minutes(15)))
struct HangingMailTests {
    @Test("It delays nobody: what is paid comes to the officers while a mail waits for an answer that never comes")
    func hangs() async throws {
        let server = HangingServer()
        let disks = WeakDisks()
        let town = try await Town.open(
            environment: ["MPP_SMTP_HOST": "surat.contoh.id", "MPP_SMTP_FROM": "mpp@contoh.id"], disk: { disks.under($0) },
            mail: { _ in server })
        let island = try town.island(Town.first)
        let commons = town.portal.commons
        let loop = Task {
            try await RegionLoop(island: island, logger: commons.logger, metrics: commons.metrics, disks: commons.disks).run()
        }

        let siti = Citizen(visitor: town.visitor(), base: "/\(Town.first)", town: town)
        let entry = try await siti.visitor.get("\(siti.base)/masuk")
        let codePage = try await siti.visitor.submit(
            ["nik": "3510014507909901", "contact": "siti@contoh.id"], to: "\(siti.base)/masuk", from: entry)
        // The mail has reached the server, which says nothing to it. She reads the code elsewhere: in the demonstration's mailbox.
        await server.hasMail()
        _ = try await siti.visitor.submit(["code": siti.newestCode()], to: codePage.path, from: codePage)
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        try await siti.pay(draft)

        let id = try #require(Identifier(draft))
        for await _ in disks.changes {
            if try await island.documents.request(id, by: .platform(name: "tests")).status == .inReview { break }
        }
        #expect(try await island.documents.request(id, by: .platform(name: "tests")).status == .inReview)
        let deliveries = try await island.notifications.deliveryCounts()
        #expect(deliveries[.sending, default: 0] >= 1, "her mail still waits for its answer")
        #expect(deliveries[.sent, default: 0] == 0)

        // It answers at last, and nothing is lost.
        server.answerAll()
        for await _ in disks.changes {
            let counts = try await island.notifications.deliveryCounts()
            if counts[.sent, default: 0] >= 1, counts[.sending, default: 0] == 0 { break }
        }
        loop.cancel()
        try await loop.value
        try await town.leave()
    }
}

import Catalogue
import Foundation
import Kernel
import Notifications
import Outbound
import Storage
import Synchronization
import Testing

/// One region's notifications in a folder of its own, with Siti Rahmawati who is told, Dewi Lestari beside her, and a clock that is moved by hand.
final class Office: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("notifications-\(UUID().uuidString)")
    let clock = HandWallClock(Instant(milliseconds: 1_795_397_400_000))
    let database: PlatformDatabase
    let postman: Postman
    let notifications: NotificationService
    let siti: Identifier
    let dewi: Identifier
    let request = Identifier(at: Instant(milliseconds: 2))
    let dewisRequest = Identifier(at: Instant(milliseconds: 4))

    init(keepsDemoMailbox: Bool = true) async throws {
        database = try PlatformDatabase(
            folder: folder, region: try #require(RegionSlug("kab-contoh")), masterKey: try #require(MasterKey(MasterKey.random())),
            migrations: NotificationService.migrations, clock: clock)
        let postman = Postman()
        self.postman = postman
        notifications = NotificationService(
            database: database, templates: Office.templates, senders: [postman], keepsDemoMailbox: keepsDemoMailbox)
        let siti = Identifier(at: Instant(milliseconds: 1))
        self.siti = siti
        let dewi = Identifier(at: Instant(milliseconds: 3))
        self.dewi = dewi
        try await database.write { tx in for person in [siti, dewi] { try tx.createVaultKey(for: person) } }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static let templates: [String: MessageTemplate] = [
        "request_issued": MessageTemplate(
            name: "request_issued",
            indonesian: .init(subject: "{service} terbit", body: "{name}, nomor {number}: {link}"),
            english: .init(subject: "{service} issued", body: "{name}, number {number}: {link}")),
        "gathered": MessageTemplate(
            name: "gathered", indonesian: .init(subject: "{subject}", body: "{newest}\n\nSebelumnya:\n\n{earlier}"),
            english: .init(subject: "{subject}", body: "{newest}\n\nBefore that:\n\n{earlier}")),
    ]

    /// A service over the same database with other senders.
    func service(_ senders: [any MessageSender], keepsDemoMailbox: Bool = true) -> NotificationService {
        NotificationService(database: database, templates: Office.templates, senders: senders, keepsDemoMailbox: keepsDemoMailbox)
    }

    /// About nothing in particular, so that it leaves at once, unless told otherwise.
    func issued(_ key: String = "issued-1", about: Identifier? = nil) throws -> Telling {
        Telling(
            key: key, template: "request_issued", recipient: siti, address: Contact("siti@contoh.id"),
            language: .indonesian, arguments: ["service": "SKCK", "number": "SKCK/1/XI/2026", "name": "Siti Rahmawati"],
            link: "https://mpp.contoh.id/permohonan/rahasia", about: about)
    }

    /// What Dewi is told of hers.
    func issuedToDewi(_ key: String = "dewi-1") throws -> Telling {
        Telling(
            key: key, template: "request_issued", recipient: dewi, address: Contact("dewi@contoh.id"), language: .english,
            arguments: ["service": "SKCK", "number": "SKCK/2/XI/2026", "name": "Dewi Lestari"],
            link: "https://mpp.contoh.id/permohonan/dewi")
    }

    @discardableResult
    func tell(_ message: Telling, with service: NotificationService? = nil) async throws -> Bool {
        let service = service ?? notifications
        return try await database.write { tx in try service.tell(message, tx) }
    }

    func counts() async throws -> [DeliveryStatus: Int] { try await notifications.deliveryCounts() }
}

/// A sender that writes down what it is handed and answers as told.
final class Postman: MessageSender {
    let kind: SenderKind
    let handed = Mutex<[OutgoingMessage]>([])
    let answers = Mutex<[MailFailure?]>([])

    init(_ kind: SenderKind = .email) { self.kind = kind }

    /// What it answers next, one after the other; afterwards it takes everything.
    func answer(_ next: MailFailure?...) { answers.withLock { $0 = next } }
    var letters: [OutgoingMessage] { handed.withLock { $0 } }

    func send(_ outgoing: OutgoingMessage) async throws(MailFailure) {
        handed.withLock { $0.append(outgoing) }
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let answer { throw answer }
    }
}

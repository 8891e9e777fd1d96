import Foundation
import Kernel
import Testing

@testable import Storage

/// What has had its time is thrown away; what somebody still needs is not.
@Suite("The purge, and the lock on a folder")
struct PurgeTests {
    @Test("Old commands and delivered events go, and waiting events stay")
    func oldCommandsAndDeliveredEventsGoAndWaitingEventsStay() async throws {
        let reactions = [Reaction<Ear>("ear").on(NoteWritten.self) { event, _, ear in try ear.hear(event, "ear") }]
        let (ear, island) = (Ear(), try Island(listeners: Listeners(reactions)))
        let (database, clock) = (island.database, island.clock)
        let delivery = try OutboxDelivery(database: database, reactions: reactions, context: ear)
        let (siti, dewi) = (island.newID(), island.newID())
        let command = CommandID(island.newID())
        try await database.write { tx in
            _ = try tx.once(command, by: .visitor) { Answer("tea") }
            try tx.outbox.append(NoteWritten(1, siti))
        }
        #expect(try await delivery.deliverAll().delivered == 1)
        try await database.write { tx in try tx.outbox.append(NoteWritten(1, dewi)) }

        clock.advance(bySeconds: 89 * 86_400)
        #expect(try await database.purge(olderThanDays: 90) == 0)
        clock.advance(bySeconds: 2 * 86_400)
        #expect(try await database.purge(olderThanDays: 90) == 2)
        #expect(try await delivery.pending().map(\.event.subject) == [dewi])
    }

    @Test("A command id of another kind of command is refused")
    func aCommandIDOfAnotherKindOfCommandIsRefused() async throws {
        let island = try Island()
        let command = CommandID(island.newID())
        try await island.database.write { tx in _ = try tx.once(command, by: .visitor) { Answer("tea") } }
        await #expect(throws: Problem(.conflict, "problem.command.foreign")) {
            try await island.database.write { tx in _ = try tx.once(command, by: .visitor) { NoteWritten(1, Identifier(at: tx.now)) } }
        }
    }

    @Test("A folder is served by one process at a time")
    func aFolderIsServedByOneProcessAtATime() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-lock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var first: FolderLock? = try FolderLock(folder)
        #expect(throws: Problem(.conflict, "problem.data.inUse")) { try FolderLock(folder) }
        withExtendedLifetime(first) {}
        first = nil
        _ = try FolderLock(folder)
    }
}

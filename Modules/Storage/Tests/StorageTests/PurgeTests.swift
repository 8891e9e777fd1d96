import Dispatch
import Foundation
import Kernel
import StorageTesting
import Synchronization
import Testing

@testable import Storage

#if canImport(Glibc)
import Glibc
#endif

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
        let (command, later) = (CommandID(island.newID()), CommandID(island.newID()))
        try await database.write { tx in
            _ = try tx.once(command, by: .visitor) { Answer("tea") }
            try tx.outbox.append(NoteWritten(1, siti))
        }
        #expect(try await delivery.deliverAll().delivered == 1)
        ear.fail(for: dewi)
        try await database.write { tx in try tx.outbox.append(NoteWritten(1, dewi)) }

        clock.advance(bySeconds: 90 * 86_400)
        #expect(try await database.purge(olderThanDays: 90) == 0, "ninety days are not more than ninety days")
        try await database.write { tx in
            _ = try tx.once(later, by: .visitor) { Answer("coffee") }
            try tx.outbox.append(NoteWritten(2, siti))
        }
        #expect(try await delivery.deliverAll().delivered == 1)
        clock.advance(bySeconds: 1)
        let kept = try await database.everyRow(of: dewi, later.text)
        #expect(try await database.purge(olderThanDays: 90) == 2)
        #expect(try await database.everyRow(of: dewi, later.text) == kept)
        #expect(try await database.read { tx in try tx.count("SELECT count(*) FROM outbox") } == 2, "what is a second old stays")
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

    @Test("A folder that is refused closes no file of anybody else's")
    func aRefusedFolderClosesItsOwnFileAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-lock-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let lock = try FolderLock(folder)
        let lost = Mutex(0)
        // One side is refused again and again, the other opens files, which get the numbers that have just become free.
        DispatchQueue.concurrentPerform(iterations: 2) { side in
            for _ in 0..<3_000 {
                if side == 0 {
                    _ = try? FolderLock(folder)
                } else {
                    let descriptor = open("/dev/null", O_RDONLY)
                    for _ in 0..<20 where fcntl(descriptor, F_GETFD) < 0 { lost.withLock { $0 += 1 } }
                    close(descriptor)
                }
            }
        }
        withExtendedLifetime(lock) {}
        #expect(lost.withLock { $0 } == 0)
    }
}

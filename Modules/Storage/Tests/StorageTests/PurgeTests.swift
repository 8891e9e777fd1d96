import Foundation
import Kernel
import Testing

@testable import Storage

/// What has had its time is thrown away; what somebody still needs is not.
@Suite struct PurgeTests {
    @Test func oldCommandsAndDeliveredEventsGoAndWaitingEventsStay() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-purge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = HandWallClock(Instant(milliseconds: 1_795_397_400_000))
        let region = try #require(RegionSlug("kab-contoh"))
        let database = try PlatformDatabase(
            folder: folder, region: region, masterKey: KeyFile.load(in: folder), migrations: [], clock: clock)
        let command = CommandID(Identifier(at: clock.now))
        try await database.write { tx in
            _ = try tx.once(command, by: .visitor) { 1 }
            try tx.outbox.append("tea.poured", subject: Identifier(at: tx.now))
        }
        _ = try await OutboxDelivery(database: database, reactions: []).deliverAll()
        try await database.write { tx in try tx.outbox.append("tea.waiting", subject: Identifier(at: tx.now)) }

        clock.advance(bySeconds: 89 * 86_400)
        #expect(try await database.purge(olderThanDays: 90) == 0)
        clock.advance(bySeconds: 2 * 86_400)
        #expect(try await database.purge(olderThanDays: 90) == 2)
        #expect(try await OutboxDelivery(database: database, reactions: []).waitingCount() == 1)
        try database.close()
    }

    @Test func aCommandIDOfAnotherKindOfCommandIsRefused() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-command-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = HandWallClock(Instant(milliseconds: 1_795_397_400_000))
        let region = try #require(RegionSlug("kab-contoh"))
        let database = try PlatformDatabase(
            folder: folder, region: region, masterKey: KeyFile.load(in: folder), migrations: [], clock: clock)
        let command = CommandID(Identifier(at: clock.now))
        try await database.write { tx in _ = try tx.once(command, by: .visitor) { 1 } }
        await #expect(throws: Problem(.conflict, "problem.command.foreign")) {
            try await database.write { tx in _ = try tx.once(command, by: .visitor) { "tea" } }
        }
        try database.close()
    }

    @Test func aFolderIsServedByOneProcessAtATime() throws {
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

import Foundation
import Kernel
import Storage
import Testing

@Suite("The writes that were acknowledged", .timeLimit(.minutes(15)))
struct PowerTests {
    let island: Island
    init() throws { island = try Island() }

    @Test("Each commit is synced to the disk")
    func eachCommitIsSyncedToTheDisk() async throws {
        let settings = try await island.database.write { tx in
            try (
                tx.row("PRAGMA synchronous")?.integer("synchronous"), tx.row("PRAGMA journal_mode")?.text("journal_mode"),
                tx.row("PRAGMA secure_delete")?.integer("secure_delete"), tx.row("PRAGMA foreign_keys")?.integer("foreign_keys")
            )
        }
        #expect(settings.0 == 2, "2 is FULL: with less, a power cut loses what a citizen was told is saved")
        #expect(settings.1 == "wal")
        #expect(settings.2 == 1)
        #expect(settings.3 == 1)
    }

    /// The files as a killed process leaves them: copied while the database is open, without its shared memory.
    @Test("A program that is killed after its answer has lost nothing")
    func aProgramKilledAfterTheAnswerLosesNothing() async throws {
        let database = island.database
        for number in 0..<20 { try await database.write { tx in try tx.note("note \(number)") } }
        try? await database.write { tx in
            try tx.note("not acknowledged")
            throw Mishap()
        }
        let copy = island.folder.appendingPathComponent("copy")
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        for name in ["mpp.sqlite", "mpp.sqlite-wal"] {
            try FileManager.default.copyItem(at: island.folder.appendingPathComponent(name), to: copy.appendingPathComponent(name))
        }
        let recovered = try Island.open(copy, key: island.key, clock: island.clock)
        let bodies = try await recovered.read { tx in try tx.rows("SELECT body FROM notes").map { try $0.text("body") } }
        #expect(Set(bodies) == Set((0..<20).map { "note \($0)" }))
    }
}

@Suite("A full disk", .timeLimit(.minutes(15)))
struct FullDiskTests {
    let island: Island
    init() throws { island = try Island() }

    /// The disk has room for so many more pages; `nil` for as many as it likes.
    private func leaveRoom(pages: Int?) async throws {
        try await island.database.write { tx in
            let used = try tx.count("PRAGMA page_count")
            try tx.execute("PRAGMA max_page_count = \(pages.map { used + $0 } ?? 1_000_000)")
        }
    }

    private static let tooMuch = String(repeating: "x", count: 1_000_000)

    @Test("A write for which the disk has no room is refused, and works once there is room")
    func theWriteIsRefusedAndWorksOnceThereIsRoom() async throws {
        try await island.database.write { tx in try tx.note("before") }
        try await leaveRoom(pages: 20)
        await #expect(throws: Problem(.unavailable, "problem.data.unavailable")) {
            try await island.database.write { tx in
                try tx.note("first half")
                try tx.note(FullDiskTests.tooMuch)
            }
        }
        #expect(try await island.notes() == ["before"])
        try await leaveRoom(pages: nil)
        try await island.database.write { tx in try tx.note("later") }
        #expect(try await island.notes() == ["before", "later"])
    }

    @Test("A write that overlooks the refusal of the full disk is undone all the same")
    func aWriteThatOverlooksTheRefusalIsStillUndone() async throws {
        try await leaveRoom(pages: 20)
        await #expect(throws: Problem(.unavailable, "problem.data.unavailable")) {
            try await island.database.write { tx in
                try tx.note("first")
                try? tx.note(FullDiskTests.tooMuch)
                try tx.note("second")
            }
        }
        #expect(try await island.notes().isEmpty)
    }

    @Test("Of a group of writes on a full disk nothing is acknowledged that is not there")
    func ofAGroupNothingIsAcknowledgedThatIsNotThere() async throws {
        try await leaveRoom(pages: 20)
        let gate = Gate()
        let database = island.database
        let acknowledged = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                try? await database.write { tx in gate.hold() }
                return nil
            }
            await gate.waitUntil(arrived: 0)
            for number in 0..<30 {
                group.addTask {
                    gate.arrive()
                    let body = number == 15 ? FullDiskTests.tooMuch : "note \(number)"
                    do {
                        try await database.write { tx in try tx.note(body) }
                        return body
                    } catch {
                        #expect(error as? Problem == Problem(.unavailable, "problem.data.unavailable"))
                        return nil
                    }
                }
            }
            await gate.waitUntil(arrived: 30)
            gate.release()
            return await group.reduce(into: [String]()) { $0 += [$1].compactMap(\.self) }
        }
        #expect(!acknowledged.contains(FullDiskTests.tooMuch))
        #expect(try await island.notes() == acknowledged.sorted())
        try await leaveRoom(pages: nil)
        try await database.write { tx in try tx.note("later") }
        #expect(try await island.notes().contains("later"))
    }
}

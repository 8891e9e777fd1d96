import Kernel
import StorageTesting
import Testing

@testable import Storage

/// Whatever is done to what is Siti's leaves every row that is Dewi's byte for byte as it was.
@Suite("Who stands beside")
struct BystanderTests {
    let hearing: Hearing
    let dewi: Identifier

    init() throws {
        hearing = try Hearing(Ear.reactions("bill", "tell"))
        dewi = hearing.island.newID()
    }

    /// Siti and Dewi have a key each, and of each two events are told.
    private func fill() async throws {
        for person in [hearing.siti, dewi] {
            try await hearing.island.database.write { tx in try tx.createVaultKey(for: person) }
            for step in 1...2 { try await hearing.tell(step, person, person: person, words: "Step \(step)") }
        }
    }

    @Test("The helper finds what belongs to one person, and nothing of the other's")
    func everyRowIsFound() async throws {
        try await fill()
        let sitis = try await hearing.island.database.everyRow(of: hearing.siti)
        let dewis = try await hearing.island.database.everyRow(of: dewi)
        #expect(sitis.count == 1 + 2 + 4, "her key, her events and their deliveries")
        #expect(dewis.count == sitis.count)
        #expect(Set(sitis).isDisjoint(with: dewis))
        #expect(dewis.allSatisfy { !$0.contains(hearing.siti.text) })
        await #expect(throws: Problem.notFound("")) { try await hearing.island.database.everyRow(of: hearing.island.newID()) }
    }

    @Test("The erasure of Siti leaves Dewi's key and events as they were")
    func erasure() async throws {
        try await fill()
        let (siti, database) = (hearing.siti, hearing.island.database)
        let dewis = try await database.everyRow(of: dewi)
        try await database.write { tx in try tx.destroyVaultKey(of: siti) }
        #expect(try await database.everyRow(of: dewi) == dewis)
        #expect(try await database.everyRow(of: siti).count == 2 + 4, "only her key is gone")
    }

    @Test("A delivery of Siti's that is done, or fails, leaves what is owed of Dewi as it was")
    func deliveries() async throws {
        try await fill()
        let database = hearing.island.database
        let dewis = try await database.everyRow(of: dewi)
        hearing.ear.fail(for: hearing.siti, in: "bill")
        // Two are taken, which are Siti's: hers were told first.
        let round = try await hearing.delivery.deliverDue(limit: 2)
        #expect(round.delivered == 1)
        #expect(round.failures.map(\.reaction) == ["bill"])
        #expect(try await database.everyRow(of: dewi) == dewis)
        let left = try await hearing.delivery.pending().filter { $0.event.subject == hearing.siti }
        #expect(left.map(\.reaction) == ["bill", "bill", "tell"])
        #expect(left.map(\.attempts) == [1, 0, 0])
    }

    @Test("A delivery of Siti's that begins anew leaves a dead one of Dewi's as it was")
    func revival() async throws {
        let people = [hearing.siti, dewi]
        for person in people { try await hearing.tell(1, person) }
        for person in people { for reaction in ["bill", "tell"] { hearing.ear.fail(for: person, in: reaction) } }
        try await hearing.wearOut()
        let database = hearing.island.database
        let dewis = try await database.everyRow(of: dewi)
        let sitis = try #require(try await hearing.delivery.pending().first { $0.event.subject == hearing.siti }).event.id
        let count = try await hearing.delivery.retryDead(sitis, reason: "Printer menyala lagi", by: .operatorAtConsole(name: "root"))
        #expect(count == 2)
        #expect(try await database.everyRow(of: dewi) == dewis)
        let revived = try await hearing.delivery.pending().filter { $0.event.subject == hearing.siti }
        #expect(revived.map(\.attempts) == [0, 0])
        #expect(revived.map(\.standing) == [.waiting, .waiting])
        #expect(revived.map(\.dueAt) == [hearing.island.clock.now, hearing.island.clock.now])
    }

    @Test("Siti's command and number leave Dewi's as they were")
    func commandsAndSeries() async throws {
        let (siti, dewi, island) = (hearing.siti, dewi, hearing.island)
        let (first, second) = (CommandID(island.newID()), CommandID(island.newID()))
        try await island.database.write { tx in
            _ = try tx.once(second, by: .citizen(id: dewi)) { Answer("Dewi's") }
            _ = try tx.next(series: "dewi")
        }
        let dewis = try await island.database.everyRow(of: second.text, "dewi")
        let answers = try await island.database.write { tx in
            _ = try tx.next(series: "siti")
            return try [1, 2].map { _ in try tx.once(first, by: .citizen(id: siti)) { Answer("Siti's") } }
        }
        #expect(answers.map(\.text) == ["Siti's", "Siti's"])
        #expect(try await island.database.everyRow(of: second.text, "dewi") == dewis)
        #expect(dewis.count == 2)
    }
}

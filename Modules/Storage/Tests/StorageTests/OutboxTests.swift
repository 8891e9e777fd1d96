import Foundation
import Kernel
import Testing

@testable import Storage

@Suite("The outbox", .timeLimit(.minutes(15)))
struct OutboxTests {
    let hearing: Hearing
    var island: Island { hearing.island }
    var ear: Ear { hearing.ear }
    var delivery: OutboxDelivery { hearing.delivery }
    var siti: Identifier { hearing.siti }
    var agus: Identifier { hearing.agus }

    init() throws { hearing = try Hearing() }

    @Test("A failure delays the events of its subject only, and longer each time")
    func aFailureDelaysItsSubjectOnlyAndLaterEachTime() async throws {
        for step in [1, 2] {
            try await hearing.tell(step, siti)
            try await hearing.tell(step, agus)
        }
        ear.fail(for: siti)
        let round = try await delivery.deliverAll()
        #expect(round.delivered == 2)
        #expect(round.failures.map(\.kind) == ["note.written"])
        #expect(ear.steps(of: agus) == [1, 2])
        #expect(ear.steps(of: siti).isEmpty)

        for delaySeconds in [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600] {
            island.clock.advance(bySeconds: delaySeconds - 1)
            #expect(try await delivery.deliverDue() == OutboxDelivery.Round(), "too early before \(delaySeconds) s")
            island.clock.advance(bySeconds: 1)
            #expect(try await delivery.deliverDue().failures.map(\.isDead) == [false], "not tried again after \(delaySeconds) s")
        }
        ear.recover()
        island.clock.advance(bySeconds: 3600)
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(ear.steps(of: siti) == [1, 2])
    }

    @Test("A later event of a subject waits for the earlier one, even when it is due")
    func aLaterEventOfItsSubjectWaitsEvenWhenItIsDue() async throws {
        try await hearing.tell(1, siti)
        ear.fail(for: siti)
        _ = try await delivery.deliverDue()
        ear.recover()
        try await hearing.tell(2, siti)
        #expect(try await delivery.deliverAll().delivered == 0)
        island.clock.advance(bySeconds: 2)
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(ear.steps(of: siti) == [1, 2])
    }

    @Test("The events of each subject are told in their order")
    func eachSubjectHearsItsOwnOrder() async throws {
        for step in 1...20 {
            try await hearing.tell(step, siti)
            try await hearing.tell(step, agus)
        }
        #expect(try await delivery.deliverAll().delivered == 40)
        #expect(ear.steps(of: siti) == Array(1...20))
        #expect(ear.steps(of: agus) == Array(1...20))
        #expect(try await delivery.deliverAll() == OutboxDelivery.Round())
    }

    @Test("Two processes at once tell each event once, and in order")
    func twoProcessesAtOnceTellEachEventOnceAndInOrder() async throws {
        for step in 1...10 {
            try await hearing.tell(step, siti)
            try await hearing.tell(step, agus)
        }
        let other = try hearing.anotherProcess()
        // One that finds all that is due taken by the other stops, so both go on until nothing is left.
        while try await delivery.waitingCount() > 0 {
            async let one = delivery.deliverAll()
            async let two = other.delivery.deliverAll()
            _ = try await (one, two)
        }
        #expect(ear.steps(of: siti) == Array(1...10))
        #expect(ear.steps(of: agus) == Array(1...10))
        try other.database.close()
    }

    @Test("A write that is undone tells nobody")
    func anUndoneWriteTellsNobody() async throws {
        let siti = siti
        let rings = island.database.bell.rings()
        try? await island.database.write { tx in
            try tx.outbox.append(NoteWritten(1, siti))
            throw Mishap()
        }
        try await island.database.write { tx in try tx.note("without news") }
        #expect(try await delivery.deliverAll().delivered == 0)
        _ = island.database.bell.rings()
        var heard = 0
        for await _ in rings { heard += 1 }
        #expect(heard == 0)
    }

    @Test("The bell is heard by the next listener too")
    func theBellIsHeardByTheNextListenerToo() async throws {
        try await hearing.tell(1, siti)
        var first = island.database.bell.rings().makeAsyncIterator()
        #expect(await first.next() != nil, "rung before anybody listened")
        do { _ = island.database.bell.rings() }
        try await hearing.tell(2, siti)
        var next = island.database.bell.rings().makeAsyncIterator()
        #expect(await next.next() != nil, "rung after the listener had gone")
    }

    @Test("An event that nobody listens to is kept, and owed to nobody")
    func anEventThatNobodyListensToIsKeptAndOwedToNobody() async throws {
        let quiet = try Hearing([])
        try await quiet.tell(1, quiet.siti)
        #expect(try await quiet.delivery.waitingCount() == 0)
        #expect(try await quiet.island.database.read { tx in try tx.count("SELECT count(*) FROM outbox") } == 1)
    }

    @Test("Reactions that the database does not know of are refused")
    func reactionsThatTheDatabaseDoesNotKnowOfAreRefused() throws {
        let island = try Island(listeners: Listeners(Ear.reactions("ear")))
        #expect(throws: Problem(.unexpected, "problem.unexpected")) {
            try OutboxDelivery(database: island.database, reactions: Ear.reactions("ear", "second"), context: ear)
        }
    }

    @Test("What is personal in an event is readable to nobody without the key of its person")
    func whatIsPersonalInAnEventIsReadableToNobodyWithoutHerKey() async throws {
        let siti = siti
        try await island.database.write { tx in try tx.createVaultKey(for: siti) }
        try await hearing.tell(1, siti, person: siti, words: "Siti Rahmawati")
        try await hearing.tell(1, agus, words: "Bripka Agus")
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(Set(ear.heard.map(\.event.words)) == ["Siti Rahmawati", "Bripka Agus"])
        #expect(try island.files(holding: Data("Bripka Agus".utf8)) != [], "the bytes searched are the right ones")
        #expect(try island.files(holding: Data("Rahmawati".utf8)) == [])
    }
}

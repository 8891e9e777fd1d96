import Kernel
@testable import Storage
import Synchronization
import Testing

/// Notes what it was told and fails while its subject is in trouble.
final class Listener: Reaction {
    let kinds: Set<String>
    private let told = Mutex<[Event]>([])
    private let trouble = Mutex<Set<Identifier>>([])

    init(_ kinds: Set<String> = ["note.written", "note.changed"]) { self.kinds = kinds }

    var events: [Event] { told.withLock { $0 } }
    func fail(for subject: Identifier) { _ = trouble.withLock { $0.insert(subject) } }
    func recover() { trouble.withLock { $0 = [] } }

    func react(to event: Event) async throws {
        if trouble.withLock({ $0.contains(event.subject) }) { throw Mishap() }
        told.withLock { $0.append(event) }
    }
}

@Suite("What happened is told, in order, at least once")
struct OutboxTests {
    let island: Island
    let listener = Listener()
    let delivery: OutboxDelivery
    let siti: Identifier
    let agus: Identifier

    init() throws {
        island = try Island()
        delivery = OutboxDelivery(database: island.database, reactions: [listener])
        siti = island.newID()
        agus = island.newID()
    }

    private func tell(_ step: String, _ subject: Identifier, kind: String = "note.written") async throws {
        try await island.database.write { tx in try tx.outbox.append(kind, subject: subject, details: ["step": step]) }
    }

    private func steps(of subject: Identifier) -> [String?] {
        listener.events.filter { $0.subject == subject }.map { $0.details["step"] }
    }

    @Test func aFailureDelaysItsSubjectOnlyAndLaterEachTime() async throws {
        for step in ["1", "2"] {
            try await tell(step, siti)
            try await tell(step, agus)
        }
        listener.fail(for: siti)
        let round = try await delivery.deliverAll()
        #expect(round.delivered == 2)
        #expect(round.failures.map(\.kind) == ["note.written"])
        #expect(steps(of: agus) == ["1", "2"])
        #expect(steps(of: siti).isEmpty)

        for delaySeconds in [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600] {
            island.clock.advance(bySeconds: delaySeconds - 1)
            #expect(try await delivery.deliverDue() == OutboxDelivery.Round(), "too early before \(delaySeconds) s")
            island.clock.advance(bySeconds: 1)
            #expect(try await delivery.deliverDue().failures.count == 1, "not tried again after \(delaySeconds) s")
        }
        listener.recover()
        island.clock.advance(bySeconds: 3600)
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(steps(of: siti) == ["1", "2"])
    }

    @Test func aLaterEventOfItsSubjectWaitsEvenWhenItIsDue() async throws {
        try await tell("1", siti)
        listener.fail(for: siti)
        _ = try await delivery.deliverDue()
        listener.recover()
        try await tell("2", siti, kind: "note.changed")
        #expect(try await delivery.deliverAll().delivered == 0)
        #expect(steps(of: siti).isEmpty)
        island.clock.advance(bySeconds: 2)
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(steps(of: siti) == ["1", "2"])
    }

    @Test func eachSubjectHearsItsOwnOrder() async throws {
        for step in 1...20 {
            try await tell("\(step)", siti, kind: step % 2 == 0 ? "note.changed" : "note.written")
            try await tell("\(step)", agus)
        }
        #expect(try await delivery.deliverAll().delivered == 40)
        #expect(steps(of: siti) == (1...20).map { "\($0)" })
        #expect(steps(of: agus) == (1...20).map { "\($0)" })
        #expect(try await delivery.deliverAll() == OutboxDelivery.Round())
    }

    @Test func twoLoopsAtOnceTellTheSameEventNotAnother() async throws {
        for step in 1...10 { try await tell("\(step)", siti) }
        let second = OutboxDelivery(database: island.database, reactions: [listener])
        async let one = delivery.deliverAll()
        async let other = second.deliverAll()
        _ = try await (one, other)
        #expect(Set(listener.events.map(\.id)).count == 10)
        #expect(Set(steps(of: siti)) == Set((1...10).map { "\($0)" }))
    }

    @Test func anUndoneWriteTellsNobody() async throws {
        let siti = siti
        let rings = island.database.bell.rings()
        try? await island.database.write { tx in
            try tx.outbox.append("note.written", subject: siti)
            throw Mishap()
        }
        try await island.database.write { tx in try tx.note("without news") }
        #expect(try await delivery.deliverAll().delivered == 0)
        _ = island.database.bell.rings()
        var heard = 0
        for await _ in rings { heard += 1 }
        #expect(heard == 0)
    }

    @Test func theBellIsHeardByTheNextListenerToo() async throws {
        try await tell("1", siti)
        var first = island.database.bell.rings().makeAsyncIterator()
        #expect(await first.next() != nil, "rung before anybody listened")
        do { _ = island.database.bell.rings() }
        try await tell("2", siti)
        var next = island.database.bell.rings().makeAsyncIterator()
        #expect(await next.next() != nil, "rung after the listener had gone")
    }

    @Test func anEventThatNobodyWantsIsDone() async throws {
        try await tell("1", siti, kind: "note.ignored")
        try await tell("2", siti)
        #expect(try await delivery.deliverAll().delivered == 2)
        #expect(steps(of: siti) == ["2"])
    }
}

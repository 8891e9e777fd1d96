import Kernel
import Synchronization
import Testing

@testable import Storage

@Suite("The deliveries of several reactions", .timeLimit(.minutes(15)))
struct DeliveryTests {
    @Test("Of two reactions one fails, and its neighbour is not repeated")
    func ofTwoReactionsOneFailsAndItsNeighbourIsNotRepeated() async throws {
        let hearing = try Hearing(Ear.reactions("bill", "tell"))
        let (ear, siti, agus) = (hearing.ear, hearing.siti, hearing.agus)
        ear.fail(for: siti, in: "bill")
        for step in 1...3 {
            try await hearing.tell(step, siti)
            try await hearing.tell(step, agus)
        }
        let round = try await hearing.delivery.deliverAll()
        #expect(round.failures.map(\.reaction) == ["bill"])
        #expect(ear.steps(of: siti, by: "tell") == [1, 2, 3], "the neighbour goes on")
        #expect(ear.steps(of: siti, by: "bill").isEmpty)
        #expect(ear.steps(of: agus, by: "bill") == [1, 2, 3])
        ear.recover()
        hearing.island.clock.advance(bySeconds: 2)
        #expect(try await hearing.delivery.deliverAll().delivered == 3)
        #expect(ear.steps(of: siti, by: "bill") == [1, 2, 3])
        #expect(ear.steps(of: siti, by: "tell") == [1, 2, 3])
        #expect(ear.steps(of: agus, by: "tell") == [1, 2, 3])
    }

    @Test("What was put off or leased while the clock was ahead is not waited for, and what was put off rightly is")
    func fromTheFuture() async throws {
        let hearing = try Hearing()
        let (ear, clock) = (hearing.ear, hearing.island.clock)
        try await hearing.tell(1, hearing.siti)
        ear.fail(for: hearing.siti)
        let rightly = clock.now
        clock.advance(bySeconds: 30 * 86_400)
        _ = try await hearing.delivery.deliverAll()
        clock.set(rightly)
        ear.recover()
        #expect(try await hearing.delivery.deliverAll().delivered == 0)
        #expect(try await hearing.delivery.recallFromFuture() == 1)
        #expect(try await hearing.delivery.deliverAll().delivered == 1)
        #expect(ear.steps(of: hearing.siti) == [1])

        // The longest wait of all is an hour: a delivery that waits for that long stays where it is, one that waits longer does not.
        for (seconds, recalled) in [(3599, 0), (3600, 0), (3601, 1)] {
            try await hearing.tell(2, hearing.agus)
            try await hearing.island.database.write { tx in
                try tx.execute("UPDATE outbox_deliveries SET due_at = :due", ["due": tx.now.advanced(bySeconds: seconds)])
            }
            #expect(try await hearing.delivery.recallFromFuture() == recalled, "\(seconds)")
            clock.advance(bySeconds: 2 * 3600)
            _ = try await hearing.delivery.deliverAll()
        }
    }

    @Test("A dead delivery is seen, and holds back nothing more")
    func aDeadDeliveryIsSeenAndHoldsBackNothingMore() async throws {
        let hearing = try Hearing()
        try await hearing.tell(1, hearing.siti)
        hearing.ear.fail(for: hearing.siti)
        try await hearing.wearOut()
        #expect(try await hearing.delivery.deadCount() == 1)
        #expect(try await hearing.delivery.waitingCount() == 0)
        let dead = try #require(try await hearing.delivery.pending(deadOnly: true).first)
        #expect(dead.standing == .dead)
        #expect(dead.attempts == OutboxDelivery.maximumAttempts)
        #expect(dead.lastError == "Mishap")
        hearing.ear.recover()
        try await hearing.tell(2, hearing.siti)
        #expect(try await hearing.delivery.deliverAll().delivered == 1)
        #expect(hearing.ear.steps(of: hearing.siti) == [2])
    }

    @Test("A dead delivery begins anew when Ibu Ratna says so, and only that one")
    func aDeadDeliveryBeginsAnewWhenTheOperatorSaysSoAndOnlyThatOne() async throws {
        let hearing = try Hearing()
        let ratna = Principal.administrator(id: hearing.island.newID())
        for person in [hearing.siti, hearing.agus] {
            try await hearing.tell(1, person)
            hearing.ear.fail(for: person)
        }
        try await hearing.wearOut()
        hearing.ear.recover()
        let dead = try await hearing.delivery.pending(deadOnly: true)
        #expect(dead.map(\.event.subject) == [hearing.siti, hearing.agus])
        let sitis = try #require(dead.first).event.id

        await #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try await hearing.delivery.retryDead(sitis, reason: "Printer menyala lagi", by: .citizen(id: hearing.siti))
        }
        await #expect(throws: Problem.self) { try await hearing.delivery.retryDead(sitis, reason: "ya", by: ratna) }
        await #expect(throws: Problem.notFound("")) {
            try await hearing.delivery.retryDead(hearing.island.newID(), reason: "Printer menyala lagi", by: ratna)
        }
        #expect(try await hearing.delivery.retryDead(sitis, reason: "Printer menyala lagi", by: ratna) == 1)
        #expect(try await hearing.delivery.deliverAll().delivered == 1)
        #expect(hearing.ear.steps(of: hearing.siti) == [1])
        #expect(try await hearing.delivery.pending(deadOnly: true).map(\.event.subject) == [hearing.agus])
        #expect(try await hearing.delivery.retryDead(reason: "Sisanya juga", by: .operatorAtConsole(name: "root")) == 1)
        #expect(try await hearing.delivery.deliverAll().delivered == 1)
        let entries = try await hearing.island.database.read { tx in try tx.auditEntries() }
        #expect(entries.map(\.action) == ["outbox.retried", "outbox.retried"])
        #expect(entries.map(\.subject) == ["", sitis.text])
        #expect(entries.map(\.reason) == ["Sisanya juga", "Printer menyala lagi"])
    }

    @Test("A reason to try again has five to five hundred characters", arguments: [(4, false), (5, true), (500, true), (501, false)])
    func reasons(length: Int, isTaken: Bool) async throws {
        let hearing = try Hearing()
        try await hearing.tell(1, hearing.siti)
        hearing.ear.fail(for: hearing.siti)
        try await hearing.wearOut()
        let reason = String(repeating: "é", count: length)
        let root = Principal.operatorAtConsole(name: "root")
        if isTaken {
            #expect(try await hearing.delivery.retryDead(reason: reason, by: root) == 1)
        } else {
            let limits = ["min": "5", "max": "500"]
            let problem = await #expect(throws: Problem.self) { try await hearing.delivery.retryDead(reason: reason, by: root) }
            #expect(problem?.arguments == limits)
            #expect(problem?.fields == [FieldIssue("reason", "problem.reason.length", arguments: limits)])
            #expect(try await hearing.delivery.deadCount() == 1)
        }
    }

    @Test("What is pending says when it is tried again, and what went wrong")
    func pending() async throws {
        let hearing = try Hearing()
        let start = hearing.island.clock.now
        for person in [hearing.siti, hearing.agus] { try await hearing.tell(1, person) }
        hearing.ear.fail(for: hearing.siti)
        _ = try await hearing.delivery.deliverDue(limit: 1)
        let pending = try await hearing.delivery.pending()
        #expect(pending.map(\.event.subject) == [hearing.siti, hearing.agus])
        #expect(pending.map(\.event.at) == [start, start])
        #expect(pending.map(\.event.kind) == ["note.written", "note.written"])
        #expect(pending.map(\.attempts) == [1, 0])
        #expect(pending.map(\.dueAt) == [start.advanced(bySeconds: 2), start])
        #expect(pending.map(\.lastError) == ["Mishap", nil])
        #expect(pending.map(\.standing) == [.waiting, .waiting])
        #expect(try await hearing.delivery.pending(limit: 1).map(\.event.subject) == [hearing.siti])
        #expect(try await hearing.delivery.pending(deadOnly: true).isEmpty)
        #expect(try await hearing.delivery.waitingCount() == 2)
        #expect(try await hearing.delivery.deadCount() == 0)
    }

    @Test("A round takes what is due longest, at most 128 deliveries")
    func rounds() async throws {
        let hearing = try Hearing()
        let subjects = (0..<130).map { _ in hearing.island.newID() }
        for subject in subjects { try await hearing.tell(1, subject) }
        #expect(try await hearing.delivery.deliverDue(limit: 1).delivered == 1)
        #expect(hearing.ear.heard.map(\.event.subject) == [subjects[0]])
        #expect(try await hearing.delivery.deliverDue().delivered == 128)
        #expect(try await hearing.delivery.pending().map(\.event.subject) == [subjects[129]])
    }

    @Test("What is kept of an error is a problem's own words, and of any other its kind")
    func errors() async throws {
        let long = String(repeating: "x", count: 400)
        for (error, kept) in [(Mishap() as any Error, "Mishap"), (Problem(.unavailable, "problem.x", detail: long), nil)] {
            let hearing = try Hearing([Reaction<Ear>("ear").on(NoteWritten.self) { _, _, _ in throw error }])
            try await hearing.tell(1, hearing.siti)
            _ = try await hearing.delivery.deliverDue()
            let noted = try #require(try await hearing.delivery.pending().first?.lastError)
            #expect(noted == kept ?? String(String(describing: error).prefix(300)))
        }
    }

    @Test("An erased person's event is done, and nobody hears it")
    func anErasedPersonsEventIsDoneAndNobodyHearsIt() async throws {
        let hearing = try Hearing()
        let (siti, dewi) = (hearing.siti, hearing.island.newID())
        try await hearing.island.database.write { tx in for person in [siti, dewi] { try tx.createVaultKey(for: person) } }
        for person in [siti, dewi] { try await hearing.tell(1, person, person: person) }
        try await hearing.island.database.write { tx in try tx.destroyVaultKey(of: siti) }
        try await hearing.tell(2, siti, person: siti)
        try await hearing.tell(2, dewi, person: dewi)
        let round = try await hearing.delivery.deliverAll()
        #expect(round.failures.isEmpty)
        #expect(hearing.ear.steps(of: siti).isEmpty)
        #expect(hearing.ear.steps(of: dewi) == [1, 2])
        #expect(try await hearing.delivery.pending().isEmpty)
    }

    @Test("A reaction that finds the person erased is done")
    func aReactionThatFindsThePersonErasedIsDone() async throws {
        let reactions = [
            Reaction<Ear>("ear").on(NoteWritten.self) { _, _, _ in throw Problem(.gone, "problem.erased") }
        ]
        let hearing = try Hearing(reactions)
        try await hearing.tell(1, hearing.siti)
        #expect(try await hearing.delivery.deliverAll() == OutboxDelivery.Round(delivered: 1, failures: []))
        #expect(try await hearing.delivery.pending().isEmpty)
    }
}

@Suite("The plan by which due deliveries are found", .timeLimit(.minutes(15)))
struct DuePlanTests {
    @Test("What is due is found along its indexes, however old the region is")
    func howeverOldTheRegionIs() async throws {
        let island = try Island()
        let plan = try await island.database.read { tx in
            try tx.rows("EXPLAIN QUERY PLAN " + OutboxStore.due, ["now": tx.now, "limit": 1]).map { try $0.text("detail") }
        }
        #expect(
            plan == [
                "SEARCH delivery USING INDEX outbox_deliveries_due (due_at<?)", "CORRELATED SCALAR SUBQUERY 1",
                "SEARCH earlier USING INDEX outbox_deliveries_order (reaction=? AND subject_id=? AND position<?)",
            ])
    }
}

@Suite("The lease of a delivery", .timeLimit(.minutes(15)))
struct LeaseTests {
    /// Stands in the reaction until it is let go.
    private static func held(_ door: Door) -> [Reaction<Ear>] {
        [
            Reaction<Ear>("ear").on(NoteWritten.self) { event, _, ear in
                try await door.pass()
                try ear.hear(event, "ear")
            }
        ]
    }

    @Test("A delivery is left alone by another process as long as its lease runs")
    func asLongAsItRunsAnotherProcessLeavesItAlone() async throws {
        let door = Door()
        let hearing = try Hearing(LeaseTests.held(door))
        let other = try hearing.anotherProcess()
        try await hearing.tell(1, hearing.siti)
        let running = Task { try await hearing.delivery.deliverDue() }
        await door.reached()
        hearing.island.clock.advance(bySeconds: OutboxDelivery.leaseSeconds - 1)
        #expect(try await other.delivery.deliverDue() == OutboxDelivery.Round())
        #expect(try await other.delivery.pending().map(\.standing) == [.running])
        try await hearing.tell(2, hearing.siti)
        #expect(try await other.delivery.deliverDue() == OutboxDelivery.Round(), "the later event of its subject waits for it")
        hearing.island.clock.advance(bySeconds: 1)
        #expect(try await other.delivery.pending().map(\.standing) == [.waiting, .waiting], "the lease has run out")
        door.open()
        #expect(try await running.value.delivered == 1)
        #expect(try await other.delivery.deliverAll().delivered == 1)
        #expect(hearing.ear.steps(of: hearing.siti) == [1, 2])
        try other.database.close()
    }

    @Test("A delivery whose lease ran out is taken over by another process, and the first changes nothing more")
    func whenItRunsOutAnotherProcessTakesOverAndTheFirstChangesNothingMore() async throws {
        let door = Door()
        let hearing = try Hearing(LeaseTests.held(door))
        let other = try hearing.anotherProcess()
        try await hearing.tell(1, hearing.siti)
        let lost = Task { try await hearing.delivery.deliverDue() }
        await door.reached()
        hearing.island.clock.advance(bySeconds: OutboxDelivery.leaseSeconds)
        let second = Task { try await other.delivery.deliverDue() }
        await door.reached()
        // The first one fails now: that must not give back what the second one holds.
        lost.cancel()
        await #expect(throws: CancellationError.self) { try await lost.value }
        #expect(try await other.delivery.pending().map(\.standing) == [.running])
        door.open()
        #expect(try await second.value.delivered == 1)
        #expect(hearing.ear.steps(of: hearing.siti) == [1])
        try other.database.close()
    }

    @Test("A process that is told to stop gives its delivery back at once, and no try is counted")
    func aProcessThatIsToldToStopGivesItBackAtOnceAndCountsNoTry() async throws {
        let door = Door()
        let hearing = try Hearing(LeaseTests.held(door))
        try await hearing.tell(1, hearing.siti)
        let stopped = Task { try await hearing.delivery.deliverDue() }
        await door.reached()
        stopped.cancel()
        await #expect(throws: CancellationError.self) { try await stopped.value }
        #expect(try await hearing.delivery.pending().map(\.attempts) == [0])
        door.open()
        #expect(try await hearing.delivery.deliverDue().delivered == 1)
        #expect(hearing.ear.steps(of: hearing.siti) == [1])
    }

    @Test("A delivery that ends the process each time is dead in the end too")
    func anEventThatEndsTheProcessEachTimeDiesToo() async throws {
        let hearing = try Hearing()
        try await hearing.tell(1, hearing.siti)
        // Twenty processes took it and ended before they could say what became of it.
        for _ in 0..<OutboxDelivery.maximumAttempts {
            let claimed = try await hearing.island.database.write { tx in
                let end = tx.now.advanced(bySeconds: OutboxDelivery.leaseSeconds)
                return try OutboxStore.claim(64, under: Identifier(at: tx.now), until: end, tx).count
            }
            #expect(claimed == 1)
            hearing.island.clock.advance(bySeconds: OutboxDelivery.leaseSeconds)
        }
        #expect(try await hearing.delivery.deliverDue().failures.map(\.isDead) == [true])
        #expect(hearing.ear.steps(of: hearing.siti).isEmpty)
        #expect(try await hearing.delivery.deadCount() == 1)
    }
}

/// A door before which reactions wait until it is opened; a cancelled task does not wait on.
final class Door: Sendable {
    private let state = Mutex((isOpen: false, arrived: 0, seen: 0))

    func open() { state.withLock { $0.isOpen = true } }

    func pass() async throws {
        state.withLock { $0.arrived += 1 }
        while !state.withLock({ $0.isOpen }) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Returns when one more has arrived.
    func reached() async {
        while !state.withLock({ $0.arrived > $0.seen }) { await Task.yield() }
        state.withLock { $0.seen += 1 }
    }
}

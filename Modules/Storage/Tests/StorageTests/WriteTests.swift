import Foundation
import Kernel
import Storage
import Testing

@Suite("Writes", .timeLimit(.minutes(15)))
struct WriteTests {
    let island: Island
    init() throws { island = try Island() }

    @Test("A fault at the end of a write undoes its beginning")
    func aFaultAtTheEndUndoesTheBeginning() async throws {
        let subject = island.newID()
        await #expect(throws: Mishap()) {
            try await island.database.write { tx in
                try tx.note("half of it")
                try tx.outbox.append(NoteWritten(1, subject))
                try tx.audit.append("note.written", subject, by: .visitor)
                try tx.createVaultKey(for: subject)
                throw Mishap()
            }
        }
        let left = try await island.database.read { tx in
            try tx.count(
                """
                SELECT (SELECT count(*) FROM notes) + (SELECT count(*) FROM outbox)
                    + (SELECT count(*) FROM audit_trail) + (SELECT count(*) FROM series) + (SELECT count(*) FROM vault_keys)
                """)
        }
        #expect(left == 0)
    }

    @Test("The database refuses what its schema forbids")
    func theDatabaseRefusesWhatItsSchemaForbids() async throws {
        let id = island.newID()
        try await island.database.write { tx in try tx.note("first", id) }
        await #expect(throws: Problem(.conflict, "problem.duplicate")) {
            try await island.database.write { tx in try tx.note("second", id) }
        }
        await #expect(throws: Problem(.conflict, "problem.duplicate")) {
            try await island.database.write { tx in
                try tx.row("INSERT INTO notes (id, body) VALUES (:id, 'third') RETURNING id", ["id": id])?.text("id")
            }
        }
        await #expect(throws: Problem(.unexpected, "problem.unexpected")) { try await island.database.write { tx in try tx.note("") } }
        #expect(try await island.notes() == ["first"])
    }

    @Test("A reader cannot change anything")
    func aReaderCannotChangeAnything() async throws {
        try await island.database.write { tx in try tx.note("stays") }
        await #expect(throws: Problem.self) { try await island.database.read { tx in try tx.rows("DELETE FROM notes").count } }
        #expect(try await island.notes() == ["stays"])
    }

    @Test("One write has one instant")
    func oneWriteHasOneInstant() async throws {
        let clock = island.clock
        let instants = try await island.database.write { tx in
            let before = tx.now
            clock.advance(bySeconds: 60)
            return [before, tx.now]
        }
        #expect(instants[0] == instants[1])
    }

    @Test("Of many writes at once only the faulty ones are undone")
    func ofManyWritesAtOnceOnlyTheFaultyAreUndone() async throws {
        let database = island.database
        let taken = island.newID()
        try await database.write { tx in try tx.note("taken", taken) }
        let told = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<300 {
                group.addTask {
                    do {
                        try await database.write { tx in
                            try tx.note("note \(number)")
                            switch number % 6 {
                            case 1: throw Mishap()
                            case 3: try tx.note("again", taken)
                            case 5: try tx.note("")
                            default: try tx.note("note \(number), second line")
                            }
                        }
                        return (number, true)
                    } catch {
                        return (number, false)
                    }
                }
            }
            return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        #expect(told.count == 300)
        #expect(told.allSatisfy { number, done in done == (number % 2 == 0) })
        let expected = told.filter(\.value).keys.flatMap { ["note \($0)", "note \($0), second line"] } + ["taken"]
        #expect(try await island.notes() == expected.sorted())
    }

    @Test("Writes that wait for one another share a commit")
    func writesThatWaitForOneAnotherShareACommit() async throws {
        let gate = Gate()
        let database = island.database
        try await database.write { tx in try tx.note("warm") }
        let before = try island.loggedCommits()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await database.write { tx in gate.hold() } }
            await gate.waitUntil(arrived: 0)
            for number in 0..<60 {
                group.addTask {
                    gate.arrive()
                    try await database.write { tx in try tx.note("note \(number)") }
                }
            }
            await gate.waitUntil(arrived: 60)
            gate.release()
            try await group.waitForAll()
        }
        #expect(try await island.notes().count == 61)
        let commits = try island.loggedCommits() - before
        #expect((1...6).contains(commits), "60 waiting writes took \(commits) commits")
    }

    @Test("A closed database refuses instead of waiting")
    func aClosedDatabaseRefusesInsteadOfWaiting() async throws {
        try island.database.close()
        await #expect(throws: Problem.self) { try await island.database.write { tx in try tx.note("late") } }
        await #expect(throws: Problem.self) { try await island.notes() }
    }
}

@Suite("The rows of an answer", .timeLimit(.minutes(15)))
struct RowTests {
    let island: Island
    init() throws { island = try Island() }

    enum Colour: String { case green }

    @Test("A column is read as what it is")
    func aColumnIsReadAsWhatItIs() async throws {
        let id = island.newID()
        try await island.database.read { tx in
            let row = try #require(
                try tx.row(
                    """
                    SELECT :id AS id, 30000 AS fee, 1 AS flag, 'green' AS colour, NULL AS absent, :at AS at, :raw AS raw
                    """, ["id": id, "at": tx.now, "raw": Data([0, 255])]))
            #expect(try row.identifier("id") == id)
            #expect(try row.money("fee") == Money(rupiah: 30_000))
            #expect(try row.bool("flag"))
            #expect(try row.choice("colour", as: Colour.self) == .green)
            #expect(try row.textIfPresent("absent") == nil)
            #expect(try row.instant("at") == tx.now)
            #expect(try row.blob("raw") == Data([0, 255]))
        }
    }

    @Test("A count is the first number of the answer, and nothing counts as zero")
    func counts() async throws {
        try await island.database.read { tx throws in
            #expect(try tx.count("SELECT 3 AS first, 4 AS second") == 3)
            #expect(try tx.count("SELECT 3 WHERE 1 = 2") == 0)
            #expect(try tx.count("SELECT 'three'") == 0)
            #expect(try tx.row("SELECT 1 AS number UNION SELECT 2 ORDER BY 1")?.integer("number") == 1, "the first row")
        }
    }

    @Test("A column that is read as anything else is a fault that names it")
    func anythingElseIsAFaultThatNamesTheColumn() async throws {
        try await island.database.read { tx in
            let row = try #require(try tx.row("SELECT 'blue' AS colour, -1 AS fee, NULL AS absent, 'x' AS id"))
            let faults: [(String, () throws -> Void)] = [
                ("missing", { _ = try row.text("missing") }), ("absent", { _ = try row.text("absent") }),
                ("colour", { _ = try row.integer("colour") }), ("colour", { _ = try row.choice("colour", as: Colour.self) }),
                ("fee", { _ = try row.money("fee") }), ("fee", { _ = try row.text("fee") }), ("id", { _ = try row.identifier("id") }),
                ("colour", { _ = try row.blob("colour") }),
            ]
            for (column, read) in faults {
                let problem = #expect(throws: Problem(.unexpected, "problem.unexpected")) { try read() }
                #expect(problem?.detail.contains(column) == true)
            }
        }
    }
}

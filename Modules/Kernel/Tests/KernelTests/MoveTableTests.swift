import Testing

@testable import Kernel

@Suite("Tables of moves") struct MoveTableTests {
    /// A door with a lock.
    static let door = MoveTable<String, String>([
        .init(from: "open", "close", to: "closed", by: .owner),
        .init(from: "closed", "open", to: "open", by: .owner),
        .init(from: "closed", "lock", to: "locked", by: .officer),
        .init(from: "closed", "wear out", to: "gone", by: .platform),
        .init(from: "open", "wear out", to: "gone", by: .platform),
    ])

    @Test("A table knows a move by where it starts")
    func lines() {
        #expect(MoveTableTests.door.line("wear out", from: "open")?.to == "gone")
        #expect(MoveTableTests.door.line("lock", from: "closed")?.mover == .officer)
        #expect(MoveTableTests.door.line("lock", from: "open") == nil)
        #expect(MoveTableTests.door.line("paint", from: "open") == nil)
        #expect(MoveTableTests.door.moves(from: "locked").isEmpty)
    }

    @Test("A table says who makes a move")
    func movers() {
        #expect(MoveTableTests.door.movers(of: "open") == [.owner])
        #expect(MoveTableTests.door.movers(of: "wear out") == [.platform])
        #expect(MoveTableTests.door.movers(of: "paint").isEmpty)
    }

    @Test("A table follows every way from a status, circles too")
    func reach() {
        #expect(MoveTableTests.door.reachable(from: "open") == ["open", "closed", "locked", "gone"])
        #expect(MoveTableTests.door.reachable(from: "locked") == ["locked"])
    }

    @Test("A table tells of a second line for the same move")
    func ambiguity() {
        #expect(MoveTableTests.door.ambiguousLines.isEmpty)
        let second = MoveTable<String, String>.Line(from: "open", "close", to: "gone", by: .platform)
        let table = MoveTable(MoveTableTests.door.lines + [second])
        #expect(table.ambiguousLines == [second])
        #expect(table.line("close", from: "open")?.to == "closed")
    }
}

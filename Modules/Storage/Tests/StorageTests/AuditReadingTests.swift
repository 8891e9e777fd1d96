import Kernel
import StorageTesting
import Testing

@testable import Storage

/// The audit trail as an administrator narrows it.
@Suite("Reading the audit trail")
struct AuditReadingTests {
    let island: Island
    init() throws { island = try Island() }
    private static let (agus, rini) = (Identifier(at: Instant(milliseconds: 1)), Identifier(at: Instant(milliseconds: 2)))

    /// Positions 1 to 6: by two officers and a visitor, about two subjects, an hour apart.
    private func fill() async throws {
        let steps: [(String, String, Principal)] = [
            ("note.written", "a", .officer(id: Self.agus, agency: "polri")),
            ("note.written", "b", .officer(id: Self.rini, agency: "polri")),
            ("note.seen", "a", .officer(id: Self.agus, agency: "polri")), ("note.failed", "a", .visitor),
            ("note.seen", "b", .officer(id: Self.rini, agency: "polri")), ("note.written", "a", .officer(id: Self.rini, agency: "polri")),
        ]
        for (action, subject, principal) in steps {
            try await island.database.write { tx in try tx.audit.append(action, subject, by: principal) }
            island.clock.advance(bySeconds: 3600)
        }
    }

    private func read(_ filter: AuditFilter, before: Int? = nil, limit: Int = 50, walk: Int = 1000) async throws -> AuditStretch {
        try await island.database.read { tx in try tx.auditStretch(filter, before: before, limit: limit, walk: walk) }
    }

    private func positions(_ change: (inout AuditFilter) -> Void) async throws -> [Int] {
        var filter = AuditFilter()
        change(&filter)
        return try await read(filter).entries.map(\.position)
    }

    @Test("The trail is narrowed to a person, a kind, an action and a subject, and to all of them at once")
    func narrowed() async throws {
        try await fill()
        #expect(try await positions { _ in } == [6, 5, 4, 3, 2, 1])
        #expect(try await positions { $0.actor = Self.agus.text } == [3, 1])
        #expect(try await positions { $0.actorKind = "visitor" } == [4])
        #expect(try await positions { $0.action = "note.written" } == [6, 2, 1])
        #expect(try await positions { $0.subject = "b" } == [5, 2])
        #expect(try await positions { $0.leftOut = "note.failed" } == [6, 5, 3, 2, 1])
        #expect(try await positions { ($0.actor, $0.action) = (Self.rini.text, "note.written") } == [6, 2])
        #expect(try await positions { ($0.actor, $0.action, $0.subject) = (Self.rini.text, "note.written", "a") } == [6])
        #expect(try await positions { ($0.actor, $0.subject) = (Self.agus.text, "b") } == [])
        #expect(try await positions { $0.subject = "c" } == [])
    }

    @Test("A span of time takes the entry of its first millisecond and not that of its end")
    func spans() async throws {
        let start = island.clock.now
        try await fill()
        let second = start.advanced(bySeconds: 3600)
        for (shift, first) in [(-1, 2), (0, 2), (1, 3)] {
            let from = Instant(milliseconds: second.milliseconds + Int64(shift))
            #expect(try await positions { $0.from = from }.last == first, "\(shift)")
            #expect(try await positions { $0.before = from }.first == first - 1, "\(shift)")
        }
        #expect(try await positions { $0.from = start.advanced(byDays: 1) } == [])
        #expect(try await positions { $0.before = start } == [])
        #expect(try await positions { ($0.from, $0.before, $0.action) = (second, second.advanced(bySeconds: 1), "note.written") } == [2])
    }

    @Test("Stretches follow one another without a gap, and a walk that finds nothing leads on")
    func stretches() async throws {
        try await fill()
        for (limit, shown, next) in [(1, [6], 6), (5, [6, 5, 4, 3, 2], 2), (6, [6, 5, 4, 3, 2, 1], nil), (7, [6, 5, 4, 3, 2, 1], nil)]
            as [(Int, [Int], Int?)]
        {
            let stretch = try await read(AuditFilter(), limit: limit)
            #expect(stretch.entries.map(\.position) == shown && stretch.next == next, "\(limit)")
        }
        #expect(try await read(AuditFilter(), before: 2).entries.map(\.position) == [1])
        var rare = AuditFilter()
        rare.actorKind = "visitor"
        let first = try await read(rare, walk: 2)
        #expect(first.entries.isEmpty && first.next == 5)
        let second = try await read(rare, before: first.next, walk: 2)
        #expect(second.entries.map(\.position) == [4] && second.next == 3)
    }

    @Test("However it is narrowed, the trail is read along an index")
    func plans() async throws {
        let plans = try await island.database.read { tx in
            let range: SQLArguments = ["before": 9, "from": 0, "walk": 5]
            let statements: [(String, SQLArguments)] = [
                (AuditWalk.ofSubject, ["subject": "a"]), (AuditWalk.ofActor, ["actor": "a"]), (AuditWalk.ofAction, ["action": "a"]),
                (AuditWalk.all, [:]),
            ]
            let walks = try statements.flatMap { sql, more in
                var arguments = range
                arguments.append(more)
                return try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { try $0.text("detail") }
            }
            let ends = try [AuditWalk.firstSince, AuditWalk.lastBefore].flatMap { sql in
                try tx.rows("EXPLAIN QUERY PLAN " + sql, ["at": 1]).map { try $0.text("detail") }
            }
            return walks + ends
        }
        #expect(plans.count == 6 && plans.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plans)")
    }
}

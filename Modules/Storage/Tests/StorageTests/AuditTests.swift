import Kernel
import Testing

@testable import Storage

@Suite("The audit trail")
struct AuditTests {
    let island: Island
    init() throws { island = try Island() }
    private init(island: Island) { self.island = island }

    /// Ibu Ratna switches a service off and on again, five entries in all.
    private func fill() async throws {
        let ratna = Principal.administrator(id: island.newID())
        for number in 1...5 {
            try await island.database.write { tx in
                try tx.audit.append(
                    number % 2 == 0 ? "service.enabled" : "service.disabled", "skck", by: ratna,
                    reason: number == 3 ? nil : "Mesin \(number)")
            }
            island.clock.advance(bySeconds: 60)
        }
    }

    @Test(
        "A change of the audit trail with the database's own tools is seen, and where",
        arguments: [
            ("UPDATE audit_trail SET reason = 'x' WHERE position = 2", 2), ("UPDATE audit_trail SET reason = '' WHERE position = 3", 3),
            ("UPDATE audit_trail SET at = at + 1 WHERE position = 1", 1), ("UPDATE audit_trail SET actor = 'agus' WHERE position = 5", 5),
            ("UPDATE audit_trail SET action = 'service.enabled' WHERE position = 3", 3), ("DELETE FROM audit_trail WHERE position = 1", 1),
            ("DELETE FROM audit_trail WHERE position = 4", 4), ("DELETE FROM audit_trail WHERE position = 5", 5),
            ("UPDATE audit_trail SET position = 9 WHERE position = 5", 5),
            ("UPDATE audit_trail SET subject = 'skck' || char(31), reason = NULL WHERE position = 2", 2),
            ("UPDATE audit_trail SET hash = 'x' WHERE position = 4", 4),
            ("DELETE FROM audit_trail WHERE position > 2", 3), ("DELETE FROM audit_trail", 1),
            ("UPDATE audit_head SET position = 4", 6), ("UPDATE audit_head SET hash = ''", 6), ("DELETE FROM audit_head", 6),
        ])
    func tampering(sql: String, position: Int) async throws {
        try await fill()
        try await island.database.write { tx in try tx.execute(sql) }
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == position)
    }

    @Test("A trail that lost its end is seen, also when everything that counts it was turned back")
    func lostEnd() async throws {
        try await fill()
        try await island.database.write { tx in
            try tx.execute("DELETE FROM audit_trail WHERE position > 3")
            try tx.execute("UPDATE series SET last = 3 WHERE name = 'audit-trail'")
            let last = try tx.row("SELECT hash FROM audit_trail WHERE position = 3")?.text("hash")
            try tx.execute("UPDATE audit_head SET position = 3, hash = :hash", ["hash": last])
        }
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == 4)
        #expect(try await island.database.read { tx in try tx.auditEnd() } == nil)
    }

    @Test("The end of the trail is the last entry, before and after each one")
    func end() async throws {
        #expect(try await island.database.read { tx in try tx.auditEnd() } == AuditEnd(position: 0, hash: ""))
        try await fill()
        let end = try await island.database.read { tx in try tx.auditEnd() }
        let last = try await island.database.read { tx in try tx.row("SELECT hash FROM audit_trail WHERE position = 5")?.text("hash") }
        #expect(end == AuditEnd(position: 5, hash: last ?? ""))
    }

    @Test("A trail from before its end was sealed gets the end that it has, empty or not", arguments: [true, false])
    func sealedLater(isEmpty: Bool) async throws {
        if !isEmpty { try await fill() }
        try await island.database.write { tx in
            try tx.execute("DELETE FROM facts")
            try tx.execute("DELETE FROM audit_head")
        }
        try island.database.close()
        let database = try Island.open(island.folder, key: island.key, clock: island.clock)
        let (end, broken, last) = try await database.read { tx in
            (
                try tx.auditEnd(), try tx.firstBrokenAuditPosition(),
                try tx.row("SELECT hash FROM audit_trail ORDER BY position DESC LIMIT 1")?.text("hash")
            )
        }
        #expect(end == AuditEnd(position: isEmpty ? 0 : 5, hash: last ?? ""))
        #expect(broken == nil)
        try database.close()
    }

    /// Rewrites an entry as somebody would who has the master key too, so that its own hash fits again.
    private func forge(_ position: Int, to forged: Int? = nil, _ change: String) async throws {
        let place = forged ?? position
        try await island.database.write { tx in
            try tx.execute("UPDATE audit_trail SET position = \(place), \(change) WHERE position = \(position)")
            let row = try #require(try tx.row("SELECT * FROM audit_trail WHERE position = \(place)"))
            let hash = try AuditEntry(row).hash(tx.vault.keys.audit)
            try tx.execute("UPDATE audit_trail SET hash = :hash WHERE position = :place", ["hash": hash, "place": place])
        }
    }

    @Test(
        "Every column of an audit entry is part of its hash",
        arguments: [
            "position = position + 10", "at = at - 1", "actor_kind = 'operator'", "actor = 'root'", "action = 'service.removed'",
            "subject = 'kk'", "reason = 'Mesin 9'", "reason = NULL", "previous_hash = ''", "hash = ''",
        ])
    func everyColumn(change: String) async throws {
        try await fill()
        try await island.database.write { tx in try tx.execute("UPDATE audit_trail SET \(change) WHERE position = 5") }
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == 5)
    }

    @Test("An audit entry whose own hash fits is still tied to the one before it, and to its place")
    func linked() async throws {
        try await fill()
        try await forge(2, "reason = 'Mesin 9'")
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == 3, "the next one tells")
        let elsewhere = try Island()
        let other = AuditTests(island: elsewhere)
        try await other.fill()
        try await other.forge(5, to: 6, "at = at")
        #expect(try await elsewhere.database.read { tx in try tx.firstBrokenAuditPosition() } == 5, "a number is left out")
        try await other.forge(6, to: 5, "previous_hash = ''")
        #expect(try await elsewhere.database.read { tx in try tx.firstBrokenAuditPosition() } == 5, "the link leads nowhere")
    }

    @Test("The audit trail shows a hundred entries unless asked for more or fewer")
    func limits() async throws {
        try await island.database.write { tx in
            for number in 1...101 { try tx.audit.append("note.written", number % 2, by: .visitor) }
        }
        try await island.database.read { tx throws in
            #expect(try tx.auditEntries().map(\.position) == Array((2...101).reversed()))
            #expect(try tx.auditEntries(limit: 101).count == 101)
            #expect(try tx.auditEntries(about: "1", limit: 2).map(\.position) == [101, 99])
            #expect(try tx.auditEntries(about: "0", limit: 1).map(\.position) == [100])
        }
    }

    @Test("The borders between the parts of an audit entry cannot be shifted unseen")
    func bordersBetweenPartsCannotBeShifted() async throws {
        try await island.database.write { tx in try tx.audit.append("a.b\u{1F}c", "d", by: .visitor) }
        try await island.database.write { tx in
            try tx.execute("UPDATE audit_trail SET action = 'a.b', subject = 'c' || char(31) || 'd'")
        }
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == 1)
    }

    @Test("An audit trail that nobody touched is whole")
    func anUntouchedTrailIsWhole() async throws {
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == nil)
        try await fill()
        #expect(try await island.database.read { tx in try tx.firstBrokenAuditPosition() } == nil)
    }

    @Test("The audit trail shows the newest entry first")
    func theNewestComesFirst() async throws {
        try await fill()
        try await island.database.write { tx in try tx.audit.append("staff.added", "agus", by: .operatorAtConsole(name: "root")) }
        let all = try await island.database.read { tx in try tx.auditEntries() }
        #expect(all.map(\.position) == [6, 5, 4, 3, 2, 1])
        #expect(all.first?.actorKind == "operator")
        #expect(all.first?.actor == "root")
        #expect(all[3].reason == nil)
        let aboutSkck = try await island.database.read { tx in try tx.auditEntries(about: "skck", limit: 2) }
        #expect(aboutSkck.map(\.position) == [5, 4])
        #expect(aboutSkck.map(\.reason) == ["Mesin 5", "Mesin 4"])
    }

    @Test("Many audit entries at the same time make one chain")
    func manyAtTheSameTimeMakeOneChain() async throws {
        let database = island.database
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    try? await database.write { tx in
                        try tx.audit.append("note.written", "\(number)", by: .visitor)
                        if number % 3 == 0 { throw Mishap() }
                    }
                }
            }
        }
        let entries = try await database.read { tx in try tx.auditEntries() }
        #expect(entries.count == 40)
        #expect(try await database.read { tx in try tx.firstBrokenAuditPosition() } == nil)
    }
}

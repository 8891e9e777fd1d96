import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Portal

/// What the server says and does by itself, day after day.
@Suite("Housekeeping")
struct HousekeepingTests {
    @Test("The end of each trail is said once a day by the region's own clock, and one that was cut is an error")
    func auditEnd() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let book = LogBook()
        let loop = HousekeepingLoop(islands: town.portal.sortedIslands, clock: town.clock, logger: book.logger)
        var told: [RegionSlug: CivilDate] = [:]
        let (first, other) = (try town.island(Town.first), try town.island(Town.other))
        let end = try #require(try await first.database.read { tx in try tx.auditEnd() })
        func lines() -> [Substring] { book.text.split(separator: "\n").filter { $0.contains("audit trail") } }

        for _ in 0..<2 { try await loop.tellAuditEnd(of: first, once: &told) }
        #expect(lines() == ["info end of the audit trail entries=\(end.position) hash=\(end.hash) region=\(Town.first)"])
        try await loop.tellAuditEnd(of: other, once: &told)
        #expect(lines().count == 2 && lines().last?.hasSuffix("region=\(other.region.slug)") == true)

        // To the last minute of the region's day it is said; a minute later it is another day.
        let now = first.region.zone.local(town.clock.now)
        let midnight = first.region.zone.instant(now.date.advanced(byDays: 1), try #require(TimeOfDay("00:00")))
        town.clock.set(midnight.advanced(bySeconds: -1))
        try await loop.tellAuditEnd(of: first, once: &told)
        #expect(lines().count == 2)
        town.clock.set(midnight)
        try await first.database.write { tx in try tx.execute("UPDATE audit_head SET seal = 'forged'") }
        try await loop.tellAuditEnd(of: first, once: &told)
        #expect(lines().count == 3 && lines().last?.hasPrefix("error the end of the audit trail was changed") == true)
        try await town.leave()
    }
}

import Kernel
import Testing

@Suite("What comes before what")
struct OrderTests {
    /// Whether each comes before all behind it, and nothing before itself.
    private func isOrdered<Value: Comparable>(_ values: [Value]) -> Bool {
        values.indices.allSatisfy { one in values.indices.allSatisfy { other in (values[one] < values[other]) == (one < other) } }
    }

    @Test("Values that have an order have a strict one")
    func strict() throws {
        #expect(isOrdered([-1, 0, 1].map { Instant(milliseconds: $0) }))
        #expect(isOrdered(try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map { try #require(CivilDate($0)) }))
        #expect(isOrdered(try ["00:00", "08:29", "08:30", "24:00"].map { try #require(TimeOfDay($0)) }))
        #expect(isOrdered(try [0, 1, 30_000].map { try #require(Money(rupiah: $0)) }))
        #expect(isOrdered(try ["kab-contoh", "kab-umpama", "kota-misal"].map { try #require(RegionSlug($0)) }))
        #expect(isOrdered([1, 2, 3].map { Identifier(at: Instant(milliseconds: $0)) }))
    }

    @Test("Seconds between two instants are whole ones", arguments: [(999, 0), (1000, 1), (1999, 1), (-999, 0), (-1000, -1)])
    func seconds(milliseconds: Int64, seconds: Int) {
        #expect(Instant(milliseconds: milliseconds).seconds(since: Instant(milliseconds: 0)) == seconds)
    }
}

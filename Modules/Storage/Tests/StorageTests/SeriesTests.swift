import Kernel
import Storage
import Testing

@Suite("Series of numbers")
struct SeriesTests {
    let island: Island
    init() throws { island = try Island() }

    @Test("Writers at the same time share out the numbers without a gap")
    func writersAtTheSameTimeShareOutTheNumbersWithoutAGap() async throws {
        let database = island.database
        let numbers = await withTaskGroup(of: Int?.self) { group in
            for writer in 0..<120 {
                group.addTask {
                    try? await database.write { tx in
                        let number = try tx.next(series: "skck/2026")
                        if writer % 4 == 0 { throw Mishap() }
                        return number
                    }
                }
            }
            return await group.reduce(into: [Int]()) { $0 += [$1].compactMap(\.self) }
        }
        #expect(numbers.sorted() == Array(1...90))
    }

    @Test("A write that is undone gives its number back")
    func anUndoneWriteGivesItsNumberBack() async throws {
        let database = island.database
        #expect(try await database.write { tx in try tx.next(series: "skck/2026") } == 1)
        await #expect(throws: Mishap()) {
            try await database.write { tx in
                _ = try tx.next(series: "skck/2026")
                _ = try tx.next(series: "skck/2026")
                throw Mishap()
            }
        }
        #expect(try await database.write { tx in try tx.next(series: "skck/2026") } == 2)
    }

    @Test("Each series counts for itself, and goes on after a restart")
    func eachNameCountsForItselfAndGoesOnAfterARestart() async throws {
        #expect(try await island.database.write { tx in try tx.next(series: "skck/2026") } == 1)
        #expect(try await island.database.write { tx in try tx.next(series: "skck/2027") } == 1)
        try island.database.close()
        let reopened = try Island.open(island.folder, key: island.key, clock: island.clock)
        #expect(try await reopened.write { tx in try tx.next(series: "skck/2026") } == 2)
    }
}

@testable import Paper
import Testing

/// Rows on pages that hold 100.
@Suite("Rows on pages") struct RowTests {
    func row(_ height: Double, space: Double = 0, keeps: Bool = false, sinks: Bool = false) -> Row {
        Row(height: height, spaceBefore: space, keepsWithNext: keeps, sinks: sinks) { _, _ in }
    }

    func tops(_ rows: [Row]) -> [[Double]] { rows.paginated { _ in 100 }.map { $0.map(\.top) } }

    @Test("A row higher than a page stands alone, and nothing is lost or repeated")
    func tooHigh() {
        #expect(tops([row(10), row(150), row(10)]) == [[0], [0], [0]])
    }

    @Test("A group longer than a page is torn where the page ends")
    func tornGroup() {
        let rows = (1...25).map { row(10, keeps: $0 < 25) }
        #expect(tops(rows).map(\.count) == [10, 10, 5])
        #expect(tops([row(95)] + rows).map(\.count) == [1, 10, 10, 5])
    }

    @Test("A group that no longer fits moves on as a whole, and loses the space above it")
    func movedGroup() {
        #expect(tops([row(80), row(15, space: 5, keeps: true), row(15, space: 5)]) == [[0], [0, 20]])
    }

    @Test("What sinks stands at the bottom of its page")
    func sinking() {
        #expect(tops([row(20), row(30, space: 5, sinks: true)]) == [[0, 70]])
        #expect(tops([row(80), row(30, space: 5, sinks: true)]) == [[0], [70]])
    }

    @Test("No rows are still a page")
    func none() {
        #expect(tops([]) == [[]])
    }

    @Test("Whatever the rows, none reaches below its page and all come once in their order")
    func never() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let rows = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                row(.random(in: 1...60), space: .random(in: 0...20), keeps: .random(), sinks: Int.random(in: 0..<12) == 0)
            }
            let pages = rows.paginated { $0 == 0 ? 100 : 90 }
            #expect(pages.flatMap { $0 }.map(\.row.height) == rows.map(\.height))
            for (index, page) in pages.enumerated() {
                #expect(page.allSatisfy { $0.top + $0.row.height <= (index == 0 ? 100 : 90) + 0.001 })
                for (one, next) in zip(page, page.dropFirst()) { #expect(next.top >= one.top + one.row.height) }
            }
        }
    }
}

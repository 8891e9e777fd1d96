import Catalogue
import Kernel
import Testing

@testable import Portal

/// The day that stands in the hint of a date question.
@Suite("Examples of a date")
struct DateExampleTests {
    @Test(
        "It lies where the answer must: in the past, the future, or between two days",
        arguments: [
            (nil, nil, "27 3 1990"), ("today - 120 years", "today", "27 3 1990"), ("today", "today + 1 years", "7 12 2026"),
            ("today", "today + 3 days", "26 11 2026"), ("today - 2 years", "today", "7 12 2024"), (nil, "1980-01-02", "2 1 1980"),
            ("1990-03-27", nil, "27 3 1990"), ("1990-03-28", nil, "11 4 1990"), ("start_date", "start_date + 2 years", "7 12 2026"),
        ] as [(String?, String?, String)])
    func examples(earliest: String?, latest: String?, example: String) throws {
        let today = try #require(CivilDate("2026-11-23"))
        let question = Question(
            name: "day", kind: .date, label: LocalizedText(indonesian: "Hari"), earliest: earliest.flatMap { DateBound($0) },
            latest: latest.flatMap { DateBound($0) })
        #expect(question.exampleDay(today: today) == example)
    }

    @Test("Each date question of each service has an example that it takes")
    func services() throws {
        let today = try #require(CivilDate("2026-11-23"))
        let questions = try #require(Town.catalogue).services.flatMap(\.questions).flatMap { [$0] + $0.columns }.filter { $0.kind == .date }
        #expect(questions.count > 10)
        for question in questions {
            let parts = question.exampleDay(today: today).split(separator: " ").compactMap { Int($0) }
            let day = try #require(CivilDate(year: parts[2], month: parts[1], day: parts[0]))
            let edges = [question.earliest, question.latest].map { $0?.day(today: today) { _ in today } }
            #expect(edges[0].map { $0 <= day } ?? true && edges[1].map { day <= $0 } ?? true, "\(question.name)")
        }
    }
}

import Foundation
import Kernel
import Testing

@Suite("Days of the calendar")
struct CivilDateTests {
    @Test(
        "A day that does not exist is refused",
        arguments: [
            "2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01",
        ])
    func impossible(text: String) { #expect(CivilDate(text) == nil) }

    @Test(
        "Another way of writing is refused",
        arguments: [
            "", "2026", "2026-1-1", "26-01-01", "23-11-2026", "2026/11/23", "2026-11-23T00:00", "+026-11-23", "2026-+1-01", "2026-11-23 ",
        ])
    func unreadable(text: String) { #expect(CivilDate(text) == nil) }

    @Test("Leap days exist in their years", arguments: [2000, 2004, 2024, 2028, 1600, 2400])
    func leapDays(year: Int) throws {
        let leapDay = try #require(CivilDate(year: year, month: 2, day: 29))
        #expect(leapDay.advanced(byDays: 1) == CivilDate(year: year, month: 3, day: 1))
        #expect(leapDay.advanced(byDays: -1) == CivilDate(year: year, month: 2, day: 28))
    }

    @Test("Every day of two centuries follows the one before")
    func sequence() throws {
        let first = try #require(CivilDate("1900-01-01"))
        let last = try #require(CivilDate("2100-12-31"))
        var before = first
        for days in first.daysSince1970 + 1...last.daysSince1970 {
            let date = CivilDate(daysSince1970: days)
            let follows =
                date == CivilDate(year: before.year, month: before.month, day: before.day + 1)
                || date.day == 1 && date == CivilDate(year: before.year, month: before.month + 1, day: 1)
                || date.day == 1 && date == CivilDate(year: before.year + 1, month: 1, day: 1)
            let returns = date.daysSince1970 == days && CivilDate(date.iso8601) == date && before < date
            let turnsWeek = Weekday.allCases.firstIndex(of: date.weekday) == (days + 3 + 700_000) % 7
            guard follows, returns, turnsWeek else {
                Issue.record("\(date.iso8601) does not follow \(before.iso8601)")
                return
            }
            before = date
        }
        #expect(before == last)
        #expect(last.daysSince1970 - first.daysSince1970 == 73_413)
    }

    @Test(
        "Known days fall on their day of the week",
        arguments: [
            ("1945-08-17", Weekday.friday), ("1970-01-01", .thursday), ("1969-12-31", .wednesday), ("2000-02-29", .tuesday),
            ("2026-11-23", .monday), ("2024-02-29", .thursday),
        ])
    func weekdays(text: String, day: Weekday) throws {
        let date = try #require(CivilDate(text))
        #expect(date.weekday == day)
    }

    @Test("A date is text in JSON")
    func json() throws {
        let date = try #require(CivilDate("2026-11-23"))
        #expect(try JSONEncoder().encode([date]) == Data(#"["2026-11-23"]"#.utf8))
        #expect(try JSONDecoder().decode([CivilDate].self, from: Data(#"["2026-11-23"]"#.utf8)) == [date])
        #expect(throws: Problem.self) { try JSONDecoder().decode([CivilDate].self, from: Data(#"["2026-02-30"]"#.utf8)) }
    }
}

@Suite("Times of day")
struct TimeOfDayTests {
    @Test(
        "What is no time is refused",
        arguments: ["", "8:30", "08.30", "24:01", "25:00", "12:60", "-1:00", "+8:30", "-0:00", "08:+5", "08:30:00"])
    func refused(text: String) { #expect(TimeOfDay(text) == nil) }

    @Test("A day begins at 00:00 and ends at 24:00", arguments: [("00:00", 0), ("08:30", 510), ("23:59", 1439), ("24:00", 1440)])
    func accepted(text: String, minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
        #expect(TimeOfDay(minutes: minutes)?.iso8601 == text)
    }

    @Test("Indonesian writes a point between hour and minute")
    func pointed() { #expect(TimeOfDay("08:30")?.pointed == "08.30") }

    @Test("Minutes outside of a day are refused", arguments: [-1, 1441, Int.max]) func minutes(_ minutes: Int) {
        #expect(TimeOfDay(minutes: minutes) == nil)
    }
}

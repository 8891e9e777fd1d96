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
            "2026-1-23", "2026-11-3", "2026-011-23", "2026-11-023", "02026-11-23", "2026--11-23", "-2026-11-23", "2026-11-23-", "2026-11",
            "２０２６-11-23", "2026-11-23-01",
        ])
    func unreadable(text: String) { #expect(CivilDate(text) == nil) }

    @Test(
        "The first and the last day of each month and of the calendar are taken, and not the one beside it",
        arguments: [
            (1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31),
        ])
    func bounds(month: Int, last: Int) {
        for year in [1, 1999, 2026, 9999] {
            for day in [1, last] { #expect(CivilDate(year: year, month: month, day: day)?.day == day) }
            for day in [-1, 0, last + 1] { #expect(CivilDate(year: year, month: month, day: day) == nil) }
        }
        for year in [-1, 0, 10_000] { #expect(CivilDate(year: year, month: month, day: 1) == nil) }
        for month in [-1, 0, 13] { #expect(CivilDate(year: 2026, month: month, day: 1) == nil) }
    }

    @Test("Each year from a thousand before to ten thousand after has as many days as its rule says")
    func years() throws {
        func length(_ year: Int) -> Int { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365 }
        func check(_ year: Int, _ start: Int) {
            let (first, before) = (CivilDate(daysSince1970: start), CivilDate(daysSince1970: start - 1))
            #expect((first.year, first.month, first.day) == (year, 1, 1))
            #expect((before.year, before.month, before.day) == (year - 1, 12, 31))
            #expect(first.daysSince1970 == start && before.daysSince1970 == start - 1)
            // The day before March, on which the count of a year begins.
            let march = CivilDate(daysSince1970: start + length(year) - 306)
            #expect((march.year, march.month, march.day) == (year, 3, 1))
            let february = CivilDate(daysSince1970: start + length(year) - 307)
            #expect((february.month, february.day) == (2, length(year) - 337))
            #expect(march.daysSince1970 == start + length(year) - 306 && february.daysSince1970 == start + length(year) - 307)
        }
        var start = try #require(CivilDate(year: 1, month: 1, day: 1)).daysSince1970
        #expect(start == -719_162)
        for year in 1...10_001 {
            check(year, start)
            start += length(year)
        }
        start = -719_162
        for year in stride(from: 0, through: -1000, by: -1) {
            start -= length(year)
            check(year, start)
        }
    }

    @Test("A year of five digits is written with all of them")
    func longYear() throws {
        let last = try #require(CivilDate("9999-12-31"))
        #expect(last.advanced(byDays: 1).iso8601 == "10000-01-01")
        #expect(CivilDate(year: 7, month: 8, day: 9)?.iso8601 == "0007-08-09")
    }

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

    @Test(
        "The same day of another month, or that month's last",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"), ("2026-12-15", 1, "2027-01-15"),
            ("2026-11-30", 1, "2026-12-30"), ("2026-01-01", 12, "2027-01-01"), ("2024-02-29", 12, "2025-02-28"),
            ("2026-06-30", 0, "2026-06-30"), ("2026-08-31", 6, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"),
            ("2026-12-01", 60, "2031-12-01"), ("2026-01-15", -1, "2025-12-15"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-11-27", -12 * 120, "1906-11-27"), ("0001-01-31", -1, "0001-01-31"), ("9999-12-31", 1, "9999-12-31"),
        ])
    func months(_ start: String, _ months: Int, _ end: String) throws {
        #expect(try #require(CivilDate(start)).advanced(byMonths: months).iso8601 == end)
    }
}

@Suite("Times of day")
struct TimeOfDayTests {
    @Test(
        "What is no time is refused",
        arguments: [
            "", "8:30", "08.30", "24:01", "25:00", "12:60", "-1:00", "+8:30", "-0:00", "08:+5", "08:30:00", "008:30", "08:030", "08:3",
            "0830",
            ":08:30", "08::30", "08:30:", "08", "０８:30",
        ])
    func refused(text: String) { #expect(TimeOfDay(text) == nil) }

    @Test(
        "A day begins at 00:00 and ends at 24:00",
        arguments: [("00:00", 0), ("08:30", 510), ("09:59", 599), ("19:00", 1140), ("23:59", 1439), ("24:00", 1440)])
    func accepted(text: String, minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
        #expect(TimeOfDay(minutes: minutes)?.iso8601 == text)
    }

    @Test("Indonesian writes a point between hour and minute")
    func pointed() {
        for (time, pointed) in [("08:30", "08.30"), ("09:05", "09.05"), ("17:45", "17.45"), ("24:00", "24.00")] {
            #expect(TimeOfDay(time)?.pointed == pointed)
        }
    }

    @Test("A time is text in JSON")
    func json() throws {
        let time = try #require(TimeOfDay("08:30"))
        #expect(try JSONEncoder().encode([time]) == Data(#"["08:30"]"#.utf8))
        #expect(try JSONDecoder().decode([TimeOfDay].self, from: Data(#"["08:30"]"#.utf8)) == [time])
        #expect(throws: Problem.self) { try JSONDecoder().decode([TimeOfDay].self, from: Data(#"["24:01"]"#.utf8)) }
    }

    @Test("Minutes outside of a day are refused", arguments: [-1, 1441, Int.max]) func minutes(_ minutes: Int) {
        #expect(TimeOfDay(minutes: minutes) == nil)
    }
}

import Catalogue
import Kernel
import Testing

/// The calendar beside a count by hand: one day after the other, each looked up in a list of what the counters write on their door.
@Suite("Working days, counted one by one")
struct CountedDaysTests {
    private static let zone = IndonesianZone.western
    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
    private static func at(_ date: CivilDate, _ time: String) throws -> Instant { zone.instant(date, try #require(TimeOfDay(time))) }

    /// When the counters close on that day; `nil` when they are closed.
    private static func closing(_ date: CivilDate) -> String? {
        if ["2026-12-18", "2026-12-24", "2026-12-25"].contains(date.iso8601) { return nil }
        if ["2026-12-07", "2026-12-08", "2026-12-09"].contains(date.iso8601) {
            return [.monday: "13:00", .wednesday: "10:00"][date.weekday]
        }
        return [.monday: "15:00", .tuesday: "15:30", .wednesday: "15:30", .thursday: "15:30", .friday: "15:00"][date.weekday]
    }

    private static func calendar() throws -> WorkingCalendar {
        func hours(_ texts: String...) throws -> [OpeningHours] { try texts.map { try #require(OpeningHours($0)) } }
        let week: WeeklyHours = try [
            .monday: hours("08:00-12:00", "13:00-15:00"), .tuesday: hours("08:00-15:30"), .wednesday: hours("08:00-15:30"),
            .thursday: hours("08:00-15:30"), .friday: hours("08:00-11:30", "13:00-15:00"),
        ]
        let short = try HoursOverride(
            name: LocalizedText(indonesian: "Jam pendek"), from: date("2026-12-07"), to: date("2026-12-09"),
            hours: [.monday: hours("09:00-13:00"), .wednesday: hours("09:00-10:00")])
        let region = RegionManifest(
            slug: try #require(RegionSlug("kab-contoh")), code: try #require(RegionCode("99.01")), name: "Kabupaten Contoh",
            province: "Contoh Raya", zone: zone, building: Building(name: "MPP"), hours: week, hoursOverrides: [short],
            holidays: [Holiday(date: try date("2026-12-18"), name: LocalizedText(indonesian: "Hari Jadi Contoh"), kind: .regional)],
            merchant: try #require(MerchantWords(name: "MPP", city: "CONTOH")), senderName: "MPP")
        return WorkingCalendar(
            region: region,
            holidays: [
                Holiday(date: try date("2026-12-24"), name: LocalizedText(indonesian: "Cuti bersama"), kind: .jointLeave),
                Holiday(date: try date("2026-12-25"), name: LocalizedText(indonesian: "Natal"), kind: .national),
            ])
    }

    /// From Monday, 30 November 2026, over the override and both kinds of holiday.
    private static func days(_ count: Int) throws -> [CivilDate] {
        let first = try date("2026-11-30")
        return (0..<count).map { first.advanced(byDays: $0) }
    }

    @Test("A day is a working day when its door says so, with the hours of that day")
    func openDays() throws {
        let calendar = try Self.calendar()
        for day in try Self.days(60) {
            #expect(calendar.isWorkingDay(day) == (Self.closing(day) != nil), "\(day.iso8601)")
            #expect(calendar.hours(on: day).last?.closes.iso8601 == Self.closing(day), "\(day.iso8601)")
        }
        #expect(try calendar.hours(on: Self.date("2026-12-04")).map(\.opens.iso8601) == ["08:00", "13:00"], "a lunch break")
    }

    @Test("The promised day is the one that is reached by counting", arguments: 0...9)
    func deadlines(workingDays: Int) throws {
        let calendar = try Self.calendar()
        for day in try Self.days(40) {
            var left = workingDays
            var last = day
            while left > 0 || Self.closing(last) == nil {
                last = last.advanced(byDays: 1)
                if Self.closing(last) != nil { left -= 1 }
            }
            let expected = try Self.at(last, try #require(Self.closing(last)))
            for time in ["00:00", "11:59", "12:30", "23:59"] {
                #expect(try calendar.deadline(from: Self.at(day, time), workingDays: workingDays) == expected, "\(day.iso8601) \(time)")
            }
        }
    }

    @Test("The days left are those that are counted, and the days late too")
    func daysLeft() throws {
        let calendar = try Self.calendar()
        let days = try Self.days(32)
        for last in days {
            guard let closing = Self.closing(last) else { continue }
            let deadline = try Self.at(last, closing)
            for today in days {
                let between = days.filter { $0 > min(today, last) && $0 <= max(today, last) && Self.closing($0) != nil }.count
                let expected = today <= last ? between : -max(1, between)
                #expect(
                    try calendar.workingDaysLeft(from: Self.at(today, "09:00"), until: deadline) == expected,
                    "\(today.iso8601) until \(last.iso8601)")
            }
        }
    }

    @Test("The closing minute itself is in time, and what comes after it is late")
    func closingMinute() throws {
        let calendar = try Self.calendar()
        for text in ["2026-11-30", "2026-12-04", "2026-12-07", "2026-12-09", "2026-12-10"] {
            let day = try Self.date(text)
            let deadline = try Self.at(day, try #require(Self.closing(day)))
            for (milliseconds, expected) in [(-60_000, 0), (-1, 0), (0, 0), (1, -1), (60_000, -1)] as [(Int64, Int)] {
                let now = Instant(milliseconds: deadline.milliseconds + milliseconds)
                #expect(calendar.workingDaysLeft(from: now, until: deadline) == expected, "\(text) \(milliseconds) ms")
            }
        }
    }

    @Test("An override holds from its first day to its last, and no day more")
    func overrideDays() throws {
        let override = try HoursOverride(
            name: LocalizedText(indonesian: "Jam pendek"), from: Self.date("2026-12-07"), to: Self.date("2026-12-09"), hours: [:])
        for (text, isCovered) in [("2026-12-06", false), ("2026-12-07", true), ("2026-12-09", true), ("2026-12-10", false)] {
            #expect(try override.covers(Self.date(text)) == isCovered, "\(text)")
        }
    }

    @Test("Where no hours are known, Monday to Friday count and nothing else")
    func unknownHours() throws {
        let region = RegionManifest(
            slug: try #require(RegionSlug("kab-contoh")), code: try #require(RegionCode("99.01")), name: "Kabupaten Contoh",
            province: "Contoh Raya", zone: Self.zone, building: Building(name: "MPP"),
            merchant: try #require(MerchantWords(name: "MPP", city: "CONTOH")), senderName: "MPP")
        let calendar = WorkingCalendar(region: region, holidays: [])
        for day in try Self.days(14) {
            #expect(calendar.isWorkingDay(day) == (day.weekday != .saturday && day.weekday != .sunday), "\(day.iso8601)")
            #expect(calendar.hours(on: day).isEmpty)
        }
        let start = try Self.at(Self.date("2026-12-04"), "09:00")
        #expect(try calendar.deadline(from: start, workingDays: 0) == Self.at(Self.date("2026-12-04"), "23:59"))
        #expect(try calendar.deadline(from: start, workingDays: -1) == Self.at(Self.date("2026-12-04"), "23:59"))
        #expect(try calendar.deadline(from: start, workingDays: 6) == Self.at(Self.date("2026-12-14"), "23:59"))
    }

    @Test(
        "Hours begin before they end, by a minute at least",
        arguments: [("08:00-07:59", false), ("08:00-08:00", false), ("08:00-08:01", true)])
    func hours(_ text: String, _ isTaken: Bool) { #expect((OpeningHours(text) != nil) == isTaken) }
}

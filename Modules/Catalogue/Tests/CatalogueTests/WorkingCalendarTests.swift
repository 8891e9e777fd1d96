import Catalogue
import Kernel
import Testing

@Suite("Working days, and by when Siti's request is done")
struct WorkingCalendarTests {
    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
    private static func instant(_ day: String, _ time: String, _ zone: IndonesianZone = .western) throws -> Instant {
        zone.instant(try date(day), try #require(TimeOfDay(time)))
    }

    private static func calendar(
        hours: WeeklyHours = [:], overrides: [HoursOverride] = [], own: [Holiday] = [], zone: IndonesianZone = .western
    ) throws -> WorkingCalendar {
        let region = RegionManifest(
            slug: try #require(RegionSlug("kab-contoh")), code: try #require(RegionCode("99.01")), name: "Kabupaten Contoh",
            province: "Contoh Raya", zone: zone, building: Building(name: "MPP"), hours: hours, hoursOverrides: overrides,
            holidays: own, merchant: try #require(MerchantWords(name: "MPP", city: "CONTOH")), senderName: "MPP")
        let national = [
            Holiday(date: try date("2026-12-24"), name: LocalizedText(indonesian: "Cuti bersama"), kind: .jointLeave),
            Holiday(date: try date("2026-12-25"), name: LocalizedText(indonesian: "Natal"), kind: .national, isYearly: true),
        ]
        return WorkingCalendar(region: region, holidays: national)
    }

    private static func week(_ texts: [Weekday: String]) throws -> WeeklyHours {
        try texts.mapValues { [try #require(OpeningHours($0))] }
    }

    @Test("Where hours are not known, work is from Monday to Friday until 23:59")
    func unknownHours() throws {
        let calendar = try Self.calendar()
        #expect(try calendar.isWorkingDay(Self.date("2026-11-23")))
        #expect(try !calendar.isWorkingDay(Self.date("2026-11-28")))
        #expect(try calendar.hours(on: Self.date("2026-11-23")).isEmpty)
        // Friday afternoon, one working day: Monday.
        #expect(try calendar.deadline(from: Self.instant("2026-11-27", "15:00"), workingDays: 1) == Self.instant("2026-11-30", "23:59"))
    }

    @Test("Behind the last decree the days that come each year are no working days, and joint leave is not known")
    func undecreed() throws {
        let calendar = try Self.calendar()
        #expect(try calendar.decreedUntil == Self.date("2026-12-31"))
        // 24 December 2027 is a Friday, 25 December a Saturday; in 2028 they are a Sunday and a Monday.
        #expect(try calendar.isWorkingDay(Self.date("2027-12-24")) && calendar.holiday(on: Self.date("2027-12-25"))?.kind == .national)
        #expect(try !calendar.isWorkingDay(Self.date("2028-12-25")) && calendar.hours(on: Self.date("2028-12-25")).isEmpty)
        // Before the first calendar nothing is made up.
        #expect(try calendar.holiday(on: Self.date("2025-12-25")) == nil)
        let start = try Self.instant("2028-12-22", "09:00")
        #expect(try calendar.deadline(from: start, workingDays: 1) == Self.instant("2028-12-26", "23:59"))
    }

    @Test("Over Christmas joint leave, the holiday and the weekend do not count")
    func christmas() throws {
        let calendar = try Self.calendar()
        let start = try Self.instant("2026-12-23", "09:00")
        let due = calendar.deadline(from: start, workingDays: 2)
        #expect(try due == Self.instant("2026-12-29", "23:59"))
        #expect(calendar.workingDaysLeft(from: start, until: due) == 2)
        #expect(try calendar.workingDaysLeft(from: Self.instant("2026-12-26", "09:00"), until: due) == 2)
        #expect(try calendar.workingDaysLeft(from: Self.instant("2026-12-29", "08:00"), until: due) == 0)
        #expect(try calendar.holiday(on: Self.date("2026-12-24"))?.kind == .jointLeave)
    }

    @Test("When Polri is late, the days left are negative, on the same evening already by one")
    func late() throws {
        let calendar = try Self.calendar(hours: Self.week([.monday: "08:00-15:00", .tuesday: "08:00-15:00", .wednesday: "08:00-15:00"]))
        let due = try Self.instant("2026-11-23", "15:00")
        #expect(try calendar.workingDaysLeft(from: Self.instant("2026-11-23", "15:01"), until: due) == -1)
        #expect(try calendar.workingDaysLeft(from: Self.instant("2026-11-25", "09:00"), until: due) == -2)
    }

    @Test("Where hours are known, they tell the days and the hour")
    func knownHours() throws {
        let calendar = try Self.calendar(hours: Self.week([.monday: "08:00-15:00", .saturday: "08:00-13:00"]))
        #expect(try calendar.isWorkingDay(Self.date("2026-11-28")))
        #expect(try !calendar.isWorkingDay(Self.date("2026-11-24")))
        #expect(try calendar.deadline(from: Self.instant("2026-11-23", "09:00"), workingDays: 1) == Self.instant("2026-11-28", "13:00"))
        #expect(try calendar.deadline(from: Self.instant("2026-11-24", "09:00"), workingDays: 0) == Self.instant("2026-11-28", "13:00"))
    }

    @Test("In Ramadan the override's hours hold, and its missing days are closed")
    func ramadan() throws {
        let ramadan = try HoursOverride(
            name: LocalizedText(indonesian: "Ramadan"), from: Self.date("2026-11-23"), to: Self.date("2026-11-29"),
            hours: Self.week([.monday: "08:30-14:00"]))
        let calendar = try Self.calendar(hours: Self.week([.monday: "08:00-15:00", .tuesday: "08:00-15:00"]), overrides: [ramadan])
        #expect(try calendar.hours(on: Self.date("2026-11-23")).map(\.closes.iso8601) == ["14:00"])
        #expect(try !calendar.isWorkingDay(Self.date("2026-11-24")))
        #expect(try calendar.hours(on: Self.date("2026-12-01")).map(\.closes.iso8601) == ["15:00"])
    }

    @Test("The region's own holiday is none elsewhere")
    func regionalHoliday() throws {
        let day = try Self.date("2026-12-18")
        let own = Holiday(date: day, name: LocalizedText(indonesian: "Hari Jadi Contoh"), kind: .regional)
        #expect(try !Self.calendar(own: [own]).isWorkingDay(day))
        #expect(try Self.calendar().isWorkingDay(day))
    }

    @Test("The day is the region's own: 23:30 UTC on Sunday is Monday morning in central time")
    func zone() throws {
        let calendar = try Self.calendar(zone: .central)
        let start = try Self.instant("2026-11-23", "07:30", .central)
        #expect(start.iso8601 == "2026-11-22T23:30:00.000Z")
        #expect(try calendar.deadline(from: start, workingDays: 1) == Self.instant("2026-11-24", "23:59", .central))
    }

    @Test("A building closed for good ends the search instead of running on")
    func neverOpen() throws {
        let closed = try HoursOverride(
            name: LocalizedText(indonesian: "Tutup"), from: Self.date("2026-01-01"), to: Self.date("2099-12-31"), hours: [:])
        let calendar = try Self.calendar(overrides: [closed])
        let start = try Self.instant("2026-11-23", "09:00")
        let end = try Self.date("2026-11-23").advanced(byDays: 3660)
        #expect(calendar.deadline(from: start, workingDays: 1) == IndonesianZone.western.instant(end, try #require(TimeOfDay("23:59"))))
    }
}

@Suite("Dates as people say them")
struct WordingTests {
    @Test("A Monday morning is written as people say it, in both languages") func monday() throws {
        let wording = Wording()
        let date = try #require(CivilDate("2026-11-23"))
        let morning = IndonesianZone.western.instant(date, try #require(TimeOfDay("08:30")))
        #expect(wording.date(date, in: .indonesian) == "Senin, 23 November 2026")
        #expect(wording.date(date, in: .english) == "Monday, 23 November 2026")
        #expect(wording.time(morning, .western, in: .indonesian) == "pukul 08.30 WIB")
        #expect(wording.time(morning, .central, in: .english) == "09:30 WITA")
        #expect(wording.dateTime(morning, .western, in: .indonesian) == "Senin, 23 November 2026, pukul 08.30 WIB")
        #expect(wording.dateTime(morning, .western, in: .english) == "Monday, 23 November 2026, 08:30 WIB")
        #expect(wording.month(13, in: .english).isEmpty)
    }
}

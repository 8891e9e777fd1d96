import Catalogue
import Kernel
import Testing

/// What is promised in minutes, and how much of a promise is used up. Monday, 30 November 2026, begins a usual week; 7 to 9 December have
/// Ramadan's hours; 18, 24 and 25 December are holidays.
@Suite("Working time inside a day")
struct WorkingTimeTests {
    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
    private static func at(_ day: String, _ time: String, _ zone: IndonesianZone = .western) throws -> Instant {
        zone.instant(try date("2026-\(day)"), try #require(TimeOfDay(time)))
    }

    private static func calendar(_ zone: IndonesianZone = .western, isKnown: Bool = true) throws -> WorkingCalendar {
        func hours(_ texts: String...) throws -> [OpeningHours] { try texts.map { try #require(OpeningHours($0)) } }
        let week: WeeklyHours = try [
            .monday: hours("08:00-12:00", "13:00-15:00"), .tuesday: hours("08:00-15:30"), .wednesday: hours("08:00-15:30"),
            .thursday: hours("08:00-15:30"), .friday: hours("08:00-11:30", "13:00-15:00"),
        ]
        let ramadan = try HoursOverride(
            name: LocalizedText(indonesian: "Ramadan"), from: date("2026-12-07"), to: date("2026-12-09"),
            hours: [.monday: hours("09:00-13:00"), .wednesday: hours("09:00-10:00")])
        let region = RegionManifest(
            slug: try #require(RegionSlug("kab-contoh")), code: try #require(RegionCode("99.01")), name: "Kabupaten Contoh",
            province: "Contoh Raya", zone: zone, building: Building(name: "MPP"), hours: isKnown ? week : [:],
            hoursOverrides: [ramadan],
            holidays: [Holiday(date: try date("2026-12-18"), name: LocalizedText(indonesian: "Hari Jadi Contoh"), kind: .regional)],
            merchant: try #require(MerchantWords(name: "MPP", city: "CONTOH")), senderName: "MPP")
        return WorkingCalendar(
            region: region,
            holidays: [
                Holiday(date: try date("2026-12-24"), name: LocalizedText(indonesian: "Cuti bersama"), kind: .jointLeave),
                Holiday(date: try date("2026-12-25"), name: LocalizedText(indonesian: "Natal"), kind: .national),
            ])
    }

    @Test(
        "Minutes are counted while the counters are open",
        arguments: [
            // Inside a stretch, and to its last minute.
            ("11-30", "09:00", 60, "11-30", "10:00"), ("11-30", "11:00", 60, "11-30", "12:00"),
            // A minute before the break, at it, in it, a minute before its end, at its end.
            ("11-30", "11:59", 1, "11-30", "12:00"), ("11-30", "11:59", 2, "11-30", "13:01"), ("11-30", "12:00", 1, "11-30", "13:01"),
            ("11-30", "12:30", 60, "11-30", "14:00"), ("11-30", "12:59", 1, "11-30", "13:01"), ("11-30", "13:00", 1, "11-30", "13:01"),
            // A minute before closing, at it, after it; a minute before opening, at it.
            ("11-30", "14:59", 1, "11-30", "15:00"), ("11-30", "14:59", 2, "12-01", "08:01"), ("11-30", "15:00", 1, "12-01", "08:01"),
            ("11-30", "15:01", 1, "12-01", "08:01"), ("11-30", "07:59", 1, "11-30", "08:01"), ("11-30", "08:00", 1, "11-30", "08:01"),
            // Friday's long break, and the weekend behind it.
            ("12-04", "11:00", 60, "12-04", "13:30"), ("12-04", "11:30", 1, "12-04", "13:01"), ("12-04", "12:59", 1, "12-04", "13:01"),
            ("12-04", "14:30", 60, "12-07", "09:30"), ("12-05", "10:00", 30, "12-07", "09:30"),
            // Ramadan: shorter, and closed on Tuesday; the day after it is a usual one.
            ("12-07", "12:59", 1, "12-07", "13:00"), ("12-07", "13:00", 1, "12-09", "09:01"), ("12-07", "12:30", 60, "12-09", "09:30"),
            ("12-09", "09:59", 2, "12-10", "08:01"), ("12-05", "10:00", 480, "12-10", "11:00"),
            // The region's own holiday before a weekend, and two others before another.
            ("12-17", "15:00", 60, "12-21", "08:30"), ("12-18", "09:00", 1, "12-21", "08:01"), ("12-23", "15:29", 1, "12-23", "15:30"),
            ("12-23", "15:29", 2, "12-28", "08:01"),
        ])
    func minutes(day: String, time: String, minutes: Int, dueDay: String, due: String) throws {
        let found = try Self.calendar().deadline(from: Self.at(day, time), workingMinutes: minutes)
        #expect(try found == Self.at(dueDay, due))
        #expect(try Self.calendar().deadline(from: Self.at(day, time), within: .minutes(minutes)) == found)
        #expect(try Self.calendar().workingMilliseconds(from: Self.at(day, time), until: found) == Int64(minutes) * 60_000)
    }

    @Test(
        "One moment is another time of day in each zone",
        arguments: [
            (IndonesianZone.western, "08:00", "09:00"), (.central, "08:30", "09:30"), (.eastern, "09:30", "10:30"),
        ])
    func zones(zone: IndonesianZone, begins: String, due: String) throws {
        // 07:30 WIB, when only the west still sleeps.
        let moment = try Self.at("11-30", "07:30")
        let found = try Self.calendar(zone).deadline(from: moment, workingMinutes: 60)
        #expect(try found == Self.at("11-30", due, zone))
        #expect(try Self.calendar(zone).instant(after: 0, from: moment, until: found) == Self.at("11-30", begins, zone))
    }

    @Test("Where the hours are not known minutes become one working day, and known days on the way change nothing")
    func unknown() throws {
        let calendar = try Self.calendar(isKnown: false)
        #expect(try calendar.deadline(from: Self.at("11-30", "15:00"), workingMinutes: 15) == Self.at("12-01", "23:59"))
        #expect(try calendar.deadline(from: Self.at("12-04", "15:00"), workingMinutes: 15) == Self.at("12-07", "13:00"))
        // Ramadan's hours are known, those of the day behind it are not.
        #expect(try calendar.deadline(from: Self.at("12-09", "09:50"), workingMinutes: 10) == Self.at("12-09", "10:00"))
        #expect(try calendar.deadline(from: Self.at("12-09", "09:50"), workingMinutes: 11) == Self.at("12-10", "23:59"))
    }

    @Test("What is promised for the same day is due at its closing, and on the next one when it is over")
    func sameDay() throws {
        let calendar = try Self.calendar()
        let closing = try Self.at("11-30", "15:00")
        #expect(try calendar.deadline(from: Self.at("11-30", "00:00"), within: .days(0)) == closing)
        #expect(calendar.deadline(from: closing, within: .days(0)) == closing)
        #expect(try calendar.deadline(from: closing.advanced(bySeconds: 1), within: .days(0)) == Self.at("12-01", "15:30"))
        #expect(try calendar.deadline(from: Self.at("12-18", "08:00"), within: .days(0)) == Self.at("12-21", "15:00"))
        #expect(try calendar.deadline(from: closing.advanced(bySeconds: 1), within: .days(1)) == Self.at("12-01", "15:30"))
    }

    @Test(
        "A share of working time is reached at a moment of working time",
        arguments: [
            (0, "11-30", "08:00"), (500, "12-01", "08:45"), (800, "12-01", "12:48"), (1000, "12-01", "15:30"),
        ])
    func shares(thousandths: Int, day: String, time: String) throws {
        // Thirteen hours and a half.
        let (start, end) = (try Self.at("11-30", "07:00"), try Self.at("12-01", "15:30"))
        #expect(try Self.calendar().instant(after: thousandths, from: start, until: end) == Self.at(day, time))
    }

    @Test("Nights, weekends and holidays are no working time, and without any the end is the moment")
    func none() throws {
        let calendar = try Self.calendar()
        #expect(try calendar.workingMilliseconds(from: Self.at("12-04", "15:00"), until: Self.at("12-07", "09:00")) == 0)
        #expect(try calendar.workingMilliseconds(from: Self.at("12-04", "14:59"), until: Self.at("12-07", "09:01")) == 120_000)
        #expect(try calendar.workingMilliseconds(from: Self.at("12-07", "09:00"), until: Self.at("12-04", "15:00")) == 0)
        let sunday = try Self.at("12-06", "12:00")
        #expect(try calendar.instant(after: 500, from: Self.at("12-05", "12:00"), until: sunday) == sunday)
        // Without known hours a working day counts as a whole.
        let unknown = try Self.calendar(isKnown: false)
        #expect(
            try unknown.instant(after: 500, from: Self.at("12-01", "00:00"), until: Self.at("12-02", "23:59")) == Self.at("12-01", "23:59"))
    }
}

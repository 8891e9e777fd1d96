import Catalogue
import Kernel
import Testing

@Suite("Open or not, at one moment")
struct OpeningTests {
    /// Monday 08.00–12.00 and 13.00–15.30, Friday 08.00–11.00; Friday 18 December is the region's own holiday.
    private static func calendar(_ change: (part: String, other: String)? = nil) throws -> WorkingCalendar {
        var resources = SampleResources()
        if let change { resources.change(SampleResources.contoh, change.part, to: change.other) }
        let catalogue = try resources.catalogue()
        return WorkingCalendar(region: try #require(catalogue.regions.first), holidays: catalogue.holidays)
    }

    private static func moment(_ date: String, _ time: String) throws -> Opening.Moment {
        Opening.Moment(date: try #require(CivilDate(date)), time: try #require(TimeOfDay(time)))
    }

    private static func opening(_ date: String, _ time: String, _ calendar: WorkingCalendar) throws -> Opening {
        let moment = try moment(date, time)
        return calendar.opening(at: calendar.zone.instant(moment.date, moment.time))
    }

    @Test("It opens with its minute and closes with its minute, also around a break")
    func minutes() throws {
        let calendar = try Self.calendar()
        let (noon, evening) = (try #require(TimeOfDay("12:00")), try #require(TimeOfDay("15:30")))
        let monday = "2026-11-23"
        for (time, expected) in [
            ("07:59", Opening.closed(until: try Self.moment(monday, "08:00"))), ("08:00", .open(until: noon)),
            ("11:59", .open(until: noon)),
            ("12:00", .closed(until: try Self.moment(monday, "13:00"))), ("12:59", .closed(until: try Self.moment(monday, "13:00"))),
            ("13:00", .open(until: evening)), ("15:29", .open(until: evening)),
            ("15:30", .closed(until: try Self.moment("2026-11-27", "08:00"))),
        ] { #expect(try Self.opening(monday, time, calendar) == expected, "\(time)") }
    }

    @Test("On a holiday it is closed, and the next opening leaves holidays out")
    func holidays() throws {
        let calendar = try Self.calendar()
        let next = Opening.closed(until: try Self.moment("2026-12-21", "08:00"))
        #expect(try Self.opening("2026-12-18", "09:00", calendar) == next)
        #expect(try Self.opening("2026-12-17", "23:59", calendar) == next)
        #expect(try Self.opening("2026-12-21", "15:30", calendar) == .closed(until: try Self.moment("2026-12-28", "08:00")))
    }

    @Test("Where the hours are not known nobody says open or closed, but for the days that an override or a holiday tells of")
    func unknown() throws {
        let calendar = try Self.calendar(
            ("hours:\n  monday: [\"13:00-15:30\", \"08:00-12:00\"]\n  friday: [\"08:00-11:00\"]\n", "hours: {}\n"))
        #expect(try Self.opening("2026-11-23", "09:00", calendar) == .unknown)
        #expect(try Self.opening("2026-02-23", "09:00", calendar) == .open(until: try #require(TimeOfDay("14:00"))))
        #expect(try Self.opening("2026-03-16", "14:00", calendar) == .closed(until: nil))
        #expect(try Self.opening("2026-12-18", "09:00", calendar) == .closed(until: nil))
    }

    @Test("The region's own clock counts", arguments: [("Asia/Jakarta", false), ("Asia/Makassar", true)])
    func zone(name: String, isOpen: Bool) throws {
        let calendar = try Self.calendar(("Asia/Jakarta", name))
        // 07.30 in Jakarta is 08.30 in Makassar.
        let moment = try Self.moment("2026-11-23", "07:30")
        let opening = calendar.opening(at: IndonesianZone.western.instant(moment.date, moment.time))
        if case .open = opening { #expect(isOpen) } else { #expect(!isOpen) }
    }
}

import Kernel
import Testing

@Suite("Instants and the three zones")
struct ZoneTests {
    /// 23 November 2026, 16:30 UTC.
    let evening = Instant(milliseconds: 1_795_451_400_000)

    @Test(
        "The same instant is another day further east",
        arguments: [
            (IndonesianZone.western, "2026-11-23", "23:30", "WIB"), (.central, "2026-11-24", "00:30", "WITA"),
            (.eastern, "2026-11-24", "01:30", "WIT"),
        ])
    func walls(zone: IndonesianZone, date: String, time: String, name: String) {
        let wall = zone.local(evening)
        #expect(wall.date.iso8601 == date)
        #expect(wall.time.iso8601 == time)
        #expect(zone.abbreviation == name)
    }

    @Test("What the wall shows leads back to the instant", arguments: IndonesianZone.allCases)
    func roundTrip(zone: IndonesianZone) {
        for days in stride(from: -40_000, through: 60_000, by: 997) {
            let instant = Instant(milliseconds: 0).advanced(byDays: days).advanced(bySeconds: 60 * (days % 1440))
            let wall = zone.local(instant)
            #expect(zone.instant(wall.date, wall.time) == instant)
        }
    }

    @Test("The millisecond before the epoch belongs to the day before")
    func beforeTheEpoch() {
        let before = Instant(milliseconds: -1)
        #expect(before.iso8601 == "1969-12-31T23:59:59.999Z")
        #expect(IndonesianZone.western.local(before).time.iso8601 == "06:59")
        #expect(IndonesianZone.western.local(Instant(milliseconds: -7 * 3_600_000 - 1)).date.iso8601 == "1969-12-31")
    }

    @Test("The end of the day is the beginning of the next")
    func endOfDay() throws {
        let day = try #require(CivilDate("2026-12-31"))
        let end = try #require(TimeOfDay("24:00"))
        #expect(IndonesianZone.western.instant(day, end) == IndonesianZone.western.instant(day.advanced(byDays: 1), .midnight))
    }

    @Test(
        "An instant is written as RFC 3339 says",
        arguments: [
            (0 as Int64, "1970-01-01T00:00:00.000Z"), (1_795_451_400_000, "2026-11-23T16:30:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
            (-86_400_000, "1969-12-31T00:00:00.000Z"),
        ])
    func written(milliseconds: Int64, text: String) { #expect(Instant(milliseconds: milliseconds).iso8601 == text) }

    @Test("Seconds between two instants count forwards and back")
    func seconds() {
        #expect(evening.advanced(bySeconds: 90).seconds(since: evening) == 90)
        #expect(evening.seconds(since: evening.advanced(byDays: 1)) == -86_400)
    }

    @Test("A hand clock moves only by hand")
    func handClock() {
        let clock = HandWallClock(evening)
        #expect(clock.now == evening)
        clock.advance(bySeconds: 1)
        #expect(clock.now == evening.advanced(bySeconds: 1))
        clock.set(evening)
        #expect(clock.now == evening)
    }
}

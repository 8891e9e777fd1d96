public import Kernel

/// The days and hours on which a region works: its usual week, its dated overrides, and no holidays.
///
/// A day is a working day when it is no holiday and has opening hours. In a region whose hours are not known, Monday to
/// Friday are working days without hours.
public struct WorkingCalendar: Sendable {
    public let zone: IndonesianZone
    private let week: WeeklyHours
    private let overrides: [HoursOverride]
    private let holidays: [CivilDate: Holiday]
    /// The last day whose holidays and joint leave are decreed; `nil` when none is.
    public let decreedUntil: CivilDate?
    /// What comes again each year, by month and day: it stands in for the decree in the years behind that day.
    private let yearly: [Int: Holiday]

    /// How far a search for a working day goes, in days: no real calendar is closed for so long.
    static let searchLimitDays = 3660

    /// `holidays` are the national ones and the joint leave; the region's own are taken from its manifest.
    public init(region: RegionManifest, holidays: [Holiday]) {
        zone = region.zone
        week = region.hours
        overrides = region.hoursOverrides
        self.holidays = Dictionary((holidays + region.holidays).map { ($0.date, $0) }, uniquingKeysWith: { first, _ in first })
        let lastYear = holidays.map(\.date.year).max()
        decreedUntil = lastYear.flatMap { CivilDate(year: $0, month: 12, day: 31) }
        yearly = Dictionary(
            holidays.filter { $0.isYearly && $0.date.year == lastYear }.map { (WorkingCalendar.place($0.date), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func place(_ date: CivilDate) -> Int { date.month * 100 + date.day }

    /// The holiday on that date, a national one before a regional one. Behind the last decree only those that come each year are known.
    public func holiday(on date: CivilDate) -> Holiday? {
        if let known = holidays[date] { return known }
        guard let decreedUntil, date > decreedUntil else { return nil }
        return yearly[WorkingCalendar.place(date)]
    }

    public func isWorkingDay(_ date: CivilDate) -> Bool {
        guard holiday(on: date) == nil else { return false }
        if isHoursKnown(on: date) { return !usualHours(on: date).isEmpty }
        return date.weekday != .saturday && date.weekday != .sunday
    }

    /// The opening hours of that date, earliest first; empty when closed, and when the hours are not known.
    public func hours(on date: CivilDate) -> [OpeningHours] { holiday(on: date) == nil ? usualHours(on: date) : [] }

    /// When something promised within that many working days must be done: the closing time of the last of them, or 23:59
    /// where the hours are not known. The first working day after the day of `start` counts as one. With none promised it is
    /// the day of `start` itself, or the next working day when that is none.
    public func deadline(from start: Instant, workingDays: Int) -> Instant {
        var date = zone.local(start).date
        var left = max(0, workingDays)
        var searched = 0
        while left > 0 || !isWorkingDay(date), searched < WorkingCalendar.searchLimitDays {
            date = date.advanced(byDays: 1)
            searched += 1
            if isWorkingDay(date) { left -= 1 }
        }
        return zone.instant(date, closing(on: date))
    }

    /// The working days after the day of `now` up to and including the day of `deadline`: 0 on the last day, and right after
    /// the start as many as were promised. Negative when late: the working days since, and at least one, also on the last day
    /// after closing.
    public func workingDaysLeft(from now: Instant, until deadline: Instant) -> Int {
        let today = zone.local(now).date
        let last = zone.local(deadline).date
        return now <= deadline ? workingDays(after: today, through: last) : -max(1, workingDays(after: last, through: today))
    }

    private func workingDays(after first: CivilDate, through last: CivilDate) -> Int {
        var days = 0
        var date = first
        while date < last {
            date = date.advanced(byDays: 1)
            if isWorkingDay(date) { days += 1 }
        }
        return days
    }

    func closing(on date: CivilDate) -> TimeOfDay {
        hours(on: date).last?.closes ?? TimeOfDay(minutes: 23 * 60 + 59) ?? .midnight
    }

    /// Hours of the week or of the first override that covers the date, holidays left aside.
    private func usualHours(on date: CivilDate) -> [OpeningHours] {
        let hours = overrides.first { $0.covers(date) }?.hours ?? week
        return hours[date.weekday] ?? []
    }

    func isHoursKnown(on date: CivilDate) -> Bool { !week.isEmpty || overrides.contains { $0.covers(date) } }
}

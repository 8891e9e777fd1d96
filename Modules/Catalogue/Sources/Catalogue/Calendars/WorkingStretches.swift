public import Kernel

/// Working time inside a day: promises in minutes, and how much of a promise is used up.
extension WorkingCalendar {
    /// When something promised within that time must be done. What is promised for the same day is due on the next working day when it
    /// begins after closing.
    public func deadline(from start: Instant, within time: WorkingTime) -> Instant {
        switch time {
        case .days(let days):
            let due = deadline(from: start, workingDays: days)
            return due < start ? deadline(from: start, workingDays: 1) : due
        case .minutes(let minutes): return deadline(from: start, workingMinutes: minutes)
        }
    }

    /// When that many minutes of opening hours have gone by since `start`: breaks, nights and closed days do not count, and what is used
    /// up by closing time is due at closing time. Where the hours of a day on the way are not known, nobody can count minutes: it is due
    /// within one working day.
    public func deadline(from start: Instant, workingMinutes: Int) -> Instant {
        var left = Int64(max(0, workingMinutes)) * 60_000
        var date = zone.local(start).date
        for _ in 0..<WorkingCalendar.searchLimitDays {
            if isWorkingDay(date), hours(on: date).isEmpty { return deadline(from: start, workingDays: 1) }
            for stretch in stretches(on: date) where stretch.upperBound > start {
                let begin = max(stretch.lowerBound, start)
                let room = stretch.upperBound.milliseconds - begin.milliseconds
                if left <= room { return Instant(milliseconds: begin.milliseconds + left) }
                left -= room
            }
            date = date.advanced(byDays: 1)
        }
        return zone.instant(date, closing(on: date))
    }

    /// The working time between two instants, in milliseconds. A working day whose hours are not known is one as a whole.
    public func workingMilliseconds(from start: Instant, until end: Instant) -> Int64 {
        parts(from: start, until: end).reduce(0) { $0 + $1.upperBound.milliseconds - $1.lowerBound.milliseconds }
    }

    /// The first instant at which that share of the working time between two instants has gone by; the end itself when no working time
    /// lies between them.
    /// - Parameter thousandths: 0 to 1000.
    public func instant(after thousandths: Int, from start: Instant, until end: Instant) -> Instant {
        let parts = parts(from: start, until: end)
        let whole = parts.reduce(0) { $0 + $1.upperBound.milliseconds - $1.lowerBound.milliseconds }
        var left = whole * Int64(thousandths) / 1000
        for part in parts {
            let room = part.upperBound.milliseconds - part.lowerBound.milliseconds
            if left <= room { return Instant(milliseconds: part.lowerBound.milliseconds + left) }
            left -= room
        }
        return end
    }

    /// What of each day's working time lies between two instants, the earliest first; nothing empty.
    private func parts(from start: Instant, until end: Instant) -> [ClosedRange<Instant>] {
        guard start < end else { return [] }
        var (date, last) = (zone.local(start).date, zone.local(end).date)
        last = min(last, date.advanced(byDays: WorkingCalendar.searchLimitDays))
        var parts: [ClosedRange<Instant>] = []
        while date <= last {
            for stretch in stretches(on: date) where stretch.upperBound > start && stretch.lowerBound < end {
                parts.append(max(stretch.lowerBound, start)...min(stretch.upperBound, end))
            }
            date = date.advanced(byDays: 1)
        }
        return parts
    }

    /// When somebody works on that day. Without known hours a working day goes from midnight to the minute at which its promises are due.
    private func stretches(on date: CivilDate) -> [ClosedRange<Instant>] {
        guard isWorkingDay(date) else { return [] }
        let known = hours(on: date)
        guard !known.isEmpty else { return [zone.instant(date, .midnight)...zone.instant(date, closing(on: date))] }
        return known.map { zone.instant(date, $0.opens)...zone.instant(date, $0.closes) }
    }
}

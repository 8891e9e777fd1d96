public import Kernel

/// Whether a building is open at one moment.
public enum Opening: Sendable, Hashable {
    /// A day and a time of the region's clock.
    public struct Moment: Sendable, Hashable {
        public let date: CivilDate
        public let time: TimeOfDay

        public init(date: CivilDate, time: TimeOfDay) {
            self.date = date
            self.time = time
        }
    }

    /// The hours of this day are not known.
    case unknown
    case open(until: TimeOfDay)
    /// With the moment when it opens again; `nil` when no such moment is near.
    case closed(until: Moment?)
}

extension WorkingCalendar {
    /// How far ahead the next opening is looked for, in days.
    private static let nextOpeningDays = 60

    /// Whether it is open at that moment. It is from the minute in which it opens until the minute in which it closes.
    public func opening(at now: Instant) -> Opening {
        let (today, time) = zone.local(now)
        guard holiday(on: today) != nil || isHoursKnown(on: today) else { return .unknown }
        if let present = hours(on: today).first(where: { $0.opens <= time && time < $0.closes }) { return .open(until: present.closes) }
        if let later = hours(on: today).first(where: { $0.opens > time }) {
            return .closed(until: Opening.Moment(date: today, time: later.opens))
        }
        for days in 1...WorkingCalendar.nextOpeningDays {
            let date = today.advanced(byDays: days)
            if let first = hours(on: date).first { return .closed(until: Opening.Moment(date: date, time: first.opens)) }
        }
        return .closed(until: nil)
    }
}

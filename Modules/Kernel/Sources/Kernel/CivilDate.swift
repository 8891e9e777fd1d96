/// A day of the Gregorian calendar, without a time and without a zone.
public struct CivilDate: Sendable, Hashable, Comparable, Codable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` unless the day exists: 2026-02-29 does not.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= CivilDate.length(ofMonth: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-23`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date that many days after 1970-01-01 (before it, when negative). Days are counted from 1 March of year 0,
    /// so that the leap day is the last of its year.
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    public var weekday: Weekday {
        // 1 January 1970 was a Thursday.
        let index = ((daysSince1970 + 3) % 7 + 7) % 7
        return Weekday.allCases[index]
    }

    public func advanced(byDays days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

    /// The same day that many months later, earlier when negative; the last day of that month where it has no such day. A year
    /// before 1 or after 9999 changes nothing.
    public func advanced(byMonths months: Int) -> CivilDate {
        let (year, index) = floorDivided(Int64(self.year * 12 + month - 1 + months), by: 12)
        let days = stride(from: day, through: 1, by: -1)
        return days.lazy.compactMap { CivilDate(year: year, month: index + 1, day: $0) }.first ?? self
    }

    /// `2026-11-23`
    public var iso8601: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    public static func < (one: CivilDate, other: CivilDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = CivilDate(text) else { throw Problem(.invalid, "problem.invalid", detail: "not a date: \(text)") }
        self = date
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// The days of the week in the order of ISO 8601; raw values are the keys that data files use.
public enum Weekday: String, Sendable, Hashable, Codable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A time of day to the minute, `08:30` in data.
public struct TimeOfDay: Sendable, Hashable, Comparable, Codable {
    /// Minutes since midnight, 0 to 1440; 1440 is the end of the day.
    public let minutes: Int

    public init?(minutes: Int) {
        guard (0...1440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `08:30`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...59).contains(minute)
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    public static func < (one: TimeOfDay, other: TimeOfDay) -> Bool { one.minutes < other.minutes }

    /// `08:30`
    public var iso8601: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }
    /// `08.30`, the way Indonesian writes it.
    public var pointed: String { "\(padded(minutes / 60, 2)).\(padded(minutes % 60, 2))" }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let time = TimeOfDay(text) else { throw Problem(.invalid, "problem.invalid", detail: "not a time: \(text)") }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// The three time zones of Indonesia. None has daylight saving, so each is a fixed distance from UTC
/// (`Docs/Facts.md` 2) and needs no time zone database.
public enum IndonesianZone: String, Sendable, Hashable, Codable, CaseIterable {
    case western = "Asia/Jakarta"
    case central = "Asia/Makassar"
    case eastern = "Asia/Jayapura"

    public var secondsFromUTC: Int {
        switch self {
        case .western: 7 * 3600
        case .central: 8 * 3600
        case .eastern: 9 * 3600
        }
    }

    /// WIB, WITA or WIT, as printed behind a time.
    public var abbreviation: String {
        switch self {
        case .western: "WIB"
        case .central: "WITA"
        case .eastern: "WIT"
        }
    }

    /// The wall's date and time here at that instant; seconds are dropped.
    public func local(_ instant: Instant) -> (date: CivilDate, time: TimeOfDay) {
        let (days, ofDay) = floorDivided(instant.milliseconds + Int64(secondsFromUTC) * 1000, by: 86_400_000)
        return (CivilDate(daysSince1970: days), TimeOfDay(minutes: ofDay / 60_000) ?? .midnight)
    }

    /// The instant at which the wall here shows that date and time.
    public func instant(_ date: CivilDate, _ time: TimeOfDay) -> Instant {
        Instant(milliseconds: (Int64(date.daysSince1970) * 86_400 + Int64(time.minutes) * 60 - Int64(secondsFromUTC)) * 1000)
    }
}

extension TimeOfDay {
    public static let midnight = TimeOfDay(unchecked: 0)
    private init(unchecked minutes: Int) { self.minutes = minutes }
}

/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z. Time is stored and compared as this and turned into
/// days and hours only for people, through a ``IndonesianZone``.
public struct Instant: Sendable, Hashable, Comparable, Codable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (one: Instant, other: Instant) -> Bool { one.milliseconds < other.milliseconds }

    public func advanced(bySeconds seconds: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1000) }
    public func advanced(byDays days: Int) -> Instant { advanced(bySeconds: days * 86_400) }

    /// Whole seconds from `earlier` to this instant; negative when this one is the earlier.
    public func seconds(since earlier: Instant) -> Int { Int((milliseconds - earlier.milliseconds) / 1000) }

    /// `2026-11-23T01:30:00.000Z` (RFC 3339).
    public var iso8601: String {
        let (days, ofDay) = floorDivided(milliseconds, by: 86_400_000)
        let seconds = ofDay / 1000
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(CivilDate(daysSince1970: days).iso8601)T\(time).\(padded(ofDay % 1000, 3))Z"
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// Quotient and remainder with the remainder never negative, so that instants before 1970 fall on the right day.
func floorDivided(_ number: Int64, by divisor: Int64) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (Int(quotient - 1), Int(remainder + divisor)) : (Int(quotient), Int(remainder))
}

/// The number in decimal, filled with zeros on the left to the given width.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

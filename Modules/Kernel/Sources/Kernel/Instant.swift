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
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let ofDay = Int(seconds - days * 86_400)
        let date = CivilDate(daysSince1970: Int(days))
        let thousandths = Int(milliseconds - seconds * 1000)
        return "\(date.iso8601)T\(padded(ofDay / 3600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2)).\(padded(thousandths, 3))Z"
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// The number in decimal, filled with zeros on the left to the given width.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

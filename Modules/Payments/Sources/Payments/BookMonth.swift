public import Kernel

/// A month of the books.
public struct BookMonth: Sendable, Hashable, Comparable {
    /// Months since the year 0; one number, so that months can be stored and compared.
    let number: Int

    public var year: Int { number / 12 }
    /// 1 to 12.
    public var month: Int { number % 12 + 1 }

    /// `nil` for a month that does not exist.
    public init?(year: Int, month: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
        number = year * 12 + month - 1
    }

    public init(of day: CivilDate) { number = day.year * 12 + day.month - 1 }

    init(number: Int) { self.number = number }

    /// Reads `2026-11`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else { return nil }
        self.init(year: year, month: month)
        guard self.text == text else { return nil }
    }

    /// `2026-11`.
    public var text: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }
    public var next: BookMonth { BookMonth(number: number + 1) }
    public var previous: BookMonth { BookMonth(number: number - 1) }
    public var firstDay: CivilDate? { CivilDate(year: year, month: month, day: 1) }
    /// How many days it has.
    public var days: Int { (next.firstDay?.daysSince1970 ?? 0) - (firstDay?.daysSince1970 ?? 0) }

    public static func < (one: BookMonth, other: BookMonth) -> Bool { one.number < other.number }
}

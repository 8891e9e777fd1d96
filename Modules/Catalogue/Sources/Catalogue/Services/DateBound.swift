public import Kernel

/// The first or the last day that a date question takes: `today`, `today - 17 years`, `2020-01-01`, `marriage_date + 1 days`.
public struct DateBound: Sendable, Hashable {
    /// From where the days are counted.
    public enum Anchor: Sendable, Hashable {
        case day(CivilDate)
        /// The day in the region on which the answer is checked.
        case today
        /// What an earlier date question of the same form or row was answered with.
        case answer(String)
    }

    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case days, months, years
    }

    public let anchor: Anchor
    /// How far behind the anchor, before it when negative; at most ``furthest``.
    public let amount: Int
    public let unit: Unit

    public static let furthest = 1000

    public init(_ anchor: Anchor, _ amount: Int = 0, _ unit: Unit = .days) {
        self.anchor = anchor
        self.amount = amount
        self.unit = unit
    }

    /// Reads what ``text`` writes; `nil` for anything else.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 1 || words.count == 4, let anchor = DateBound.anchor(words[0]) else { return nil }
        guard words.count == 4 else {
            self.init(anchor)
            return
        }
        guard ["+", "-"].contains(words[1]), words[2].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let amount = Int(words[2]),
            (1...DateBound.furthest).contains(amount), let unit = Unit(rawValue: words[3])
        else { return nil }
        self.init(anchor, words[1] == "-" ? -amount : amount, unit)
    }

    /// As data files have it.
    public var text: String {
        let start =
            switch anchor {
            case .day(let day): day.iso8601
            case .today: "today"
            case .answer(let question): question
            }
        return amount == 0 ? start : "\(start) \(amount < 0 ? "-" : "+") \(abs(amount)) \(unit.rawValue)"
    }

    /// - Parameter answer: the day that answers a question; `nil` for one that is not answered with a day.
    /// - Returns: `nil` when it hangs on such an answer.
    public func day(today: CivilDate, answer: (String) -> CivilDate?) -> CivilDate? {
        let start: CivilDate? =
            switch anchor {
            case .day(let day): day
            case .today: today
            case .answer(let question): answer(question)
            }
        guard let start else { return nil }
        return switch unit {
        case .days: start.advanced(byDays: amount)
        case .months: start.advanced(byMonths: amount)
        case .years: start.advanced(byMonths: 12 * amount)
        }
    }

    private static func anchor(_ word: String) -> Anchor? {
        if word == "today" { return .today }
        if let day = CivilDate(word) { return .day(day) }
        // Names as data files have them, which do not begin with a digit here: `2026-02-30` is a slip, and no name.
        guard let first = word.utf8.first, !(0x30...0x39).contains(first),
            word.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            })
        else { return nil }
        return .answer(word)
    }
}

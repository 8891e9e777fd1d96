/// The short number that a request gets when it is handed in, and keeps: `2026-00042`, without gaps in its region and year. It is
/// said over the telephone and at the counter; whoever knows it learns where the request stands (``RequestProgress``), and no more.
public struct RequestNumber: Sendable, Hashable {
    /// The year in the region in which it was handed in.
    public let year: Int
    /// From 1.
    public let sequence: Int

    public init(year: Int, sequence: Int) {
        self.year = year
        self.sequence = sequence
    }

    /// Reads it as people write it, `2026-00042`, `2026/42`, `2026 42`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(omittingEmptySubsequences: true) { !$0.isLetter && !$0.isNumber }
        guard parts.count == 2, parts[0].utf8.count == 4, (1...9).contains(parts[1].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let year = Int(parts[0]), let sequence = Int(parts[1]),
            sequence >= 1
        else { return nil }
        self.init(year: year, sequence: sequence)
    }

    /// `2026-00042`; five digits at least.
    public var text: String {
        let digits = String(sequence)
        return "\(year)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
}

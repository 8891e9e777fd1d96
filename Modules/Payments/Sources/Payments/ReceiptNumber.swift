/// The number of a receipt, without gaps in its region and year: `KW/2026/00042`.
public struct ReceiptNumber: Sendable, Hashable {
    /// The year in the region in which the money was entered in the books.
    public let year: Int
    /// From 1.
    public let sequence: Int

    public init(year: Int, sequence: Int) {
        self.year = year
        self.sequence = sequence
    }

    /// Reads it as it is written; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "KW", let year = Int(parts[1]), let sequence = Int(parts[2]), sequence >= 1 else { return nil }
        self.init(year: year, sequence: sequence)
        guard self.text == text else { return nil }
    }

    /// `KW/2026/00042`; five digits at least.
    public var text: String {
        let digits = String(sequence)
        return "KW/\(year)/\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
}

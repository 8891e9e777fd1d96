/// An amount in whole rupiah. Fees, bills and payments are never negative and never fractional.
public struct Money: Sendable, Hashable, Comparable, Codable {
    public let rupiah: Int

    /// `nil` for a negative amount.
    public init?(rupiah: Int) {
        guard rupiah >= 0 else { return nil }
        self.rupiah = rupiah
    }

    private init(unchecked rupiah: Int) { self.rupiah = rupiah }

    public static let zero = Money(unchecked: 0)

    public static func < (one: Money, other: Money) -> Bool { one.rupiah < other.rupiah }

    /// Reads an amount as people write it: `30000`, `30.000`, `Rp30.000`, `Rp 30.000,00`, `Rp. 30.000,-`. Points stand between groups of
    /// three digits. `nil` for anything else, and for more than fifteen digits.
    public init?(typed text: String) {
        var amount = TypedText(text).code.lowercased()
        for mark in ["rp.", "rp"] where amount.hasPrefix(mark) {
            amount = String(amount.dropFirst(mark.count))
            break
        }
        for cents in [",00", ",-"] where amount.hasSuffix(cents) { amount = String(amount.dropLast(cents.count)) }
        let groups = TypedText(amount).code.split(separator: ".", omittingEmptySubsequences: false)
        guard groups.count == 1 || (1...3).contains(groups[0].utf8.count) && groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
            groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let digits = groups.joined()
        guard digits.utf8.count <= 15, let rupiah = Int(digits) else { return nil }
        self.init(rupiah: rupiah)
    }

    /// `Rp30.000`: no space after Rp, a point between groups of three digits (EYD V).
    public var formatted: String {
        var groups: [String] = []
        var rest = String(rupiah)
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest.removeLast(3)
        }
        return "Rp" + ([rest] + groups).joined(separator: ".")
    }

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(Int.self)
        guard let money = Money(rupiah: value) else {
            throw Problem(.invalid, "problem.invalid", detail: "negative amount \(value)")
        }
        self = money
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rupiah)
    }
}

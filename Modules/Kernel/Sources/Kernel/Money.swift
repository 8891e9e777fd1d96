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

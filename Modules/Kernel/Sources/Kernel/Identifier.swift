/// A UUID of version 7 (RFC 9562) in lower-case text: unique without asking anyone, and rising with time,
/// so that an index on it grows at its end.
public struct Identifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public let text: String

    /// A new identifier of the given instant.
    public init(at instant: Instant) {
        var generator = SystemRandomNumberGenerator()
        let random = (generator.next(), generator.next())
        let milliseconds = UInt64(bitPattern: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | random.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for shift in stride(from: 120, through: 0, by: -8) {
            if [88, 72, 56, 40].contains(shift) { text.append(UInt8(ascii: "-")) }
            let byte = UInt8(truncatingIfNeeded: (shift < 64 ? low : high) >> (shift & 63))
            text.append(Identifier.digit(byte >> 4))
            text.append(Identifier.digit(byte & 15))
        }
        self.text = String(decoding: text, as: UTF8.self)
    }

    /// Reads any UUID in its usual text form; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        var position = 0
        var hasCapitals = false
        for byte in bytes {
            switch (position, byte) {
            case (8, UInt8(ascii: "-")), (13, UInt8(ascii: "-")), (18, UInt8(ascii: "-")), (23, UInt8(ascii: "-")): break
            case (8, _), (13, _), (18, _), (23, _): return nil
            case (_, 0x30...0x39), (_, 0x61...0x66): break
            case (_, 0x41...0x46): hasCapitals = true
            default: return nil
            }
            position += 1
        }
        // Nearly every identifier comes from our own database, as we wrote it: then there is nothing to change.
        self.text = hasCapitals ? text.lowercased() : String(text)
    }

    /// When it was made. An identifier that we did not make ourselves may say anything.
    public var instant: Instant {
        let digits = text.utf8.lazy.filter { $0 != UInt8(ascii: "-") }.prefix(12)
        return Instant(
            milliseconds: digits.reduce(0) {
                $0 << 4 | Int64($1 > UInt8(ascii: "9") ? $1 - UInt8(ascii: "a") + 10 : $1 - UInt8(ascii: "0"))
            })
    }

    public static func < (one: Identifier, other: Identifier) -> Bool { one.text < other.text }
    public var description: String { text }

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(String.self)
        guard let identifier = Identifier(value) else {
            throw Problem(.invalid, "problem.invalid", detail: "not an identifier")
        }
        self = identifier
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
}

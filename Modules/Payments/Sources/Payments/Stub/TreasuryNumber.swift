/// The number by which the state's treasury knows a payment (NTPN): 16 letters and digits. O and 0, I and 1 are taken for one another by
/// hand: it is kept and compared with the digits.
public struct TreasuryNumber: Sendable, Hashable, CustomStringConvertible {
    /// 16 capital letters and digits, without O and I.
    public let text: String

    public var description: String { text }

    /// Reads it as people type it: in small letters, in groups, with O for 0 and I for 1. `nil` for anything but 16 letters and digits.
    public init?(typed: String) {
        let plain = typed.uppercased().filter { !" -.\u{A0}".contains($0) }
        guard plain.utf8.count == 16, plain.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
        text = plain.replacing("O", with: "0").replacing("I", with: "1")
    }
}

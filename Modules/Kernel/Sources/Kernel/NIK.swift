/// *Nomor Induk Kependudukan*, the number of a resident: 16 digits `PPKKCC DDMMYY SSSS` (`Docs/Facts.md` 8).
///
/// Checked are the digits and the birth date (the day has 40 added for women). There is no check digit, the two-digit
/// year does not tell the century, and the area is where the person was first registered: so no domicile is derived.
public struct NIK: Sendable, Hashable {
    public let digits: String

    /// Accepts spaces, points and dashes between digits, as people type or paste them (``TypedText``). `nil` when it cannot be
    /// a NIK.
    public init?(_ text: String) {
        let digits = TypedText(text).code.filter { !" .-".contains($0) }
        guard digits.utf8.count == 16, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func number(_ from: Int, _ length: Int) -> Int { Int(digits.dropFirst(from).prefix(length)) ?? 0 }
        let day = number(6, 2) > 40 ? number(6, 2) - 40 : number(6, 2)
        // A leap year is assumed, because the century is not known.
        guard number(0, 2) >= 11, number(12, 4) > 0, CivilDate(year: 2000, month: number(8, 2), day: day) != nil else { return nil }
        self.digits = digits
    }

    /// The last four digits behind dots, for showing to the person.
    public var masked: String { "•••• •••• •••• " + digits.suffix(4) }
}

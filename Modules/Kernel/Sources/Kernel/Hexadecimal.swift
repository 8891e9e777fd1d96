extension Sequence where Element == UInt8 {
    /// Two lower-case hexadecimal digits for each byte. Every hash that is stored or compared as text goes through here, several in
    /// each request.
    public var hexadecimal: String {
        let digits = StaticString("0123456789abcdef").utf8Start
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

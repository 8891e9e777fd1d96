/// A page while it is written: bytes of UTF-8, to which fixed HTML is added as it is and text only in its escaped form.
struct PageBuffer: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Room for most pages, so that a page seldom moves while it grows.
    init() { bytes.reserveCapacity(16 * 1024) }

    /// HTML that was fixed when the templates were loaded, or that one of our own makers of HTML has written.
    mutating func add(_ html: [UInt8]) { bytes.append(contentsOf: html) }

    mutating func add(html: String) { bytes.append(contentsOf: html.utf8) }

    /// Text for inside of elements and quoted attributes: `& < > " '` as references, everything between them in one piece.
    mutating func add(escaped text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var written = 0
            for position in utf8.indices where PageBuffer.isSpecial(utf8[position]) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written..<position]))
                bytes.append(contentsOf: PageBuffer.reference(for: utf8[position]).utf8)
                written = position + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written...]))
        }
    }

    /// One bit for each of the five, in the order of their codes. They are below 64, and no other character's UTF-8 has such a byte.
    private static var special: UInt64 { 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte < 64 && special >> UInt64(byte) & 1 == 1 }

    private static func reference(for special: UInt8) -> String {
        switch special {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: "&#39;"
        }
    }
}

/// Text made safe inside HTML elements and quoted attributes.
func htmlEscaped(_ text: String) -> String {
    var buffer = PageBuffer()
    buffer.add(escaped: text)
    return String(decoding: buffer.bytes, as: UTF8.self)
}

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
            for position in utf8.indices {
                guard let reference = PageBuffer.reference(for: utf8[position]) else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written..<position]))
                bytes.append(contentsOf: reference.utf8)
                written = position + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[written...]))
        }
    }

    /// All five are single bytes that occur in no other character's UTF-8.
    private static func reference(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

/// Text made safe inside HTML elements and quoted attributes.
func htmlEscaped(_ text: String) -> String {
    var buffer = PageBuffer()
    buffer.add(escaped: text)
    return String(decoding: buffer.bytes, as: UTF8.self)
}

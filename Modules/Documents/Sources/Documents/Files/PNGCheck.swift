/// Walks a PNG's chunks (W3C PNG, chapter 5): a header first, picture data, every checksum right, the end chunk. What stands behind that is let be.
enum PNGCheck {
    static func check(_ bytes: [UInt8]) throws(ContentFault) {
        var place = 8
        var hasHeader = false
        var hasData = false
        while true {
            let length = try ContentCheck.number(bytes, at: place, count: 4)
            guard length <= 0x7FFF_FFFF else { throw .malformed }
            guard place + 12 + length <= bytes.count else { throw .truncated }
            let kind = Array(bytes[(place + 4)..<(place + 8)])
            let checksum = try ContentCheck.number(bytes, at: place + 8 + length, count: 4)
            guard Int(crc(bytes, from: place + 4, count: length + 4)) == checksum else { throw .malformed }
            switch String(decoding: kind, as: UTF8.self) {
            case "IHDR":
                guard !hasHeader, length == 13 else { throw .malformed }
                try ContentCheck.checkPixels(
                    width: ContentCheck.number(bytes, at: place + 8, count: 4),
                    height: ContentCheck.number(bytes, at: place + 12, count: 4))
                hasHeader = true
            case "IDAT": hasData = true
            case "IEND":
                guard hasHeader, hasData else { throw .malformed }
                return
            default: break
            }
            guard hasHeader else { throw .malformed }
            place += 12 + length
        }
    }

    /// CRC-32 of ISO 3309, as PNG's annex D defines it.
    static func crc(_ bytes: [UInt8], from start: Int, count: Int) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        bytes.withUnsafeBufferPointer { bytes in
            table.withUnsafeBufferPointer { table in
                for index in start..<(start + count) {
                    crc = table[Int((crc ^ UInt32(bytes[index])) & 0xFF)] ^ (crc >> 8)
                }
            }
        }
        return crc ^ 0xFFFF_FFFF
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}

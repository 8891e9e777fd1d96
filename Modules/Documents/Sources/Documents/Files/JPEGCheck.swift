/// Walks a JPEG's segments (ITU-T T.81, annex B): start of image, frame with its size, at least one scan, end of image.
/// What phones append behind the end is let be.
enum JPEGCheck {
    static func check(_ bytes: [UInt8]) throws(ContentFault) {
        guard bytes.count > 2 else { throw .truncated }
        var place = 2
        var hasFrame = false
        var hasScan = false
        while true {
            let marker = try marker(bytes, &place)
            switch marker {
            case 0xD9:
                guard hasScan else { throw .malformed }
                return
            case 0x00, 0x01, 0xD0...0xD8: throw .malformed
            default: break
            }
            let length = try ContentCheck.number(bytes, at: place, count: 2)
            guard length >= 2 else { throw .malformed }
            guard place + length <= bytes.count else { throw .truncated }
            if isFrame(marker) {
                guard length >= 8 else { throw .malformed }
                try ContentCheck.checkPixels(
                    width: ContentCheck.number(bytes, at: place + 5, count: 2),
                    height: ContentCheck.number(bytes, at: place + 3, count: 2))
                hasFrame = true
            }
            place += length
            if marker == 0xDA {
                guard hasFrame else { throw .malformed }
                hasScan = true
                try skipScan(bytes, &place)
            }
        }
    }

    /// Start-of-frame markers; C4, C8 and CC of that range mean other things.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    /// Reads `FF xx`; more FF before xx are filling.
    private static func marker(_ bytes: [UInt8], _ place: inout Int) throws(ContentFault) -> UInt8 {
        // Readers pass over strays between segments, and so does this.
        while place < bytes.count, bytes[place] != 0xFF { place += 1 }
        while place < bytes.count, bytes[place] == 0xFF { place += 1 }
        guard place < bytes.count else { throw .truncated }
        defer { place += 1 }
        return bytes[place]
    }

    /// Goes to the next marker behind a scan's data, in which FF 00 is a byte and FF D0 to FF D7 are restarts.
    private static func skipScan(_ bytes: [UInt8], _ place: inout Int) throws(ContentFault) {
        while place + 1 < bytes.count {
            if bytes[place] == 0xFF, bytes[place + 1] != 0x00, bytes[place + 1] != 0xFF, !(0xD0...0xD7).contains(bytes[place + 1]) {
                return
            }
            place += 1
        }
        throw .truncated
    }
}

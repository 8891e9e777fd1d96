internal import CTurboJPEG
internal import Foundation

/// Reads a JPEG (ITU-T T.81, annex B) segment by segment and lets libjpeg-turbo unpack it. Kept are the segments that make the picture:
/// what a camera tells of itself, of the time and of the place is left out, except which way is up.
enum JPEGReader {
    static func read(_ bytes: [UInt8]) throws(FileFault) -> Data {
        let picture = try segments(bytes)
        try unpack(picture)
        return Data(picture)
    }

    /// The segments that are kept: start of image, frame with its size, at least one scan, up to the end of the image.
    private static func segments(_ bytes: [UInt8]) throws(FileFault) -> [UInt8] {
        guard bytes.count > 2 else { throw .truncated }
        var picture = Array(bytes.prefix(2))
        var place = 2
        var hasFrame = false
        var hasScan = false
        while true {
            let marker = try marker(bytes, &place)
            switch marker {
            case 0xD9:
                guard hasScan else { throw .malformed }
                return picture + [0xFF, 0xD9]
            case 0x00, 0x01, 0xD0...0xD8: throw .malformed
            default: break
            }
            let length = try FileIntake.number(bytes, at: place, count: 2)
            guard length >= 2 else { throw .malformed }
            guard place + length <= bytes.count else { throw .truncated }
            if isFrame(marker) {
                guard length >= 8 else { throw .malformed }
                try FileIntake.checkPixels(
                    width: FileIntake.number(bytes, at: place + 5, count: 2), height: FileIntake.number(bytes, at: place + 3, count: 2))
                hasFrame = true
            }
            picture += kept(marker, bytes[place..<(place + length)])
            place += length
            if marker == 0xDA {
                guard hasFrame else { throw .malformed }
                hasScan = true
                let start = place
                try skipScan(bytes, &place)
                picture += bytes[start..<place]
            }
        }
    }

    /// What is kept of a segment, whose content begins with its length.
    private static func kept(_ marker: UInt8, _ segment: ArraySlice<UInt8>) -> [UInt8] {
        let content = segment.dropFirst(2)
        let isPartOfPicture =
            switch marker {
            case 0xE0, 0xEE: true  // JFIF; Adobe's kind of colours.
            case 0xE2: content.starts(with: Array("ICC_PROFILE\0".utf8))
            case 0xE1...0xEF, 0xFE: false
            default: true
            }
        if isPartOfPicture { return [0xFF, marker] + segment }
        guard marker == 0xE1, let orientation = Orientation(exif: content) else { return [] }
        return orientation.segment
    }

    /// Start-of-frame markers; C4, C8 and CC of that range mean other things.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    /// Reads `FF xx`; more FF before xx are filling.
    private static func marker(_ bytes: [UInt8], _ place: inout Int) throws(FileFault) -> UInt8 {
        // Readers pass over strays between segments, and so does this.
        while place < bytes.count, bytes[place] != 0xFF { place += 1 }
        while place < bytes.count, bytes[place] == 0xFF { place += 1 }
        guard place < bytes.count else { throw .truncated }
        defer { place += 1 }
        return bytes[place]
    }

    /// Goes to the next marker behind a scan's data, in which FF 00 is a byte and FF D0 to FF D7 are restarts.
    private static func skipScan(_ bytes: [UInt8], _ place: inout Int) throws(FileFault) {
        while place + 1 < bytes.count {
            if bytes[place] == 0xFF, bytes[place + 1] != 0x00, bytes[place + 1] != 0xFF, !(0xD0...0xD7).contains(bytes[place + 1]) {
                return
            }
            place += 1
        }
        throw .truncated
    }

    /// Reads every coefficient and throws the pixels away.
    private static func unpack(_ picture: [UInt8]) throws(FileFault) {
        guard let reader = tjInitDecompress() else { throw .unreadable }
        defer { tjDestroy(reader) }
        var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
        guard tjDecompressHeader3(reader, picture, UInt(picture.count), &width, &height, &sampling, &colours) == 0 else { throw .malformed }
        // An eighth of each side: all of the file is read, and a sixty-fourth of the pixels made.
        let (columns, rows) = ((width + 7) / 8, (height + 7) / 8)
        let isCMYK = colours == TJCS_CMYK.rawValue || colours == TJCS_YCCK.rawValue
        let format = isCMYK ? TJPF_CMYK : TJPF_GRAY
        var pixels = [UInt8](repeating: 0, count: Int(columns) * Int(rows) * (isCMYK ? 4 : 1))
        let outcome = tjDecompress2(
            reader, picture, UInt(picture.count), &pixels, columns, 0, rows, format.rawValue, TJFLAG_LIMITSCANS)
        guard outcome != 0 else { return }
        let complaint = String(cString: tjGetErrorStr2(reader))
        // "Progressive JPEG image has more than 500 scans": what `TJFLAG_LIMITSCANS` stops at.
        if complaint.contains(/more than \d+ scans/) { throw .tooComplex }
        // A warning. Some cameras fill the data of a scan up with a few bytes; many mean that data was lost before.
        guard tjGetErrorCode(reader) == TJERR_WARNING.rawValue, let surplus = surplus(in: complaint), surplus <= 16 else {
            throw .malformed
        }
    }

    /// Which way is up in a picture that was read, and the segments with the profile of its colours.
    static func tags(of picture: [UInt8]) throws(FileFault) -> (orientation: Orientation?, colours: [UInt8]) {
        var orientation: Orientation?
        var colours: [UInt8] = []
        var place = 2
        while place + 4 <= picture.count, picture[place + 1] != 0xDA {
            let end = place + 2 + (try FileIntake.number(picture, at: place + 2, count: 2))
            guard end <= picture.count else { throw .truncated }
            switch picture[place + 1] {
            case 0xE1: orientation = Orientation(exif: picture[(place + 4)..<end])
            case 0xE2: colours += picture[place..<end]
            default: break
            }
            place = end
        }
        return (orientation, colours)
    }

    /// The pixels on the longer side of a picture that was read.
    static func longerSide(of picture: [UInt8]) throws(FileFault) -> Int {
        guard let reader = tjInitDecompress() else { throw .unreadable }
        defer { tjDestroy(reader) }
        var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
        guard tjDecompressHeader3(reader, picture, UInt(picture.count), &width, &height, &sampling, &colours) == 0 else { throw .malformed }
        return Int(max(width, height))
    }

    /// The pixels of a picture that was read, at the smallest scale that has `side` of them on the longer side, or all that it has.
    /// - Returns: also whether its profile still fits its colours: that of a picture for a printing press does not.
    static func raster(of picture: [UInt8], atLeast side: Int) throws(FileFault) -> (raster: Raster, keepsColours: Bool) {
        guard let reader = tjInitDecompress() else { throw .unreadable }
        defer { tjDestroy(reader) }
        var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
        guard tjDecompressHeader3(reader, picture, UInt(picture.count), &width, &height, &sampling, &colours) == 0 else { throw .malformed }
        let eighths = (1...8).first { (Int(max(width, height)) * $0 + 7) / 8 >= side } ?? 8
        let (columns, rows) = ((Int(width) * eighths + 7) / 8, (Int(height) * eighths + 7) / 8)
        let isCMYK = colours == TJCS_CMYK.rawValue || colours == TJCS_YCCK.rawValue
        let isGrey = colours == TJCS_GRAY.rawValue
        let (format, channels) = isCMYK ? (TJPF_CMYK, 4) : isGrey ? (TJPF_GRAY, 1) : (TJPF_RGB, 3)
        var pixels = [UInt8](repeating: 0, count: columns * rows * channels)
        let outcome = tjDecompress2(
            reader, picture, UInt(picture.count), &pixels, Int32(columns), 0, Int32(rows), format.rawValue, TJFLAG_LIMITSCANS)
        guard outcome == 0 || tjGetErrorCode(reader) == TJERR_WARNING.rawValue else { throw .malformed }
        if isCMYK { pixels = red(cmyk: pixels) }
        return (Raster(width: columns, height: rows, channels: isGrey ? 1 : 3, pixels: pixels), !isCMYK)
    }

    /// Red, green and blue of inks, which a JPEG writes the other way round: 255 is none.
    private static func red(cmyk pixels: [UInt8]) -> [UInt8] {
        var colours: [UInt8] = []
        colours.reserveCapacity(pixels.count / 4 * 3)
        for place in stride(from: 0, to: pixels.count, by: 4) {
            for ink in 0..<3 { colours.append(UInt8(Int(pixels[place + ink]) * Int(pixels[place + 3]) / 255)) }
        }
        return colours
    }

    /// How many bytes the library found behind the data of a scan, if that is what it complains of.
    private static func surplus(in complaint: String) -> Int? {
        complaint.firstMatch(of: /(\d+) extraneous bytes/).flatMap { Int($0.1) }
    }
}

import CPNG
import CTurboJPEG
import Foundation

/// Files as programs and people make them, each made here.
enum Samples {
    /// A gradient, so that a lost part shows.
    private static func pixels(_ width: Int, _ height: Int, channels: Int) -> [UInt8] {
        (0..<(width * height * channels)).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / width) }
    }

    static func jpeg(width: Int = 64, height: Int = 48, format: TJPF = TJPF_RGB, progressive: Bool = false) -> Data {
        let writer = tjInitCompress()
        defer { tjDestroy(writer) }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        let channels = format == TJPF_GRAY ? 1 : format == TJPF_CMYK ? 4 : 3
        let sampling = format == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_420
        tjCompress2(
            writer, pixels(width, height, channels: channels), Int32(width), 0, Int32(height), Int32(format.rawValue), &bytes, &count,
            Int32(sampling.rawValue), 90, progressive ? TJFLAG_PROGRESSIVE : 0)
        defer { tjFree(bytes) }
        return bytes.map { Data(bytes: $0, count: Int(count)) } ?? Data()
    }

    /// The JPEG with more segments behind its first two bytes.
    static func jpeg(_ picture: Data = jpeg(), with segments: [(marker: UInt8, content: Data)]) -> Data {
        var written = picture.prefix(2)
        for (marker, content) in segments {
            let length = content.count + 2
            written += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
            written += content
        }
        return written + picture.dropFirst(2)
    }

    /// What a phone writes into a photo: which way is up, and the latitude where it was taken.
    static func exif(orientation: UInt8) -> Data {
        let place: [UInt8] = [0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 30, 0, 0, 0, 1]
        return Data("Exif\0\0MM\0*\0\0\0\u{8}".utf8)
            + [0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]
            + [0, 2, 0, 1, 0, 2, 0, 0, 0, 2, 0x53, 0, 0, 0, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 68, 0, 0, 0, 0] + place
    }

    static func png(width: Int = 8, height: Int = 6, format: UInt32 = 0, channels: Int = 1) -> Data {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        image.format = format
        // Of two bytes each where the format is linear.
        let pixels = pixels(width, height, channels: channels * (format & PNG_FORMAT_FLAG_LINEAR != 0 ? 2 : 1))
        var count = 0
        png_image_write_to_memory(&image, nil, &count, 0, pixels, 0, nil)
        var bytes = [UInt8](repeating: 0, count: count)
        png_image_write_to_memory(&image, &bytes, &count, 0, pixels, 0, nil)
        return Data(bytes.prefix(count))
    }

    /// A drawing in which nothing is drawn: each of its pixels lets through what is behind.
    static func clearPNG(width: Int, height: Int) -> Data {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR) | png_uint_32(PNG_FORMAT_FLAG_ALPHA)
        let pixels = [UInt8](repeating: 0, count: width * height * 4)
        var count = 0
        png_image_write_to_memory(&image, nil, &count, 0, pixels, 0, nil)
        var bytes = [UInt8](repeating: 0, count: count)
        png_image_write_to_memory(&image, &bytes, &count, 0, pixels, 0, nil)
        return Data(bytes.prefix(count))
    }

    /// Four pixels in the order of Adam7, as a drawing that appears bit by bit has them: the first in the first pass, its neighbour in the
    /// sixth, the row below in the seventh.
    static let interlacedPNG: Data = {
        let passes: [UInt8] = [0, 10, 0, 20, 0, 30, 40]
        let sums = passes.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let low = (sums.0 + UInt32(byte)) % 65_521
            return (low, (low + sums.1) % 65_521)
        }
        let data = Data([0x78, 0x01, 1, UInt8(passes.count), 0, ~UInt8(passes.count), 0xFF]) + passes + number(sums.1 << 16 | sums.0)
        return png().prefix(8) + chunk("IHDR", number(2) + number(2) + [8, 0, 0, 0, 1]) + chunk("IDAT", data) + chunk("IEND", Data())
    }()

    /// A deflated stream that unpacks to more than a thousand times its length: one zero, then of the two bits for "the last byte 258
    /// times" as many as there is room for.
    static func bomb(bytes: Int) -> Data {
        let head: [UInt8] = [0xED, 0xC0, 0x81, 0, 0, 0, 0, 0x80, 0xA0, 0xFD, 0xA9, 0x17, 0xA9, 0]
        return Data([0x78, 0x9C]) + head + Data(count: bytes) + [3, 0, 0, 0, 1]
    }

    static func chunk(_ kind: String, _ content: Data) -> Data {
        let body = Data(kind.utf8) + content
        return number(UInt32(content.count)) + body + number(checksum(of: body))
    }

    /// The PNG with more chunks behind its header.
    static func png(_ picture: Data = png(), with chunks: [Data]) -> Data { picture.prefix(33) + chunks.joined() + picture.dropFirst(33) }

    /// A header that claims such a size, over data that does not matter.
    static func png(claiming width: UInt32, _ height: UInt32) -> Data {
        png().prefix(8) + chunk("IHDR", number(width) + number(height) + [8, 0, 0, 0, 0]) + chunk("IDAT", Data([1, 2, 3]))
            + chunk("IEND", Data())
    }

    static func number(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }

    /// CRC-32, bit by bit.
    private static func checksum(of bytes: Data) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    /// A PDF with that many pages, each showing the same content.
    static func pdf(
        pages: Int = 1, content: Data = Data("0 0 m 100 100 l S".utf8), filter: String = "", root: String = "", more: String = ""
    ) -> Data {
        let kids = (0..<pages).map { "\($0 + 4) 0 R" }.joined(separator: " ")
        var objects = [
            Data("<< /Type /Catalog /Pages 2 0 R \(root)>>".utf8),
            Data("<< /Type /Pages /Kids [\(kids)] /Count \(pages) >>".utf8),
            Data("<< /Length \(content.count) \(filter)>>\nstream\n".utf8) + content + Data("\nendstream".utf8),
        ]
        for _ in 0..<pages {
            objects.append(Data("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 3 0 R \(more)>>".utf8))
        }
        var written = Data("%PDF-1.7\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(written.count)
            written += Data("\(index + 1) 0 obj\n".utf8) + object + Data("\nendobj\n".utf8)
        }
        let table = written.count
        let entries = places.map { String(format: "%010d 00000 n \n", $0) }.joined()
        written += Data("xref\n0 \(places.count + 1)\n0000000000 65535 f \n\(entries)".utf8)
        written += Data("trailer\n<< /Size \(places.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n".utf8)
        return written
    }
}

internal import CPNG
internal import Foundation

/// Reads a PNG (W3C PNG, chapters 5 and 11) chunk by chunk and lets libpng unpack it. Kept are the chunks that make the picture: text,
/// time and Exif are left out.
enum PNGReader {
    /// Of the chunks that may be left out, those that change how the picture looks.
    private static let kept: Set = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "pHYs"]

    static func read(_ bytes: [UInt8]) throws(FileFault) -> Data {
        let picture = try chunks(bytes)
        try unpack(picture)
        return Data(picture)
    }

    /// The chunks that are kept: a header first, picture data, every checksum right, up to the end chunk.
    private static func chunks(_ bytes: [UInt8]) throws(FileFault) -> [UInt8] {
        var picture = Array(bytes.prefix(8))
        var place = 8
        var isFirst = true
        while true {
            let length = try FileIntake.number(bytes, at: place, count: 4)
            guard length <= 0x7FFF_FFFF else { throw .malformed }
            guard place + 12 + length <= bytes.count else { throw .truncated }
            let kind = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
            let checksum = try FileIntake.number(bytes, at: place + 8 + length, count: 4)
            guard Int(crc(bytes[(place + 4)..<(place + 8 + length)])) == checksum, (kind == "IHDR") == isFirst else { throw .malformed }
            if isFirst {
                guard length == 13 else { throw .malformed }
                try FileIntake.checkPixels(
                    width: FileIntake.number(bytes, at: place + 8, count: 4), height: FileIntake.number(bytes, at: place + 12, count: 4))
            }
            // An upper-case first letter marks what no reader may pass over.
            if kept.contains(kind) || bytes[place + 4] & 0x20 == 0 { picture += bytes[place..<(place + 12 + length)] }
            guard kind != "IEND" else { return picture }
            isFirst = false
            place += 12 + length
        }
    }

    /// Unpacks every pixel and throws them away.
    private static func unpack(_ picture: [UInt8]) throws(FileFault) {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, picture, picture.count) != 0 else { throw .malformed }
        // Grey is the smallest form: one byte for each pixel.
        image.format = png_uint_32(PNG_FORMAT_GRAY)
        var pixels = [UInt8](repeating: 0, count: Int(image.width) * Int(image.height))
        guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else { throw .malformed }
    }

    /// The pixels of a picture that was read, on white where it is transparent; `nil` when they would take more memory than reading it.
    static func raster(of picture: [UInt8]) throws(FileFault) -> Raster? {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, picture, picture.count) != 0 else { throw .malformed }
        let isGrey = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) == 0
        let channels = isGrey ? 1 : 3
        let (width, height) = (Int(image.width), Int(image.height))
        guard width * height * channels <= FileIntake.maximumPixels else { return nil }
        image.format = isGrey ? png_uint_32(PNG_FORMAT_GRAY) : png_uint_32(PNG_FORMAT_FLAG_COLOR)
        var white = png_color(red: 255, green: 255, blue: 255)
        var pixels = [UInt8](repeating: 0, count: width * height * channels)
        guard png_image_finish_read(&image, &white, &pixels, 0, nil) != 0 else { throw .malformed }
        return Raster(width: width, height: height, channels: channels, pixels: pixels)
    }

    private static func crc(_ chunk: ArraySlice<UInt8>) -> UInt32 {
        chunk.withUnsafeBufferPointer { bytes in
            table.withUnsafeBufferPointer { table in
                bytes.reduce(0xFFFF_FFFF) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) } ^ 0xFFFF_FFFF
            }
        }
    }

    /// CRC-32 of ISO 3309, as PNG's annex D defines it.
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}

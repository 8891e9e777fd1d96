internal import CTurboJPEG
internal import Foundation

/// Packs a picture as a JPEG.
enum JPEGWriter {
    /// - Parameters:
    ///   - quality: 1 to 100.
    ///   - colours: segments with the profile of its colours.
    static func write(_ raster: Raster, quality: Int, colours: [UInt8] = []) throws(FileFault) -> Data {
        guard let writer = tjInitCompress() else { throw .unreadable }
        defer { tjDestroy(writer) }
        var bytes: UnsafeMutablePointer<UInt8>?
        defer { tjFree(bytes) }
        var count: UInt = 0
        let isGrey = raster.channels == 1
        let outcome = tjCompress2(
            writer, raster.pixels, Int32(raster.width), 0, Int32(raster.height), (isGrey ? TJPF_GRAY : TJPF_RGB).rawValue, &bytes, &count,
            Int32((isGrey ? TJSAMP_GRAY : TJSAMP_420).rawValue), Int32(quality), 0)
        guard outcome == 0, let bytes else { throw .unreadable }
        // Behind the two bytes that begin the image and the JFIF segment, which must be the first.
        let head = 20
        guard count > head else { throw .unreadable }
        return Data(bytes: bytes, count: head) + colours + Data(bytes: bytes + head, count: Int(count) - head)
    }

    /// At the first of these qualities at which it has that many bytes at most; at the last one however many it has.
    static func write(_ raster: Raster, within bytes: Int, qualities: [Int], colours: [UInt8] = []) throws(FileFault) -> Data {
        var written = Data()
        for quality in qualities {
            written = try write(raster, quality: quality, colours: colours)
            if written.count <= bytes { break }
        }
        return written
    }
}

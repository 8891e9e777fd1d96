public import Foundation

/// Reads a file that somebody hands in to its end, and answers what of it may be kept: what is kept opens at the desk of whoever decides,
/// and tells nothing that its owner did not mean to show.
///
/// Pictures are read by libjpeg-turbo and libpng, documents by qpdf in a process of its own with bounds on time and memory
/// (`Docs/Decisions/0015-files-are-read-to-their-end.md`).
public struct FileIntake: Sendable {
    /// 100 megapixels: more than a phone's camera takes.
    public static let maximumPixels = 100_000_000
    /// More than any letter that is asked for has.
    public static let maximumPages = 200
    /// Of a picture that is made smaller: enough to read the letters of a page that was photographed as a whole.
    public static let longestSide = 2_400
    /// A picture with more bytes is made smaller.
    public static let comfortableBytes = 1_500_000
    /// Of a thumbnail, the longer side and the bytes.
    public static let thumbnailSide = 160
    public static let thumbnailBytes = 10_000

    public init() {}

    /// The file as it is to be kept: without strays before and behind it; a picture without the place, time and device that the camera
    /// wrote into it, but with its orientation and colours.
    ///
    /// Takes up to a second of processor time for a large file.
    public func read(_ content: Data, as format: FileFormat) async throws(FileFault) -> Data {
        guard let start = format.start(in: content) else { throw .malformed }
        let file = content.dropFirst(start)
        return switch format {
        case .jpeg: try JPEGReader.read([UInt8](file))
        case .png: try PNGReader.read([UInt8](file))
        case .pdf: try await PDFReader.read(Data(file))
        }
    }

    /// The picture made smaller, as an upright JPEG, when it has more pixels on its longer side than ``longestSide`` or more bytes than
    /// ``comfortableBytes``.
    ///
    /// Needs at most 100 MB while it works, as reading does.
    /// - Parameter picture: as ``read(_:as:)`` answered it.
    /// - Returns: `nil` when it is small enough, would not become smaller, or is a drawing of more pixels than memory is given.
    public func reduced(_ picture: Data, as format: FileFormat) throws(FileFault) -> Data? {
        let bytes = [UInt8](picture)
        let side = try size(of: bytes, as: format)
        guard side > FileIntake.longestSide || bytes.count > FileIntake.comfortableBytes else { return nil }
        guard let (raster, colours) = try raster(of: bytes, as: format, side: FileIntake.longestSide) else { return nil }
        let small = try JPEGWriter.write(
            raster, within: FileIntake.comfortableBytes, qualities: [82, 70], colours: colours.count <= 65_537 ? colours : [])
        return small.count < bytes.count ? small : nil
    }

    /// A small JPEG that shows what is in the picture, upright; `nil` for a drawing of more pixels than memory is given.
    /// - Parameter picture: as it was kept.
    public func thumbnail(of picture: Data, as format: FileFormat) throws(FileFault) -> Data? {
        try small(picture, as: format, side: FileIntake.thumbnailSide, bytes: FileIntake.thumbnailBytes)?.jpeg
    }

    /// The picture upright, with at most so many pixels on its longer side and about so many bytes; `nil` for a drawing of more pixels
    /// than memory is given.
    /// - Parameter picture: as it was kept.
    public func small(_ picture: Data, as format: FileFormat, side: Int, bytes: Int) throws(FileFault) -> SmallPicture? {
        guard let (raster, _) = try raster(of: [UInt8](picture), as: format, side: side) else { return nil }
        return SmallPicture(
            jpeg: try JPEGWriter.write(raster, within: bytes, qualities: [85, 75, 50, 25]), width: raster.width, height: raster.height)
    }

    /// The pixels on the longer side.
    private func size(of picture: [UInt8], as format: FileFormat) throws(FileFault) -> Int {
        switch format {
        case .jpeg: try JPEGReader.longerSide(of: picture)
        case .png: max(try FileIntake.number(picture, at: 16, count: 4), try FileIntake.number(picture, at: 20, count: 4))
        case .pdf: throw .malformed
        }
    }

    /// The upright pixels with at most so many on the longer side, and the segments with the profile of their colours.
    private func raster(
        of picture: [UInt8], as format: FileFormat, side: Int
    ) throws(FileFault) -> (raster: Raster, colours: [UInt8])? {
        switch format {
        case .jpeg:
            let (orientation, colours) = try JPEGReader.tags(of: picture)
            let (raster, keepsColours) = try JPEGReader.raster(of: picture, atLeast: side)
            return (raster.fitted(to: side).turned(by: orientation), keepsColours ? colours : [])
        case .png:
            guard let raster = try PNGReader.raster(of: picture) else { return nil }
            return (raster.fitted(to: side), [])
        case .pdf: throw .malformed
        }
    }

    /// Which of the programs that read documents this machine lacks: without them no PDF can be taken.
    /// - Parameter path: the folders to look in, parted by colons.
    public static func missingPrograms(
        path: String? = ProcessInfo.processInfo.environment["PATH"]
    ) -> [String] {
        let folders = (path ?? BoundedProcess.usualPath).split(separator: ":")
        return ["qpdf", "prlimit"].filter { program in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }

    static func checkPixels(width: Int, height: Int) throws(FileFault) {
        guard width > 0, height > 0 else { throw .malformed }
        guard !width.multipliedReportingOverflow(by: height).overflow, width * height <= maximumPixels else { throw .tooManyPixels }
    }

    /// A big-endian number of `count` bytes at that place.
    static func number(_ bytes: [UInt8], at place: Int, count: Int) throws(FileFault) -> Int {
        guard place + count <= bytes.count else { throw .truncated }
        var number = 0
        for offset in 0..<count { number = number << 8 | Int(bytes[place + offset]) }
        return number
    }
}

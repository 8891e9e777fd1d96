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

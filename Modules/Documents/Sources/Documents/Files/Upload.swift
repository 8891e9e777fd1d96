public import Catalogue
public import Foundation
public import Intake
internal import Kernel

/// A file as it came from the applicant.
public struct Upload: Sendable {
    /// The largest picture that is taken, in bytes: 15 MB. It is made smaller before it is kept.
    public static let maximumPictureSize = 15 * 1024 * 1024
    /// The largest file that is kept as it came, in bytes: 5 MB.
    public static let maximumSize = 5 * 1024 * 1024

    /// As the browser sent it; folders and control characters are cut off.
    public let filename: String
    public let content: Data

    public init(filename: String, content: Data) {
        self.filename = filename
        self.content = content
    }

    /// What the file really is, once the scan has found nothing in it, and what of it is kept (``Intake/FileIntake``). A large picture is kept smaller, as a JPEG, where one is
    /// allowed.
    /// - Throws: for the field `attachments.<name>`: `invalid` `problem.upload.empty`, `tooLarge` `problem.upload.size` (argument `max`,
    ///   in MB), `unsupportedType` `problem.upload.type` when it claims to be none of `allowed`, `invalid` or
    ///   `tooLarge` with the reason when it cannot be read to its end, `unavailable` `problem.upload.unreadable` when nobody could read it;
    ///   `invalid` `problem.upload.malware`, `unavailable` `problem.upload.unscanned` when nobody could look for any.
    public func read(for name: String, allowed: [FileType], _ scan: any MalwareScan) async throws -> ReadFile {
        func problem(_ code: Problem.Code, _ key: String, _ arguments: [String: String] = [:]) -> Problem {
            Problem(code, key, arguments: arguments, fields: [FieldIssue("attachments.\(name)", key, arguments: arguments)])
        }
        guard !content.isEmpty else { throw problem(.invalid, "problem.upload.empty") }
        func tooLarge(_ limit: Int) -> Problem { problem(.tooLarge, "problem.upload.size", ["max": String(limit >> 20)]) }
        let limit = allowed.map { Upload.limit(of: $0, among: allowed) }.max() ?? Upload.maximumSize
        guard content.count <= limit else { throw tooLarge(limit) }
        guard let type = FileType(claimedBy: content), allowed.contains(type) else {
            throw problem(.unsupportedType, "problem.upload.type", ["types": allowed.map(\.name).joined(separator: ", ")])
        }
        let own = Upload.limit(of: type, among: allowed)
        guard content.count <= own else { throw tooLarge(own) }
        let malware: String?
        do throws(FileFault) { malware = try await scan.malware(in: content) } catch {
            throw problem(.unavailable, "problem.upload.unscanned")
        }
        guard malware == nil else { throw problem(.invalid, "problem.upload.malware") }
        let read: ReadFile
        do throws(FileFault) {
            let kept = try await FileIntake().read(content, as: type.format)
            let small = type.isPicture && allowed.contains(.jpeg) ? try FileIntake().reduced(kept, as: type.format) : nil
            read = small.map { ReadFile(type: .jpeg, content: $0) } ?? ReadFile(type: type, content: kept)
        } catch {
            switch error {
            case .truncated: throw problem(.invalid, "problem.upload.truncated")
            case .malformed: throw problem(.invalid, "problem.upload.malformed")
            case .locked: throw problem(.invalid, "problem.upload.locked")
            case .noPages: throw problem(.invalid, "problem.upload.noPages")
            case .tooManyPixels: throw problem(.tooLarge, "problem.upload.pixels")
            case .tooManyPages:
                throw problem(.tooLarge, "problem.upload.tooManyPages", ["max": String(FileIntake.maximumPages)])
            case .tooComplex: throw problem(.tooLarge, "problem.upload.tooComplex")
            case .unreadable: throw problem(.unavailable, "problem.upload.unreadable")
            }
        }
        // What could not be made smaller.
        guard read.content.count <= Upload.maximumSize else { throw tooLarge(Upload.maximumSize) }
        return read
    }

    /// How many bytes a file of that type may have as it comes, where these types are allowed.
    public static func limit(of type: FileType, among allowed: [FileType]) -> Int {
        type.isPicture && allowed.contains(.jpeg) ? maximumPictureSize : maximumSize
    }

    /// The last part of the name, without characters that a header or a folder would read otherwise, and with the ending of what
    /// the file is; at most 120 characters.
    func safeFilename(as type: FileType) -> String {
        let last = TypedText(filename).prose.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let kept = String(
            String.UnicodeScalarView(
                last.unicodeScalars.filter { scalar in
                    let category = scalar.properties.generalCategory
                    return category != .control && category != .format && category != .lineSeparator
                        && category != .paragraphSeparator && !"\"<>|:*?;".unicodeScalars.contains(scalar)
                })
        ).trimmingCharacters(in: CharacterSet(charactersIn: " ."))
        return type.fitting(kept)
    }
}

/// A file that was read to its end.
public struct ReadFile: Sendable {
    public let type: FileType
    /// What is kept of it.
    public let content: Data
}

/// An attachment to look at.
public struct AttachmentContent: Sendable, Hashable {
    public let data: Data
    public let type: FileType
    public let filename: String
}

extension AttachmentContent {
    /// A small JPEG of a picture, upright.
    /// - Throws: `notFound` for what is no picture, or one too large to be unpacked.
    public func thumbnail() throws -> Data {
        guard type.isPicture, let small = try? FileIntake().thumbnail(of: data, as: type.format) else {
            throw Problem.notFound("thumbnail of a \(type.name)")
        }
        return small
    }
}

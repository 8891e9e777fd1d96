public import Catalogue
public import Foundation
internal import Intake
internal import Kernel

/// A file as it came from the applicant.
public struct Upload: Sendable {
    /// The largest file that is taken, in bytes: 5 MB.
    public static let maximumSize = 5 * 1024 * 1024

    /// As the browser sent it; folders and control characters are cut off.
    public let filename: String
    public let content: Data

    public init(filename: String, content: Data) {
        self.filename = filename
        self.content = content
    }

    /// What the file really is, and what of it is kept (``Intake/FileIntake``).
    /// - Throws: for the field `attachments.<name>`: `invalid` `problem.upload.empty`, `tooLarge` `problem.upload.size`,
    ///   `unsupportedType` `problem.upload.type` when it claims to be none of `allowed`, `invalid` or
    ///   `tooLarge` with the reason when it cannot be read to its end, `unavailable` `problem.upload.unreadable` when nobody could read it.
    func read(for name: String, allowed: [FileType]) async throws -> ReadFile {
        func problem(_ code: Problem.Code, _ key: String, _ arguments: [String: String] = [:]) -> Problem {
            Problem(code, key, arguments: arguments, fields: [FieldIssue("attachments.\(name)", key, arguments: arguments)])
        }
        guard !content.isEmpty else { throw problem(.invalid, "problem.upload.empty") }
        guard content.count <= Upload.maximumSize else { throw problem(.tooLarge, "problem.upload.size", ["max": "5 MB"]) }
        guard let type = FileType(claimedBy: content), allowed.contains(type) else {
            throw problem(.unsupportedType, "problem.upload.type", ["types": allowed.map(\.name).joined(separator: ", ")])
        }
        do throws(FileFault) {
            return ReadFile(type: type, content: try await FileIntake().read(content, as: type.format))
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
struct ReadFile {
    let type: FileType
    /// What is kept of it.
    let content: Data
}

/// An attachment to look at.
public struct AttachmentContent: Sendable, Hashable {
    public let data: Data
    public let type: FileType
    public let filename: String
}

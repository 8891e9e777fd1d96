public import Catalogue
public import Foundation
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

    /// What the file really is.
    /// - Throws: for the field `attachments.<name>`: `invalid` `problem.upload.empty`, `tooLarge` `problem.upload.size`,
    ///   `unsupportedType` `problem.upload.type` when it is none of `allowed` or not what its first bytes claim,
    ///   `invalid` `problem.upload.truncated` when it was cut off, `tooLarge` `problem.upload.pixels`.
    func checkedType(for name: String, allowed: [FileType]) throws -> FileType {
        func problem(_ code: Problem.Code, _ key: String, _ arguments: [String: String] = [:]) -> Problem {
            Problem(code, key, arguments: arguments, fields: [FieldIssue("attachments.\(name)", key, arguments: arguments)])
        }
        guard !content.isEmpty else { throw problem(.invalid, "problem.upload.empty") }
        guard content.count <= Upload.maximumSize else { throw problem(.tooLarge, "problem.upload.size", ["max": "5 MB"]) }
        let wrongType = problem(.unsupportedType, "problem.upload.type", ["types": allowed.map(\.name).joined(separator: ", ")])
        guard let type = FileType(claimedBy: content), allowed.contains(type) else { throw wrongType }
        do {
            try ContentCheck.check(content, as: type)
        } catch ContentFault.truncated {
            throw problem(.invalid, "problem.upload.truncated")
        } catch ContentFault.tooManyPixels {
            throw problem(.tooLarge, "problem.upload.pixels")
        } catch {
            throw wrongType
        }
        return type
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

/// An attachment to look at.
public struct AttachmentContent: Sendable, Hashable {
    public let data: Data
    public let type: FileType
    public let filename: String
}

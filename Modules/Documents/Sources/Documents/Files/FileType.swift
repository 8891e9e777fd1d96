public import Catalogue
internal import Foundation
internal import Intake

/// What kind of file an applicant may attach: the catalogue's list, with what is known of each.
public typealias FileType = AttachmentType

extension AttachmentType {
    /// The type by which browsers know it.
    public var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .pdf: "application/pdf"
        }
    }

    public var isPicture: Bool { self != .pdf }

    /// Without the point.
    public var filenameExtension: String { self == .jpeg ? "jpg" : rawValue }

    /// The name with an ending that says what the file is: whoever opens `foto.html` by a double click must find no page in it.
    func fitting(_ filename: String) -> String {
        let endings = self == .jpeg ? ["jpg", "jpeg", "jpe", "jfif"] : [filenameExtension]
        let ending = filename.lastIndex(of: ".").map { filename[$0...].dropFirst().lowercased() }
        if let ending, endings.contains(ending) { return String(filename.suffix(120)) }
        return (filename.isEmpty ? "berkas" : String(filename.suffix(110))) + ".\(filenameExtension)"
    }

    /// The type as people call it.
    var name: String { rawValue.uppercased() }

    /// The kind of file that the first bytes claim.
    init?(claimedBy content: Data) {
        guard let format = FileFormat(claimedBy: content) else { return nil }
        self =
            switch format {
            case .jpeg: .jpeg
            case .png: .png
            case .pdf: .pdf
            }
    }

    var format: FileFormat {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .pdf: .pdf
        }
    }
}

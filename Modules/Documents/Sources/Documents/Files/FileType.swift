public import Catalogue
internal import Foundation

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

    /// Readers look for the head of a PDF in so many first bytes: a mark of byte order or a line may stand before it.
    private static let strayBytes = 1024

    /// The type that the first bytes claim.
    init?(claimedBy content: Data) {
        func starts(_ bytes: [UInt8]) -> Bool { content.starts(with: bytes) }
        if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if content.prefix(FileType.strayBytes).range(of: Data("%PDF-".utf8)) != nil {
            self = .pdf
        } else {
            return nil
        }
    }
}

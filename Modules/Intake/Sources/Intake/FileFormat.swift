public import Foundation

/// The kinds of file that are taken.
public enum FileFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg, png, pdf

    /// The format that the first bytes claim, whatever the file is called; `nil` when they claim none of these.
    public init?(claimedBy content: Data) {
        guard let found = FileFormat.allCases.first(where: { $0.start(in: content) != nil }) else { return nil }
        self = found
    }

    private var signature: [UInt8] {
        switch self {
        case .jpeg: [0xFF, 0xD8, 0xFF]
        case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        case .pdf: Array("%PDF-".utf8)
        }
    }

    /// What programs put before a file that they take for text: a byte order mark, blanks and line ends.
    private static let strays: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0D, 0x0A]
    /// Readers look for the head of a PDF in so many first bytes, whatever these are.
    private static let readersReach = 1024

    /// Where the file begins behind what every reader passes over.
    func start(in content: Data) -> Int? {
        let head = [UInt8](content.prefix(FileFormat.readersReach + signature.count))
        let first = head.firstIndex { !FileFormat.strays.contains($0) } ?? 0
        let places = self == .pdf ? 0...max(0, head.count - signature.count) : first...first
        return places.first { head.dropFirst($0).starts(with: signature) }
    }
}

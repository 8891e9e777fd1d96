internal import Catalogue
internal import Foundation

/// What is wrong with a file's bytes.
enum ContentFault: Error, Equatable {
    /// It begins as promised and stops too early.
    case truncated
    /// It is not what its first bytes claim.
    case malformed
    /// A picture with more pixels than a reader's machine should have to hold.
    case tooManyPixels
}

/// Looks at every part of a file that its format frames, not at its name: what is kept must open at the officer's desk.
enum ContentCheck {
    /// 100 megapixels: more than any phone's camera takes, and 400 MB when unpacked.
    static let maximumPixels = 100_000_000

    static func check(_ content: Data, as type: FileType) throws(ContentFault) {
        let bytes = [UInt8](content)
        switch type {
        case .jpeg: try JPEGCheck.check(bytes)
        case .png: try PNGCheck.check(bytes)
        case .pdf: try PDFCheck.check(bytes)
        }
    }

    static func checkPixels(width: Int, height: Int) throws(ContentFault) {
        guard width > 0, height > 0 else { throw .malformed }
        guard width.multipliedReportingOverflow(by: height).overflow == false, width * height <= maximumPixels else { throw .tooManyPixels }
    }

    /// A big-endian number of `count` bytes at that place.
    static func number(_ bytes: [UInt8], at place: Int, count: Int) throws(ContentFault) -> Int {
        guard place + count <= bytes.count else { throw .truncated }
        var number = 0
        for offset in 0..<count { number = number << 8 | Int(bytes[place + offset]) }
        return number
    }
}

/// Looks at both ends of a PDF (ISO 32000-1, 7.5): the header, and near the end `startxref`, a place inside the file, and
/// `%%EOF`. What lies between is not unpacked.
enum PDFCheck {
    /// Readers look for the end mark in so many last bytes.
    private static let tailLength = 1024

    static func check(_ bytes: [UInt8]) throws(ContentFault) {
        let tail = Array(bytes.suffix(tailLength))
        guard let end = last(Array("%%EOF".utf8), in: tail), let start = last(Array("startxref".utf8), in: tail), start < end
        else { throw .truncated }
        let between = tail[(start + 9)..<end]
        let digits = between.filter { (0x30...0x39).contains($0) }
        let isOnlyNumber = between.allSatisfy { (0x30...0x39).contains($0) || [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard isOnlyNumber, let place = Int(String(decoding: digits, as: UTF8.self)), place < bytes.count else { throw .malformed }
    }

    private static func last(_ word: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= word.count else { return nil }
        return (0...(bytes.count - word.count)).last { bytes[$0..<($0 + word.count)].elementsEqual(word) }
    }
}

internal import Foundation

/// A PDF with more objects behind its end, as ISO 32000-1 7.5.6 lets one change a file without touching a byte of it. It understands what
/// the platform's own press writes: one table of cross-references, and objects that are not packed.
struct PDFUpdate {
    private var bytes: [UInt8]
    private let root: Int
    private let info: String?
    private let previous: Int
    private var size: Int
    /// Where each object that was written here begins.
    private var places: [(number: Int, place: Int)] = []
    private let offsets: [Int: Int]

    /// - Returns: `nil` for a file that it does not understand.
    init?(_ pdf: Data) {
        bytes = Array(pdf)
        guard let start = PDFText.last("startxref", in: bytes), let previous = PDFText.number(at: start + 9, in: bytes),
            let table = PDFUpdate.table(at: previous, in: bytes), let trailer = PDFText.first("trailer", in: bytes, from: previous),
            let size = PDFText.number(after: "/Size", from: trailer, in: bytes),
            let root = PDFText.number(after: "/Root", from: trailer, in: bytes)
        else { return nil }
        (self.previous, self.size, self.root, offsets) = (previous, size, root, table)
        info = PDFText.number(after: "/Info", from: trailer, in: bytes).map { "/Info \($0) 0 R " }
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }

    /// The pages, in their order.
    var pages: [Int] {
        guard let catalog = dictionary(of: root), let first = PDFText.reference("/Pages", in: catalog), let tree = dictionary(of: first)
        else { return [] }
        return PDFText.references("/Kids", in: tree)
    }

    mutating func nextNumber() -> Int {
        defer { size += 1 }
        return size
    }

    /// Writes an object, a new one or one that takes the place of an earlier one.
    /// - Returns: where its body begins.
    @discardableResult
    mutating func write(_ number: Int, _ body: String) -> Int {
        places.append((number, bytes.count))
        bytes += Array("\(number) 0 obj\n".utf8)
        let start = bytes.count
        bytes += Array("\(body)\nendobj\n".utf8)
        return start
    }

    /// Writes the dictionary of an object once more, with these entries at its end.
    mutating func extend(_ number: Int, with entries: String) -> Bool {
        guard let dictionary = dictionary(of: number), let end = dictionary.range(of: ">>", options: .backwards) else { return false }
        write(number, dictionary[..<end.lowerBound] + "\n\(entries)\n>>")
        return true
    }

    mutating func extendCatalog(with entries: String) -> Bool { extend(root, with: entries) }

    /// The whole file.
    func finished() -> [UInt8] {
        var text = "xref\n0 1\n0000000000 65535 f \n"
        for (number, place) in places.sorted(by: { $0.number < $1.number }) {
            text += "\(number) 1\n\(PDFText.padded(place, to: 10)) 00000 n \n"
        }
        text += "trailer\n<< /Size \(size) /Root \(root) 0 R \(info ?? "")/Prev \(previous) >>\nstartxref\n\(bytes.count)\n%%EOF\n"
        return bytes + Array(text.utf8)
    }

    private func dictionary(of number: Int) -> String? {
        guard let place = offsets[number], let start = PDFText.first("<<", in: bytes, from: place),
            let end = PDFText.first("endobj", in: bytes, from: place), start < end
        else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The places of the objects in use, by their number.
    private static func table(at place: Int, in bytes: [UInt8]) -> [Int: Int]? {
        guard PDFText.first("xref", in: bytes, from: place) == place, let end = PDFText.first("trailer", in: bytes, from: place) else {
            return nil
        }
        let words = String(decoding: bytes[(place + 4)..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        var offsets: [Int: Int] = [:]
        var index = 0
        while index + 1 < words.count {
            guard let first = Int(words[index]), let count = Int(words[index + 1]), count >= 0, index + 1 + 3 * count < words.count else {
                return nil
            }
            for entry in 0..<count where words[index + 4 + 3 * entry] == "n" { offsets[first + entry] = Int(words[index + 2 + 3 * entry]) }
            index += 2 + 3 * count
        }
        return offsets
    }
}

/// Finding words and numbers among a PDF's bytes.
enum PDFText {
    static func first(_ word: String, in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard start >= 0, start <= bytes.count else { return nil }
        let word = Array(word.utf8)
        guard bytes.count - start >= word.count else { return nil }
        return (start...(bytes.count - word.count)).first { bytes[$0] == word[0] && bytes[$0..<($0 + word.count)].elementsEqual(word) }
    }

    static func last(_ word: String, in bytes: [UInt8]) -> Int? {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return nil }
        return (0...(bytes.count - word.count)).last { bytes[$0] == word[0] && bytes[$0..<($0 + word.count)].elementsEqual(word) }
    }

    /// The number that begins at or behind that place, after white space only.
    static func number(at place: Int, in bytes: [UInt8]) -> Int? {
        let digits = bytes[min(place, bytes.count)...].drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) }.prefix { (0x30...0x39).contains($0) }
        return digits.count > 12 ? nil : Int(String(decoding: digits, as: UTF8.self))
    }

    static func number(after word: String, from start: Int, in bytes: [UInt8]) -> Int? {
        first(word, in: bytes, from: start).flatMap { number(at: $0 + word.utf8.count, in: bytes) }
    }

    static func reference(_ key: String, in dictionary: String) -> Int? {
        dictionary.range(of: key).flatMap { number(at: 0, in: Array(dictionary[$0.upperBound...].utf8)) }
    }

    static func references(_ key: String, in dictionary: String) -> [Int] {
        guard let start = dictionary.range(of: key)?.upperBound, let open = dictionary[start...].firstIndex(of: "["),
            let close = dictionary[open...].firstIndex(of: "]")
        else { return [] }
        let words = dictionary[dictionary.index(after: open)..<close].split(whereSeparator: \.isWhitespace)
        return stride(from: 0, to: words.count, by: 3).compactMap { Int(words[$0]) }
    }

    static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// A text as a PDF has it: UTF-16 in hexadecimal, so that no character has to be spared.
    static func text(_ text: String) -> String {
        "<FEFF"
            + text.utf16.map { String($0, radix: 16, uppercase: true) }.map { String(repeating: "0", count: 4 - $0.count) + $0 }.joined()
            + ">"
    }
}

internal import Foundation
internal import Kernel

/// The file that cairo wrote, with what cairo 1.16 cannot say about its structure: the language, what to read out in the place of pictures,
/// and that readers show the title. It understands what cairo writes for PDF 1.4: one table of cross-references, and objects that are not
/// packed, one behind the other.
struct StructuredFile {
    let language: Language
    /// What each part of the structure says beside its kind, in the order in which the parts were begun.
    let entries: [String]

    /// - Throws: `unexpected` `problem.paper.failed` for a file of another make: an untagged paper must not pass for a tagged one.
    func completed(_ pdf: Data) throws(Problem) -> Data {
        let bytes = [UInt8](pdf)
        guard let mark = FileText.last("startxref", in: bytes), let table = FileText.number(from: mark + 9, in: bytes),
            let objects = FileText.objects(at: table, in: bytes), let first = objects.first?.place,
            let trailer = FileText.last("trailer", in: bytes)
        else { throw Sheet.failed("the PDF is of another make") }
        var places = [Int](repeating: 0, count: (objects.map(\.number).max() ?? 0) + 1)
        var whole = Array(bytes[..<first])
        whole.reserveCapacity(bytes.count + 4_096)
        // The numbers of the structure's objects rise in the order in which its parts were begun; their places need not.
        let numbers = objects.indices.filter { FileText.begins(.part, objects[$0].place, in: bytes) }.map { objects[$0].number }.sorted()
        guard numbers.count == entries.count else { throw Sheet.failed("\(numbers.count) parts instead of \(entries.count)") }
        let said = Dictionary(uniqueKeysWithValues: zip(numbers, entries))
        for (index, object) in objects.enumerated() {
            places[object.number] = whole.count
            let end = index + 1 < objects.count ? objects[index + 1].place : table
            let isCatalog = FileText.begins(.catalog, object.place, in: bytes)
            let entry = isCatalog ? "/Lang (\(language.rawValue))\n   /ViewerPreferences << /DisplayDocTitle true >>" : said[object.number]
            guard let entry, !entry.isEmpty else {
                whole += bytes[object.place..<end]
                continue
            }
            guard let close = FileText.last(">>", in: bytes, before: end), close > object.place else {
                throw Sheet.failed("object \(object.number) is no dictionary")
            }
            whole += bytes[object.place..<close]
            whole += Array("   \(entry)\n".utf8)
            whole += bytes[close..<end]
        }
        let start = whole.count
        var text = "xref\n0 \(places.count)\n0000000000 65535 f \n"
        for place in places.dropFirst() {
            let digits = String(place)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        whole += Array(text.utf8)
        whole += bytes[trailer..<mark]
        whole += Array("startxref\n\(start)\n%%EOF\n".utf8)
        return Data(whole)
    }
}

/// Words and numbers among a PDF's bytes.
enum FileText {
    enum Beginning: String {
        case part = "<< /Type /StructElem"
        case catalog = "<< /Type /Catalog"
    }

    /// Whether the object that stands there begins in that way.
    static func begins(_ beginning: Beginning, _ place: Int, in bytes: [UInt8]) -> Bool {
        guard let line = bytes[place...].prefix(20).firstIndex(of: UInt8(ascii: "\n")) else { return false }
        return bytes[(line + 1)...].starts(with: beginning.rawValue.utf8)
    }

    static func last(_ word: String, in bytes: [UInt8], before end: Int? = nil) -> Int? {
        let word = Array(word.utf8)
        var place = (end ?? bytes.count) - word.count
        while place >= 0 {
            if bytes[place] == word[0], bytes[place..<(place + word.count)].elementsEqual(word) { return place }
            place -= 1
        }
        return nil
    }

    /// The number behind white space there.
    static func number(from place: Int, in bytes: [UInt8]) -> Int? {
        let digits = bytes[place...].prefix(24).drop { $0 == 0x0A || $0 == 0x20 }.prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The objects in use with their places, in the order of the places.
    static func objects(at table: Int, in bytes: [UInt8]) -> [(number: Int, place: Int)]? {
        let lines = String(decoding: bytes[table...], as: UTF8.self).split(separator: "\n")
        guard lines.count > 2, lines[0] == "xref", lines[1].hasPrefix("0 "), let count = Int(lines[1].dropFirst(2)), lines.count > count + 2
        else { return nil }
        var objects: [(number: Int, place: Int)] = []
        for number in 1..<max(1, count) {
            guard let place = Int(lines[2 + number].prefix(10)), place < table else { return nil }
            objects.append((number, place))
        }
        return objects.sorted { $0.place < $1.place }
    }

    /// A text as a PDF has it: UTF-16 in hexadecimal, so that no character has to be spared.
    static func text(_ text: String) -> String {
        "<FEFF" + text.utf16.map { String(Int($0) + 0x10000, radix: 16, uppercase: true).dropFirst() }.joined() + ">"
    }
}

import Foundation
import Kernel
import Testing

@testable import Paper

/// What those hear to whom a letter is read out.
@Suite("The structure of letters")
struct StructureTests {
    private static func file(_ letter: Letter) async throws -> String {
        let pdf = try await LetterPress().pdf(letter, createdAt: LetterPressTests.instant)
        return String(String.UnicodeScalarView(pdf.map { Unicode.Scalar($0) }))
    }

    /// The kinds of all parts in the order in which they are read out, and what each says beside.
    private static func parts(of file: String) -> [(kind: String, entries: String)] {
        file.matches(of: /(\d+) 0 obj\n<< \/Type \/StructElem\n   \/S \/(\w+)\n(.*?)\nendobj/.dotMatchesNewlines())
            .compactMap { match in Int(match.1).map { ($0, String(match.2), String(match.3)) } }
            .sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
    }

    private static func illustrated() throws -> Letter {
        // One grey pixel.
        let jpeg = try #require(
            Data(
                base64Encoded:
                    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////"
                    + "////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"))
        var letter = LetterPressTests.skck()
        letter.photo = LetterPhoto(jpeg: jpeg, width: 1, height: 1, text: "Foto pemegang")
        letter.codeText = "Kode QR (\\)"
        letter.subtitleLanguage = .english
        return letter
    }

    @Test(
        "Siti's SKCK says its language, shows its title, and is read in its order: heading, facts with their labels, text, signature, code")
    func order() async throws {
        let file = try await Self.file(Self.illustrated())
        #expect(file.contains("/MarkInfo << /Marked true >>") && file.contains("/Lang (id)"))
        #expect(file.contains("/ViewerPreferences << /DisplayDocTitle true >>") && file.contains("/Title (SKCK/1/XI/2026/99.01)"))
        let parts = Self.parts(of: file)
        let fact = ["TR", "TH", "TD"]
        #expect(
            parts.map(\.kind)
                == ["Document", "P", "P", "H1", "P", "P", "Figure", "Table"] + fact + fact + fact + fact
                + ["P", "P", "P", "P", "P", "Figure", "P"])
        #expect(parts.filter { $0.entries.contains("/Lang (en)") }.count == 1)
        #expect(parts.allSatisfy { ($0.kind == "TH") == $0.entries.contains("/Scope /Row") })
    }

    @Test("A picture has words in its place, and nothing else has")
    func pictures() async throws {
        let parts = Self.parts(of: try await Self.file(Self.illustrated()))
        let texts = ["Foto pemegang", "Kode QR (\\)"].map { "/Alt \(FileText.text($0))" }
        let pictures = parts.filter { $0.kind == "Figure" }
        #expect(pictures.count == 2 && zip(pictures, texts).allSatisfy { $0.entries.contains($1) })
        #expect(parts.allSatisfy { ($0.kind == "Figure") == $0.entries.contains("/Alt") })
        // Without words of its own the code is told by its caption.
        let plain = Self.parts(of: try await Self.file(LetterPressTests.skck()))
        #expect(
            plain.filter { $0.kind == "Figure" }.map { $0.entries.contains(FileText.text(LetterPressTests.skck().qrCaption)) } == [true])
    }

    @Test("What goes on over a page goes on in the structure, in its own row and without the page's head and foot")
    func pages() async throws {
        let endless = [
            LetterFact(label: "Uraian", value: String(repeating: "Lorem ", count: 2_000)), LetterFact(label: "Lain", value: "Contoh"),
        ]
        let file = try await Self.file(LetterPressTests.skck(facts: endless, paragraphs: []))
        let pages = file.matches(of: /\/Type\s*\/Page[^s]/).count
        let kinds = Self.parts(of: file).map(\.kind)
        try #require(pages > 2)
        #expect(kinds.filter { $0 == "Table" }.count == 1 && kinds.filter { $0 == "TR" }.count == 2)
        let values = kinds.filter { $0 == "TD" }.count
        #expect(values > 2 && values <= pages + 1 && kinds.filter { $0 == "TH" }.count == 2, "\(values) on \(pages) pages")
        let text = String(repeating: "Kalimat yang cukup panjang untuk satu baris. ", count: 60)
        let short = Self.parts(of: try await Self.file(LetterPressTests.skck(paragraphs: [text])))
        let long = Self.parts(of: try await Self.file(LetterPressTests.skck(paragraphs: [text + text + text])))
        #expect(long.filter { $0.kind == "P" }.count > short.filter { $0.kind == "P" }.count)
    }

    @Test("Its table of cross-references leads to every object")
    func places() async throws {
        let pdf = try await LetterPress().pdf(Self.illustrated(), createdAt: LetterPressTests.instant)
        let bytes = [UInt8](pdf)
        let mark = try #require(FileText.last("startxref", in: bytes))
        let table = try #require(FileText.number(from: mark + 9, in: bytes))
        let objects = try #require(FileText.objects(at: table, in: bytes))
        #expect(objects.count > 40)
        for object in objects { #expect(bytes[object.place...].starts(with: "\(object.number) 0 obj\n".utf8)) }
        #expect(bytes[table...].starts(with: "xref\n0 \(objects.count + 1)\n".utf8))
    }

    @Test(
        "A file that says less than was drawn is no letter",
        arguments: ["", "%PDF-1.4", "startxref\n0\n%%EOF", "xref\n0 1\n0000000000 65535 f \ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"])
    func foreign(_ text: String) {
        #expect(throws: Problem(.unexpected, "problem.paper.failed")) {
            try StructuredFile(language: .indonesian, entries: [""]).completed(Data(text.utf8))
        }
    }
}

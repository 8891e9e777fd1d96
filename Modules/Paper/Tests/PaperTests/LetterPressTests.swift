import Foundation
import Kernel
import Paper
import Testing

@Suite("Letters") struct LetterPressTests {
    static let instant = Instant(milliseconds: 1_795_397_400_000)

    static func skck(
        facts: [LetterFact] = [
            LetterFact(label: "Nama lengkap", value: "Siti Rahmawati"),
            LetterFact(label: "Tempat lahir", value: "Contoh"),
            LetterFact(label: "Tanggal lahir", value: "5 Juli 1990"),
            LetterFact(label: "Keperluan", value: "Melamar pekerjaan"),
        ],
        paragraphs: [String] = [
            "Surat ini diterbitkan oleh peragaan MPP Digital dan bukan surat keterangan yang sah.",
            "Berlaku sampai dengan 23 Mei 2027.",
        ],
        qrText: String = "https://mpp.example/kab-contoh/verifikasi/ABCD-EFGH-JKMN"
    ) -> Letter {
        Letter(
            letterhead: ["MAL PELAYANAN PUBLIK CONTOH", "Pemerintah Kabupaten Contoh, Contoh Raya"], accent: "#0B6E4F",
            title: "SURAT KETERANGAN CATATAN KEPOLISIAN", subtitle: "Police record certificate", number: "Nomor: SKCK/1/XI/2026/99.01",
            facts: facts, paragraphs: paragraphs,
            signature: ["Contoh, 23 November 2026", "Kepolisian Negara Republik Indonesia (Polri)", "Bripka Agus"],
            qrText: qrText, qrCaption: "Pindai untuk memeriksa keaslian surat ini.\nKode: ABCD-EFGH-JKMN",
            footer: "Diterbitkan melalui MPP Digital Kabupaten Contoh.", documentTitle: "SKCK/1/XI/2026/99.01", watermark: "CONTOH")
    }

    /// The file's bytes one to one as characters, so that its plain parts can be searched.
    func plain(_ pdf: Data) -> String { String(String.UnicodeScalarView(pdf.map { Unicode.Scalar($0) })) }

    func pageCount(_ pdf: Data) -> Int { plain(pdf).matches(of: /\/Type\s*\/Page[^s]/).count }

    func print(_ letter: Letter) async throws -> Data { try await LetterPress().pdf(letter, createdAt: LetterPressTests.instant) }

    @Test("A letter whose address does not fit in a code is not printed", arguments: ["", String(repeating: "x", count: 4_000)])
    func codeTooLong(text: String) async {
        await #expect(throws: Problem(.invalid, "problem.qr.text")) { try await print(LetterPressTests.skck(qrText: text)) }
    }

    @Test(
        "A code has modules of 0.4 mm, is 40 mm wide at most, and leaves room for the words beside one with little in it",
        arguments: [("x", 92...92), (String(repeating: "x", count: 420), 96...113), (String(repeating: "x", count: 2_000), 113.3...113.5)])
    func codeSize(text: String, expected: ClosedRange<Double>) async throws {
        let printed = try await LetterPress().printed(LetterPressTests.skck(qrText: text), createdAt: LetterPressTests.instant)
        #expect(expected.contains(printed.code.side), "\(printed.code.side)")
    }

    @Test("Siti's SKCK is one page of A4 that knows its title, author and time")
    func onePage() async throws {
        let pdf = try await print(LetterPressTests.skck())
        let text = plain(pdf)
        #expect(text.hasPrefix("%PDF-1.4") && text.contains("%%EOF"))
        #expect(pageCount(pdf) == 1)
        #expect(text.contains(/\/MediaBox \[ 0 0 595\.2\d+ 841\.8\d+ \]/))
        #expect(text.contains("/Title (SKCK/1/XI/2026/99.01)"))
        #expect(text.contains("/Author (MAL PELAYANAN PUBLIK CONTOH)"))
        #expect(text.contains(/\/CreationDate \((D:)?20261123013000Z/))
        #expect(text.contains("/FontFile"))
        #expect((5_000...300_000).contains(pdf.count))
    }

    @Test("A photo's bytes go into the PDF as they are, on one page with its facts, however few there are", arguments: [0, 1, 4])
    func photo(facts: Int) async throws {
        // One grey pixel.
        let jpeg = try #require(
            Data(
                base64Encoded:
                    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////"
                    + "////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"))
        var letter = LetterPressTests.skck()
        letter.facts = Array(letter.facts.prefix(facts))
        letter.photo = LetterPhoto(jpeg: jpeg, width: 1, height: 1)
        let pdf = try await print(letter)
        #expect(pdf.range(of: jpeg) != nil && plain(pdf).contains("/DCTDecode"))
        #expect(pageCount(pdf) == 1)
    }

    @Test("Facts beside a photo stay on its page, and the others go on")
    func photoOfMany() async throws {
        var letter = LetterPressTests.skck(facts: (1...120).map { LetterFact(label: "Isian \($0)", value: "Contoh") })
        letter.photo = LetterPhoto(jpeg: Data([0xFF, 0xD8, 0xFF, 0xD9]), width: 3, height: 4)
        #expect(pageCount(try await print(letter)) > 2)
    }

    @Test("The same letter at the same instant gives the same bytes")
    func deterministic() async throws {
        let one = try await print(LetterPressTests.skck())
        #expect(try await print(LetterPressTests.skck()) == one)
    }

    @Test("A title with parentheses, backslashes or letters beyond ASCII is carried unharmed, in UTF-16", arguments: ["a(b)\\", "Ñandú"])
    func titles(title: String) async throws {
        var letter = LetterPressTests.skck()
        letter.documentTitle = title
        let expected = title.utf16.map { String(Int($0) + 0x10000, radix: 16, uppercase: true).dropFirst() }.joined()
        #expect(plain(try await print(letter)).contains("/Title <FEFF\(expected)>"))
    }

    @Test(
        "Names of all kinds are printed as they are, never read as markup",
        arguments: [
            "Nur 'Aini binti Sa'ad", "D’Artagnan & <b>Söhne</b> &amp;", "Ngurah Éka Ĝoñi Ṭārīq", "I Gusti Ayu</span>", "  ", "",
            "Sutrisno\u{0}Wibowo", "\u{202E}itawamhaR itiS\u{202C}", "e\u{301}\u{301}\u{301}", "satu\r\ndua\rtiga",
        ])
    func names(name: String) async throws {
        let letter = LetterPressTests.skck(facts: [LetterFact(label: name, value: name)], paragraphs: [name])
        #expect(pageCount(try await print(letter)) == 1)
    }

    @Test("Forty facts and a long text go on over several pages; so does one endless value")
    func manyPages() async throws {
        let facts = (1...40).map {
            LetterFact(label: "Keterangan ke-\($0)", value: String(repeating: "isi yang panjang ", count: $0 % 7 + 1))
        }
        #expect(pageCount(try await print(LetterPressTests.skck(facts: facts))) == 3)
        let endless = [LetterFact(label: "Uraian", value: String(repeating: "Lorem", count: 2_000))]
        #expect(pageCount(try await print(LetterPressTests.skck(facts: endless))) >= 2)
        let paragraphs = Array(repeating: String(repeating: "Kalimat yang cukup panjang untuk satu baris. ", count: 40), count: 8)
        #expect(pageCount(try await print(LetterPressTests.skck(paragraphs: paragraphs))) >= 3)
    }

    @Test("Bare and overfull letters are still printed")
    func extremes() async throws {
        let bare = Letter(letterhead: [], accent: "hijau", title: "", number: "", qrText: "x", qrCaption: "", footer: "", documentTitle: "")
        #expect(pageCount(try await print(bare)) == 1)
        let long = String(repeating: "sangat panjang sekali ", count: 400)
        var full = LetterPressTests.skck(facts: [LetterFact(label: long, value: long)])
        full.letterhead = [long, long]
        full.title = long
        full.number = long
        full.signature = [long, long, long]
        full.qrCaption = long
        full.footer = long
        full.watermark = long
        #expect(pageCount(try await print(full)) > 5)
    }

    @Test("Many letters asked for at once are all printed, each as itself")
    func atOnce() async throws {
        try await withThrowingTaskGroup(of: (Int, Data).self) { group in
            for number in 1...24 {
                group.addTask {
                    var letter = LetterPressTests.skck()
                    letter.documentTitle = "SKCK nomor \(number)."
                    return (number, try await LetterPress().pdf(letter, createdAt: LetterPressTests.instant))
                }
            }
            for try await (number, pdf) in group { #expect(plain(pdf).contains("/Title (SKCK nomor \(number).)")) }
        }
    }
}

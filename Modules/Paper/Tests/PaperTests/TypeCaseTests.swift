import Foundation
import Kernel
import Paper
import Testing

@Suite("What the press can set")
struct TypeCaseTests {
    /// A letter on which the text stands.
    private func print(_ text: String) async throws -> Data {
        let letter = LetterPressTests.skck(facts: [LetterFact(label: "Nama lengkap", value: text)])
        return try await LetterPress().pdf(letter, createdAt: LetterPressTests.instant)
    }

    @Test(
        "The scripts of the regions' languages, and those of their people's names, are set and printed",
        arguments: [
            "Siti Rahmawati", "Nur 'Aini — “Melati” 7½ m²", "Éka Ĝoñi Ṭārīq Ạ", "ꦱꦶꦠꦶ", "ᬲᬶᬢᬶ", "ᮞᮤᮒᮤ", "سيتي رحمواتي", "ستي نورعيني چڠڤ",
            "林大明 Lim", "정수", "さくら",
            "satu\ndua",
        ])
    func set(text: String) async throws {
        #expect(TypeCase.unsettable(in: text) == [])
        #expect(TypeCase.unsettable(in: text) == [], "and again, from memory")
        #expect(try await print(text).count > 5_000)
    }

    @Test(
        "What no font draws is named character by character, and no letter is printed with it",
        arguments: [
            ("Siti\u{E000}", ["\u{E000}"]), ("\u{378}Siti\u{10FFFD}", ["\u{378}", "\u{10FFFD}"]),
            ("Perajin \u{1FAE8} batik", ["\u{1FAE8}"]),
            ("Siti \u{13000}\u{12345}\u{13000}", ["\u{13000}", "\u{12345}"].filter { !TypeCase.unsettable(in: $0).isEmpty }),
        ])
    func unset(text: String, named: [String]) async {
        #expect(TypeCase.unsettable(in: text).map(String.init) == named)
        guard !named.isEmpty, !text.contains("\u{E000}"), !text.contains("\u{378}") else { return }
        await #expect(throws: Problem(.unavailable, "problem.paper.letters")) { try await print(text) }
    }

    @Test("Whatever is said to be set is printed without a box", arguments: 0..<24)
    func anything(seed: UInt32) async throws {
        // Every 24th of the characters of the first two planes, in pieces that fit on a few pages.
        let scalars = stride(from: 0x20 + seed * 11, to: 0x20000, by: 24 * 11).compactMap(Unicode.Scalar.init)
        let typed = TypedText(String(String.UnicodeScalarView(scalars))).line
        let unset = Set(TypeCase.unsettable(in: typed))
        let paper = try await print(String(typed.filter { !unset.contains($0) }))
        #expect(paper.starts(with: Data("%PDF-".utf8)))
    }
}

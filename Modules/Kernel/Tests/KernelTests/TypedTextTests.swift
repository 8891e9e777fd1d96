import Kernel
import Testing

@Suite("Typed text")
struct TypedTextTests {
    @Test(
        "What nobody sees is left out, wherever it stands",
        arguments: [
            "\u{200E}Siti Rahmawati\u{200F}", "Si\u{AD}ti Rahmawati", "\u{FEFF}Siti\u{A0}Rahmawati", "Siti\tRahmawati",
            "Siti\u{3000}Rahmawati\u{0}",
            "\u{202A}Siti Rahma\u{200B}wati\u{202C}", "Siti\u{2028}Rahmawati", "Siti\r\nRahmawati\r", "Siti\u{3164}Rahmawati\u{2800}",
            "S\u{2060}iti   Rahmawati",
            "\u{2067}Siti\u{2069} Rah\u{1B}mawati", "Si\u{200D}ti Rahmawa\u{200C}ti", "Siti\u{202F}Rahmawati\u{E0041}",
            "Siti Rahm\u{34F}awati\u{61C}",
            "\u{FE0F}Siti Rahmawati\u{FFF9}", "Siti\u{FFFA} \u{FE0F}Rahmawati\u{FFFB}", " Siti Rahmawati", "Siti Rahmawati ",
            "Siti  Rahmawati",
        ])
    func names(typed: String) {
        #expect(TypedText(typed).line == "Siti Rahmawati")
        #expect(TypedText(TypedText(typed).prose) == TypedText(typed), "cleaning what is clean changes nothing")
    }

    @Test("Lines stay in a long text, each without blanks at its end, and become one for a name")
    func lines() {
        let typed = TypedText(" \n Jalan Melati 7 \r\n\r\nRT 01\u{2028}RW 02\u{2029}Genteng\u{85}\n ")
        #expect(typed.prose == "Jalan Melati 7\n\nRT 01\nRW 02\nGenteng")
        #expect(typed.line == "Jalan Melati 7 RT 01 RW 02 Genteng")
    }

    @Test(
        "A dash of any length is a hyphen in a code, and stays itself in a sentence",
        arguments: ["\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}", "\u{FF0D}", "\u{FE63}"])
    func dashes(dash: String) {
        #expect(TypedText("0812\(dash)3456").code == "0812-3456")
        #expect(TypedText("kerja \(dash) nanti").prose == "kerja \(dash) nanti")
    }

    @Test("Blanks around a text go, whether or not there is more to clean", arguments: ["Siti", "Éka", "Jalan Melati 7\nGenteng"])
    func ends(text: String) {
        for typed in [text, " \(text)", "\(text) ", "  \(text)  ", "\t\(text)\t"] { #expect(TypedText(typed).prose == text) }
        #expect(TypedText(" ").prose.isEmpty && TypedText("").prose.isEmpty)
    }

    @Test("In a code nothing joins two signs, not even where it is seen in a sentence")
    func joinedCodes() {
        for text in ["\u{645}\u{6CC}\u{200C}\u{62E}", "\u{915}\u{94D}\u{200D}\u{937}"] {
            #expect(TypedText(text).line.unicodeScalars.elementsEqual(text.unicodeScalars))
            let code = text.unicodeScalars.filter { !"\u{200C}\u{200D}".unicodeScalars.contains($0) }
            #expect(TypedText(text).code.unicodeScalars.elementsEqual(code))
        }
    }

    @Test("What looks like a hyphen is one everywhere", arguments: ["\u{2010}", "\u{2011}"])
    func hyphens(hyphen: String) { #expect(TypedText("Al\(hyphen)Hakim").line == "Al-Hakim") }

    @Test(
        "What a person sees stays",
        arguments: [
            "Nur 'Aini binti Sa'ad", "Éka Ĝoñi", "ꦱꦶꦠꦶ", "ꦏ꧀\u{200C}ꦏ", "می\u{200C}خواهم", "क्\u{200D}ष", "林大明 Lim", "“Melati” — 7½ m²",
            "\u{600}١٢",
            "葛\u{E0100}城", "👩\u{200D}🌾", "❤\u{FE0F}", "１２",
        ])
    func kept(typed: String) {
        #expect(TypedText(typed).line.unicodeScalars.elementsEqual(typed.unicodeScalars))
    }

    @Test(
        "A joiner that joins nothing goes, and so does the second selector of one picture",
        arguments: [
            ("\u{5D0}\u{200D}\u{5D1}", "\u{5D0}\u{5D1}"), ("1\u{200D}2", "12"), ("\u{645}\u{6CC}\u{200C}", "\u{645}\u{6CC}"),
            ("\u{200C}\u{645}\u{6CC}", "\u{645}\u{6CC}"), ("\u{645}\u{200C}a", "\u{645}a"), ("a\u{200C}\u{645}", "a\u{645}"),
            ("❤\u{FE0F}\u{FE0F}", "❤\u{FE0F}"), ("a \u{FE0F}b", "a b"), ("a\u{FFFC}", "a\u{FFFC}"), ("a~", "a~"), ("\r", ""),
            ("a\rb", "a b"),
        ])
    func joiners(typed: String, line: String) {
        #expect(TypedText(typed).line.unicodeScalars.elementsEqual(line.unicodeScalars))
    }

    @Test("A letter with its accent is one, however it was typed")
    func composed() { #expect(Array(TypedText("E\u{301}ka").line.unicodeScalars) == Array("\u{C9}ka".unicodeScalars)) }

    @Test("Whatever is typed, no control, no mark of direction and no blank end is left", arguments: 0..<64)
    func anything(seed: UInt64) {
        let typed = TypedText(RandomText(seed: seed).text(length: 200))
        let odd = typed.prose.unicodeScalars.filter {
            $0.properties.isBidiControl || $0.properties.generalCategory == .control && $0 != "\n"
        }
        #expect(odd.isEmpty)
        #expect(typed.prose.first?.isWhitespace != true && typed.prose.last?.isWhitespace != true)
        #expect(TypedText(typed.prose) == typed)
        #expect(!typed.line.contains(where: \.isNewline) && !typed.line.contains("  "))
    }
}

/// Text of every category of Unicode, the same for the same seed.
struct RandomText: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    func text(length: Int) -> String {
        var generator = self
        var text = String.UnicodeScalarView()
        while text.count < length {
            // Half of it from the first plane's crowded beginning, where most categories live.
            let upper: UInt32 = Bool.random(using: &generator) ? 0x3100 : 0x10FFFF
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...upper, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}

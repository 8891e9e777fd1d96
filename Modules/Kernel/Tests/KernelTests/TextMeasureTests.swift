import Kernel
import Testing

@Suite("How much of a text is seen")
struct TextMeasureTests {
    @Test(
        "A text is empty when nobody sees anything of it",
        arguments: [
            "", " ", "\n\u{3000}", "\u{200D}", "\u{3164}", "\u{2800}", "\u{115F}\u{1160}", "\u{FFA0}", "\u{301}\u{302}", "\u{FE0F}",
            "\u{0}", "\u{E000}", "\u{378}", "\u{903}", "\u{20DD}", "\u{200E}", "\u{1160}",
        ])
    func empty(text: String) {
        #expect(TextMeasure(text).isEmpty)
        #expect(TextMeasure(text).fault(within: 1...9) == .tooShort && TextMeasure(text).fault(within: 0...9) == nil)
    }

    @Test("One letter is enough, of any script", arguments: ["a", "7", "-", "林", "ꦱ", " é ", "👩", "\u{200D}x"])
    func seen(text: String) { #expect(!TextMeasure(text).isEmpty && TextMeasure(text).fault(within: 1...9) == nil) }

    @Test(
        "Length is counted in what is seen, and both its bounds belong to it",
        arguments: [(4, TextMeasure.Fault.tooShort), (5, nil), (6, nil), (9, nil), (10, .tooLong)])
    func bounds(count: Int, fault: TextMeasure.Fault?) {
        for letter in ["a", "e\u{323}\u{302}", "林"] {
            #expect(TextMeasure(String(repeating: letter, count: count)).fault(within: 5...9) == fault, "\(letter)")
        }
    }

    @Test(
        "A letter carries as many marks as a script sets, and not one more",
        arguments: [(4, nil), (5, nil), (6, TextMeasure.Fault.tooManyMarks)])
    func marks(count: Int, fault: TextMeasure.Fault?) {
        for mark in ["\u{323}", "\u{64E}", "\u{20DD}", "\u{301}\u{200D}"] {
            let text = "Siti a" + String(repeating: mark, count: count) + " b\u{301}"
            #expect(TextMeasure(text).fault(within: 1...99) == fault, "\(mark)")
            // Also where no letter stands before them.
            #expect(TextMeasure(String(repeating: mark, count: count) + "Siti").fault(within: 1...99) == fault, "\(mark)")
        }
    }

    @Test("Pictures joined into one are bounded by their parts", arguments: [(8, nil), (9, TextMeasure.Fault.tooLong)])
    func scalars(count: Int, fault: TextMeasure.Fault?) {
        let joined = Array(repeating: "👩", count: count).joined(separator: "\u{200D}")
        // One scalar more on the shorter fills the bound to its last place.
        #expect(TextMeasure("a" + joined).fault(within: 1...4) == fault)
        #expect(TextMeasure("ab" + joined).fault(within: 1...4) == .tooLong)
        #expect(TextMeasure(joined).length == 1 && TextMeasure(joined).fault(within: 1...4) == fault)
    }
}

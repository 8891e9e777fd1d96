import Testing

@testable import Catalogue

@Suite("Placeholders")
struct PlaceholderTests {
    @Test(
        "A name is of letters, digits and underscores, to the last of each",
        arguments: ["a", "z", "A", "Z", "0", "9", "_", "a9_Z"])
    func names(_ name: String) {
        #expect(Placeholders.names(in: "Untuk {\(name)}.") == [name])
        #expect(Placeholders.fill("Untuk {\(name)}.", [name: "Siti"]) == "Untuk Siti.")
    }

    @Test(
        "A brace that belongs to no placeholder is found, and stays as it is",
        arguments: [
            "{}", "{", "}", "a{", "{a", "a}", "{a b}", "{a-b}", "{`}", "{@}", "{[}", "{/}", "{:}", "{é}", "{{a}", "{a}}", "}{", "{a|b}",
            "{a|b|}", "{a||c}", "{a|b|c|d}", "{a|b|c", "{|b|c}", "{a|b{|c}",
        ])
    func strays(_ text: String) {
        #expect(Placeholders.names(in: text) == nil)
        let filled = text.contains("{a}") ? text.replacing("{a}", with: "Siti") : text
        #expect(Placeholders.fill(text, ["a": "Siti", "": "nobody"]) == filled)
    }

    @Test("A word that hangs on a number is the first for one, and the second for everything else", arguments: ["1", "0", "2", "1+", ""])
    func words(_ number: String) {
        let text = "{days} {days|day|days} left"
        #expect(Placeholders.names(in: text) == ["days"])
        #expect(Placeholders.fill(text, ["days": number]) == "\(number) \(number == "1" ? "day" : "days") left")
        #expect(Placeholders.fill(text, ["a": "1"]) == "{days} days left", "what is missing can be seen")
    }

    @Test("What stands around placeholders stays, and braces inside an argument are not read again")
    func around() {
        #expect(Placeholders.fill("{a}{b} x {a}", ["a": "{b}", "b": "B"]) == "{b}B x {b}")
        #expect(Placeholders.fill("{a} {c}", ["a": "A"]) == "A {c}", "what is missing can be seen")
        #expect(Placeholders.fill("{a}", [:]) == "{a}")
        #expect(Placeholders.names(in: "x") == [])
    }
}

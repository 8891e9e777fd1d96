import Foundation
import Kernel
import Testing

@testable import Storage

/// A kettle as the program knows it today: format 2 counts in millilitres where format 1 counted in cups of 200, and the
/// colour came later without a new format.
private struct Kettle: Stored, Equatable {
    static let format = 2
    var millilitres: Int
    var colour: String = "plain"

    private enum Key: String, CodingKey { case cups, millilitres, colour }

    init(millilitres: Int, colour: String = "plain") {
        self.millilitres = millilitres
        self.colour = colour
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        millilitres =
            decoder.storedFormat == 1
            ? try container.decode(Int.self, forKey: .cups) * 200 : try container.decode(Int.self, forKey: .millilitres)
        colour = try container.decodeIfPresent(String.self, forKey: .colour) ?? "plain"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(millilitres, forKey: .millilitres)
        try container.encode(colour, forKey: .colour)
    }
}

@Suite("Stored values")
struct StoredTests {
    @Test("A stored value says in which format it is written, with sorted keys")
    func written() throws {
        #expect(
            try Kettle(millilitres: 1700, colour: "a/b").storedText()
                == #"{"format":2,"value":{"colour":"a/b","millilitres":1700}}"#)
    }

    @Test("A stored value is read in every format that was ever written")
    func read() throws {
        func kettle(_ text: String) throws -> Kettle { try Kettle(stored: Data(text.utf8)) }
        #expect(try kettle(#"{"format":1,"value":{"cups":3}}"#) == Kettle(millilitres: 600))
        #expect(try kettle(#"{"format":2,"value":{"millilitres":600}}"#) == Kettle(millilitres: 600))
        #expect(try kettle(Kettle(millilitres: 5, colour: "red").storedText()) == Kettle(millilitres: 5, colour: "red"))
    }

    @Test(
        "A stored value is refused when a newer program wrote it, or something else did",
        arguments: [
            #"{"format":3,"value":{"millilitres":600}}"#, #"{"format":0,"value":{"cups":3}}"#, #"{"value":{"millilitres":600}}"#,
            #"{"format":2,"value":{"cups":3}}"#, #"{"format":2,"value":{"millilitres":"Siti"}}"#, #"{"millilitres":600}"#, "Siti", "",
        ])
    func refused(_ text: String) throws {
        let problem = #expect(throws: Problem.self) { try Kettle(stored: Data(text.utf8)) }
        #expect(problem?.code == .unexpected)
        #expect(problem?.detail.contains("Siti") == false, "what was read may be personal")
    }
}

import Foundation
import Kernel
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    let start = Instant(milliseconds: 1_795_451_400_000)

    @Test("Later identifiers sort behind earlier ones")
    func order() {
        let made = (0..<1000).map { Identifier(at: Instant(milliseconds: start.milliseconds + $0)) }
        #expect(made == made.sorted())
        #expect(made.map(\.text) == made.map(\.text).sorted())
    }

    @Test("Many identifiers of one millisecond are different")
    func unique() {
        #expect(Set((0..<10_000).map { _ in Identifier(at: start) }).count == 10_000)
    }

    @Test("An identifier has the form of RFC 9562")
    func form() throws {
        let text = Identifier(at: start).text
        let parts = text.split(separator: "-")
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(text == text.lowercased())
        #expect(parts[2].first == "7")
        #expect("89ab".contains(try #require(parts[3].first)))
        #expect(Int64(parts[0] + parts[1], radix: 16) == start.milliseconds)
        #expect(UUID(uuidString: text) != nil)
    }

    @Test(
        "What is no identifier is refused",
        arguments: [
            "", "1", "0190c7a8b3f47e2a9c111111111111111111", "0190c7a8-b3f4-7e2a-9c11-11111111111", "0190c7a8-b3f4-7e2a-9c11-1111111111111",
            "0190c7a8-b3f4-7e2a-9c11-11111111111g", "0190c7a8_b3f4_7e2a_9c11_111111111111", "../../../etc/passwd-0000-00000000000",
            "{0190c7a8-b3f4-7e2a-9c11-1111111111}", "0190c7a8-b3f4-7e2a-9c11-1111111111é",
        ])
    func refused(text: String) { #expect(Identifier(text) == nil) }

    @Test("An identifier has a hyphen at its four places and hexadecimal digits at all others")
    func places() {
        let good = Array("0190c7a8-b3f4-7e2a-9c11-11111111111f")
        for place in good.indices {
            for sign in ["0", "9", "a", "f", "A", "F", "-", "/", ":", "`", "g", "@", "G", "é"] as [Character] {
                var altered = good
                altered[place] = sign
                let isGood = good[place] == "-" ? sign == "-" : sign.isASCII && sign.isHexDigit
                #expect((Identifier(String(altered)) != nil) == isGood, "\(sign) at \(place)")
            }
        }
    }

    @Test("An identifier tells when it was made", arguments: [0, 1, 9, 10, 15, 16, 1_795_451_400_000, 0x9ABC_DEF0_1234, 0xFFFF_FFFF_FFFF])
    func instant(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(Identifier(at: instant).instant == instant)
        #expect(Identifier(Identifier(at: instant).text) != nil)
    }

    @Test("Bytes are written as two hexadecimal digits each")
    func hexadecimal() {
        #expect(([0, 1, 9, 10, 15, 16, 0x9A, 0xF0, 0xFF] as [UInt8]).hexadecimal == "0001090a0f109af0ff")
        #expect(([] as [UInt8]).hexadecimal.isEmpty)
    }

    @Test("Upper case is the same identifier")
    func upperCase() {
        #expect(Identifier("0190C7A8-B3F4-7E2A-9C11-ABCDEF123456") == Identifier("0190c7a8-b3f4-7e2a-9c11-abcdef123456"))
    }

    @Test("An identifier is text in JSON")
    func json() throws {
        let identifier = Identifier(at: start)
        #expect(try JSONDecoder().decode([Identifier].self, from: JSONEncoder().encode([identifier])) == [identifier])
        #expect(throws: Problem.self) { try JSONDecoder().decode([Identifier].self, from: Data(#"["x"]"#.utf8)) }
    }
}

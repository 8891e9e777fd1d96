import Kernel
import Testing

@Suite("NIKs")
struct NIKTests {
    @Test(
        "What cannot be a NIK is refused",
        arguments: [
            "", " ", "351001450790000", "35100145079000011", "35100145O7900001", "٣٥١٠٠١٤٥٠٧٩٠٠٠٠١",
            "3510013202900001",  // 32 February
            "3510013002900001",  // 30 February
            "3510014007900001",  // day 40 belongs to nobody
            "3510017207900001",  // a woman's 32 July
            "3510010007900001",  // day 0
            "3510010500900001",  // month 0
            "3510010513900001",  // month 13
            "1010010507900001",  // no province has a number below 11
            "3510010507900000",  // serial numbers begin at 1
            "3510010507910000", "351001450790990", "35100145079099011",
            "3510014507909901\n3510015402929903",
        ])
    func refused(typed: String) { #expect(NIK(typed) == nil) }

    @Test(
        "The day of a woman's birth has 40 added",
        arguments: [
            "3510014507909901",  // Siti Rahmawati, 5 July
            "3510010507900001",  // a man of the same day
            "3510017112850003",  // a woman's 31 December
            "3510013112850003", "3510014101000001", "3510016902960001", "3510012902960001", "9171010101010001", "1101010101010001",
            "3101010101010001",
            "3510010507901000", "3510010507909999",
        ])
    func accepted(typed: String) { #expect(NIK(typed)?.digits == typed) }

    @Test(
        "Siti may type blanks, points and hyphens",
        arguments: ["351001 450790 9901", "3510-0145-0790-9901", "351001.450790.9901", " 3510014507909901 ", "3510\u{00A0}014507909901"])
    func separators(typed: String) { #expect(NIK(typed) == NIK("3510014507909901")) }

    @Test("A sign that is no digit makes it no NIK, wherever it stands", arguments: 0..<16)
    func signs(place: Int) {
        for sign in ["A", "O", "/", ":", "٣", "+"] as [Character] {
            var altered = Array("3510014507909901")
            altered[place] = sign
            #expect(NIK(String(altered)) == nil, "\(sign)")
        }
    }

    @Test("Only the last four digits are shown")
    func masked() throws {
        let shown = try #require(NIK("3510014507909901")).masked
        #expect(shown == "•••• •••• •••• 9901")
    }
}

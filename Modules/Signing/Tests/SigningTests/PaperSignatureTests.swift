import Crypto
import Foundation
import Kernel
import Testing

@testable import Signing

@Suite("A signed paper")
struct PaperSignatureTests {
    /// A PDF as the press writes it, in small: a catalog, pages, and a table of cross-references.
    static let pdf: Data = {
        var text = "%PDF-1.4\n"
        var places: [Int] = []
        for body in [
            "<< /Type /Catalog\n   /Pages 2 0 R\n>>", "<< /Type /Pages\n   /Kids [ 3 0 R 4 0 R ]\n   /Count 2\n>>",
            "<< /Type /Page % 1\n   /Parent 2 0 R\n   /MediaBox [ 0 0 595.276 841.89 ]\n   /Group << /Type /Group /S /Transparency >>\n>>",
            "<< /Type /Page % 2\n   /Parent 2 0 R\n   /MediaBox [ 0 0 595.276 841.89 ]\n>>", "<< /Producer (test)\n>>",
        ] {
            places.append(text.utf8.count)
            text += "\(places.count) 0 obj\n\(body)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 6\n0000000000 65535 f \n"
        for place in places { text += "\(PDFText.padded(place, to: 10)) 00000 n \n" }
        return Data((text + "trailer\n<< /Size 6\n   /Root 1 0 R\n   /Info 5 0 R\n>>\nstartxref\n\(table)\n%%EOF\n").utf8)
    }()
    static let field = SignatureField(
        frame: .init(left: 60, bottom: 90, width: 92, height: 92), reason: "SKCK/0001/XI/2026/99.01 ABCD-EFGH-JKMN", place: "Contoh")
    static let morning = Instant(milliseconds: 1_795_771_800_000)
    private static let seed = Data((1...32).map { UInt8($0) })

    static func contoh() throws -> Signatory { try TestAuthority.signatory(seed: seed, region: "Kabupaten Contoh", at: morning) }
    private static func other() throws -> Signatory {
        try TestAuthority.signatory(seed: Data((2...33).map { UInt8($0) }), region: "Kota Lain", at: morning)
    }

    @Test("Is sound by the certificates of its signer alone, and says what it was signed for")
    func sound() throws {
        let (contoh, other) = (try Self.contoh(), try Self.other())
        let signed = try contoh.sign(Self.pdf, Self.field, at: Self.morning)
        #expect(signed.starts(with: Self.pdf), "what was there before is not touched")
        let check = SignatureCheck(trusting: try contoh.certificates)
        #expect(check.finding(on: signed) == .sound(signer: "Kabupaten Contoh", isTest: true))
        #expect(check.reason(on: signed) == Self.field.reason)
        #expect(SignatureCheck(trusting: try other.certificates).finding(on: signed) == .stranger(signer: "Kabupaten Contoh"))
        #expect(SignatureCheck(trusting: "").finding(on: signed) == .stranger(signer: "Kabupaten Contoh"))
        #expect(
            SignatureCheck(trusting: try other.certificates + contoh.certificates).finding(on: signed)
                != .stranger(signer: "Kabupaten Contoh"))
        let text = String(decoding: signed, as: UTF8.self)
        #expect(
            text.contains("/SubFilter /ETSI.CAdES.detached") && text.contains("/M (D:20261127093000Z)"),
            "the hour of \(Self.morning.iso8601)")
        #expect(text.contains("/Rect [ 60.00 90.00 152.00 182.00 ]") && text.contains("/Annots [ 6 0 R ]"))
    }

    @Test("No byte of it can be changed, nor of the signature itself, nor of the room behind that", arguments: 0..<60)
    func altered(_ number: Int) throws {
        let contoh = try Self.contoh()
        var signed = try contoh.sign(Self.pdf, Self.field, at: Self.morning)
        let check = SignatureCheck(trusting: try contoh.certificates)
        let text = String(decoding: signed, as: UTF8.self)
        let hole = try #require(text.firstRange(of: "/Contents <")?.upperBound.utf16Offset(in: text))
        let room = try #require(text.firstRange(of: "00000000000000000000000000000000>")).lowerBound
        let end = text[..<room].utf8.count - text[..<room].utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        // The root's certificate comes along for readers; whose it is nobody takes from there.
        let tail = end - 200
        let places = Array(0..<hole) + Array(tail..<signed.count)
        let index = places[places.count * number / 60]
        signed[index] ^= 0x02
        #expect(check.finding(on: signed) != .sound(signer: "Kabupaten Contoh", isTest: true), "\(index)")
    }

    @Test("What is written behind it shows, and is no part of what was signed")
    func extended() throws {
        let contoh = try Self.contoh()
        let signed = try contoh.sign(Self.pdf, Self.field, at: Self.morning)
        let check = SignatureCheck(trusting: try contoh.certificates)
        #expect(check.finding(on: signed + Data("\n% more".utf8)) == .extended(signer: "Kabupaten Contoh"))
        // A second signature by somebody else is somebody else's.
        var update = try #require(PDFUpdate(signed))
        update.write(update.nextNumber(), "<< /Note (x) >>")
        #expect(check.finding(on: Data(update.finished())) == .extended(signer: "Kabupaten Contoh"))
    }

    @Test(
        "What is no signed paper is told apart, whatever it is",
        arguments: [
            ("", SignatureFinding.unsigned), ("%PDF-1.4", .unsigned), ("/ByteRange", .unreadable), ("/ByteRange [", .unreadable),
            ("/ByteRange [0 1 2 3]", .unreadable), ("/ByteRange [0 99999999999 0 0]", .unreadable),
            ("/ByteRange [0 20 22 0]<>", .unreadable), ("</ByteRange [0 0 1 1]", .unreadable),
            ("/ByteRange [0 -5 3 4] <00>", .unreadable), ("/ByteRange [0 1 99999999999999999999 4]", .unreadable),
        ])
    func junk(_ text: String, _ finding: SignatureFinding) throws {
        let check = SignatureCheck(trusting: try Self.contoh().certificates)
        #expect(check.finding(on: Data(text.utf8)) == finding)
        #expect(check.reason(on: Data(text.utf8)) == nil)
    }

    @Test("Bytes that call themselves a signature do not bring the check down", arguments: 0..<200)
    func nonsense(_ seed: UInt64) throws {
        var state = seed &* 6_364_136_223_846_793_005 &+ 1
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let contoh = try Self.contoh()
        var made = try DetachedSignature.made(by: contoh, over: Array(repeating: 7, count: 32))
        for _ in 0..<(1 + Int(seed % 7)) { made[Int(next()) % made.count] = next() }
        if seed.isMultiple(of: 3) { made = Array(made.prefix(Int(next()) * 4)) }
        let read = DetachedSignature(made)
        #expect(read.map { !$0.isSound || $0.digest == Array(repeating: 7, count: 32) } ?? true)
    }

    @Test(
        "A file that the press did not write is not signed", arguments: ["", "%PDF-1.7\nstartxref\n5\n%%EOF", "startxref\n99999999999\n"])
    func foreign(_ text: String) throws {
        let contoh = try Self.contoh()
        #expect(throws: Problem(.unexpected, "problem.signing.failed")) {
            try contoh.sign(Data(text.utf8), Self.field, at: Self.morning)
        }
    }
}

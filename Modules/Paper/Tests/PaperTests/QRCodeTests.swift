import Foundation
import Kernel
import Paper
import Testing

@Suite("QR codes") struct QRCodeTests {
    @Test("Nothing, a NUL and far too much cannot be a code", arguments: ["", "a\u{0}b", String(repeating: "x", count: 3_000)])
    func refused(text: String) {
        #expect(throws: Problem(.invalid, "problem.qr.text")) { try QRCode(text) }
    }

    @Test("An address of verification becomes a code with its three finder patterns")
    func finders() throws {
        let code = try QRCode("https://mpp.example/kab-contoh/verifikasi/ABCD-EFGH-JKMN")
        #expect(code.side >= 21 && (code.side - 17) % 4 == 0)
        let ring = [true, false, true, true, true, false, true]
        for (left, top) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            #expect((0..<7).allSatisfy { code.isDark(x: left + $0, y: top) })
            #expect((0..<7).map { code.isDark(x: left + $0, y: top + 3) } == ring)
            #expect((0..<7).map { code.isDark(x: left + 3, y: top + $0) } == ring)
        }
        #expect(!code.isDark(x: -1, y: 0) && !code.isDark(x: 0, y: code.side))
    }

    @Test("The longest text that fits becomes a code, and so do letters beyond ASCII")
    func long() throws {
        #expect(try QRCode(String(repeating: "x", count: 2_331)).side == 177)
        #expect(try QRCode("Ñandú — 数").side >= 21)
    }

    @Test("The picture for pages is one path, black on white, and says what it is")
    func svg() throws {
        let code = try QRCode("00020101")
        let svg = code.svg(moduleSize: 3, title: "Kode <QRIS> \"Ibu Ratna\" & 'Siti'")
        let units = code.side + 8
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"\(units * 3)\" height=\"\(units * 3)\""))
        #expect(svg.contains("viewBox=\"0 0 \(units) \(units)\""))
        #expect(svg.contains("<title>Kode &lt;QRIS&gt; &quot;Ibu Ratna&quot; &amp; &#39;Siti&#39;</title>"))
        #expect(svg.contains("fill=\"#fff\"") && svg.contains("fill=\"#000\""))
        #expect(svg.components(separatedBy: "<path").count == 2)
        // A strict Content-Security-Policy refuses style attributes.
        #expect(!svg.contains("style"))
        #expect(svg.contains("d=\"M4 4h7v1h-7z"))
    }

    @Test("The bars of the picture paint exactly the dark modules")
    func bars() throws {
        let code = try QRCode("SKCK/1/XI/2026/99.01")
        let path = try #require(code.svg(title: "t").components(separatedBy: "d=\"").last?.components(separatedBy: "\"").first)
        var painted: Set<[Int]> = []
        for bar in path.split(separator: "M") {
            let numbers = bar.split { !"0123456789".contains($0) }.compactMap { Int($0) }
            for x in numbers[0]..<(numbers[0] + numbers[2]) { painted.insert([x - 4, numbers[1] - 4]) }
        }
        let dark = Set((0..<code.side).flatMap { y in (0..<code.side).filter { code.isDark(x: $0, y: y) }.map { [$0, y] } })
        #expect(painted == dark)
    }
}

import Foundation
import Kernel
import Payments
import Testing

@Suite("QRIS payloads")
struct QRISPayloadTests {
    /// `Tests/Vectors/qris.txt`: the synthetic payloads of `Docs/Facts.md` 10, pointing at nobody.
    let vectors: [String: String]

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Vectors/qris.txt")
        vectors = Dictionary(
            uniqueKeysWithValues: try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                return (String(parts[0]), String(parts[1]))
            })
    }

    @Test("A QRIS payload that is cut off, altered or none at all is refused")
    func broken() throws {
        let whole = try #require(vectors["dynamic"])
        var texts = (0..<whole.count).map { String(whole.prefix($0)) }
        texts += [whole.replacing("30000", with: "30001"), "x" + whole, whole + "0", "9999", "halo", "0002016304ZZZZ", "00０２016304AAAA"]
        for text in texts {
            #expect(throws: Problem(.invalid, "problem.qris.broken")) { try QRISPayload(parsing: text) }
        }
    }

    @Test("A QRIS payload with a value that does not fit is not built")
    func misfit() throws {
        let merchant = QRISMerchant.nobody(name: "MPP", city: "Contoh")
        let amount = try #require(Money(rupiah: 1))
        #expect(throws: Problem.self) { try QRISPayload.dynamic(merchant: merchant, amount: amount, billNumber: "") }
        #expect(throws: Problem.self) {
            try QRISPayload.dynamic(merchant: merchant, amount: amount, billNumber: String(repeating: "9", count: 26))
        }
        #expect(throws: Problem.self) { try QRISPayload.dynamic(merchant: merchant, amount: .zero, billNumber: "1") }
        for fields in [
            [QRISField("00", "01"), QRISField("00", "01")], [QRISField("01", "11")], [QRISField("00", "01"), QRISField("63", "ABCD")],
            [QRISField("00", "01"), QRISField("5", "1")], [QRISField("00", "01"), QRISField("59", "é")],
            [QRISField("00", "01"), QRISField("59", String(repeating: "A", count: 100))], [QRISField("00", "01"), QRISField("59", "")], [],
        ] {
            #expect(throws: Problem(.invalid, "problem.qris.broken")) { try QRISPayload(fields) }
        }
    }

    @Test("The checksum of the QRIS standard's check value is the one that the standard tells")
    func checksum() { #expect(QRISPayload.checksum(of: "123456789") == "29B1") }

    @Test("A QRIS payload is read and written again to the letter", arguments: ["static", "dynamic"])
    func roundTrip(_ name: String) throws {
        let text = try #require(vectors[name])
        let payload = try QRISPayload(parsing: text)
        #expect(payload.text == text)
        #expect(payload.value("02", in: "51") == "ID0000000000000")
        #expect(payload.value("07", in: "62") == "A01")
        #expect(payload.value("09", in: "62") == nil)
        #expect(payload.amount == (name == "dynamic" ? Money(rupiah: 30_000) : nil))
        #expect(payload.billNumber == (name == "dynamic" ? "MPP2611230001" : nil))
    }

    @Test("A QRIS payload for one bill is built to the letter of the example")
    func built() throws {
        let example = try #require(vectors["dynamic"])
        let read = try QRISPayload(parsing: example)
        var merchant = QRISMerchant.nobody(name: "MPP Contoh", city: try #require(read.value("60")))
        merchant.postalCode = read.value("61")
        let built = try QRISPayload.dynamic(
            merchant: merchant, amount: try #require(Money(rupiah: 30_000)), billNumber: "MPP2611230001")
        #expect(built.text == example)
    }

    @Test(
        "An amount in a QRIS payload may have decimals of zero and no others",
        arguments: [("30000.00", 30_000), ("0", 0), ("30000.50", nil), ("1.", nil), ("-1", nil), ("1.0.0", nil)])
    func decimals(_ text: String, _ rupiah: Int?) throws {
        let payload = try QRISPayload([QRISField("00", "01"), QRISField("54", text)])
        #expect(payload.amount == rupiah.flatMap { Money(rupiah: $0) })
    }

    @Test("A long name is cut and a foreign letter replaced, and the QRIS payload can be read")
    func names() throws {
        let merchant = QRISMerchant.nobody(name: "Mal Pelayanan Publik Kabupaten Contoh Barat Daya", city: "  Çontoh\nBaru ")
        let payload = try QRISPayload.dynamic(merchant: merchant, amount: try #require(Money(rupiah: 1)), billNumber: "1")
        #expect(payload.value("59") == "MAL PELAYANAN PUBLIK")
        #expect(payload.value("60") == "CONTOHBARU")
        #expect(try QRISPayload(parsing: payload.text) == payload)
    }
}

import Kernel
import Testing

@testable import Documents

@Suite("Scanned codes")
struct ScannedCodeTests {
    @Test(
        "A code is found in whatever a person pastes",
        arguments: [
            ("ABCD-EFGH-JKMN", nil), ("abcd efgh jkmn", nil), ("ABCD\u{2011}EFGH\u{2013}JKMN\u{200E}", nil), ("Kode: ABCD-EFGH-JKMN.", nil),
            ("https://mpp.example/kab-contoh/verifikasi/ABCD-EFGH-JKMN", "kab-contoh"),
            ("mpp.example/kota-misal/verifikasi/abcdefghjkmn?bahasa=en", "kota-misal"),
            ("HTTPS://MPP.EXAMPLE/KAB-CONTOH/VERIFIKASI/ABCD-EFGH-JKMN#x", "kab-contoh"),
            ("https://mpp.example/kab-contoh/verifikasi?kode=abcd-efgh-jkmn", "kab-contoh"),
            ("Pindai untuk mengecek keaslian, atau buka https://mpp.example/kab-contoh/ verifikasi/ABCD-\nEFGH-JKMN", "kab-contoh"),
        ])
    func found(typed: String, region: String?) throws {
        let scanned = try #require(ScannedCode(typed))
        #expect(scanned.code == "ABCDEFGHJKMN" && scanned.region?.text == region)
    }

    @Test(
        "What stands behind the address as three parts goes along, letter by letter, and nothing else does",
        arguments: [
            ("#aB-_.cD.eF", "aB-_.cD.eF"), ("# aB.cD.\neF ", "aB.cD.eF"), ("#x", nil), ("#a.b", nil), ("#a.b.c.d", nil), ("?a.b.c", nil),
            ("#a.b.<c>", nil), ("", nil),
        ])
    func statement(tail: String, expected: String?) throws {
        let scanned = try #require(ScannedCode("https://mpp.example/kab-contoh/verifikasi/ABCD-EFGH-JKMN\(tail)"))
        #expect(scanned.statement == expected && scanned.code == "ABCDEFGHJKMN")
    }

    @Test(
        "What holds no code is none",
        arguments: [
            "", "x", "ABCD-EFGH", "ABCD-EFGH-JKMN-PQRS", "https://mpp.example/kab-contoh/layanan/skck", "abcdefgh/../jkmn",
            "UUUU-UUUU-UUUU",
        ])
    func none(typed: String) { #expect(ScannedCode(typed) == nil) }
}

import Kernel
import Testing

@testable import Catalogue

@Suite("Search by the words that people use")
struct SearchTests {
    private static func service(_ code: String, _ title: String, words: [String], rank: Int, summary: String = "Surat.")
        -> ServiceDefinition
    {
        ServiceDefinition(
            code: code, title: LocalizedText(indonesian: title, english: "Paper \(code)"),
            summary: LocalizedText(indonesian: summary, english: "A paper."), agency: "polri",
            channels: [.electronic: LocalizedText(indonesian: "Di sini.")], questions: [], fee: Fee(amount: .zero),
            promise: Promise(workingDays: 1), returnReasons: [],
            paper: PaperDefinition(title: "A", titleEnglish: "A", number: "A", holder: "a", shows: [], statement: "A"),
            front: ServiceFront(rank: rank, words: words))
    }

    private static let catalogue = Catalogue(
        regions: [],
        services: [
            service(
                "akta", "Akta kelahiran", words: ["akte lahir", "daftar bayi baru lahir"], rank: 2,
                summary: "Catatkan kelahiran anak Anda setelah anak lahir."),
            service("ktp", "Penggantian KTP-el", words: ["KTP hilang", "KTP rusak"], rank: 1),
            service("skck", "Surat Keterangan Catatan Kepolisian", words: ["surat kelakuan baik", "SKKB"], rank: 3),
        ],
        agencies: ["polri": Agency(code: "polri", name: LocalizedText(indonesian: "Kepolisian", english: "Police"))])

    @Test(
        "What people type finds what they mean, whatever its capitals, spaces and hyphens",
        arguments: [
            ("surat kelakuan baik", ["skck"]), ("KTP hilang", ["ktp"]), ("ktphilang", ["ktp"]), ("anak lahir", ["akta"]),
            ("AKTE KELAHIRAN", ["akta"]), ("ktp el", ["ktp"]), ("ktpel", ["ktp"]), ("K.T.P", ["ktp"]), ("skkb", ["skck"]),
            ("kehilangan KTP", ["ktp"]), ("paper skck", ["skck"]), ("bikin ktp", ["ktp"]), ("Ktp RUSÁK", ["ktp"]),
        ])
    func found(words: String, codes: [String]) {
        #expect(Self.catalogue.services(called: words).map(\.code) == codes)
    }

    @Test("One slip in a long word is forgiven, two are not, and none in a short one")
    func slips() {
        #expect(Self.catalogue.services(called: "kelakuam").map(\.code) == ["skck"])
        #expect(Self.catalogue.services(called: "kelakaun").map(\.code) == ["skck"])
        #expect(Self.catalogue.services(called: "kelakxxn").isEmpty)
        #expect(Self.catalogue.services(called: "kpt").isEmpty)
        for (one, other, isSlip) in [
            ("akta", "akte", true), ("akta", "akt", true), ("akt", "akta", true), ("akta", "atka", true), ("akta", "atak", false),
            ("akta", "ak", false), ("akta", "akti", true), ("akta", "akxy", false), ("ab", "cd", false), ("abcd", "abdce", false),
        ] { #expect(SearchText.isOneSlip(one, other) == isSlip, "\(one) \(other)") }
    }

    @Test("Nothing is found for nothing, for signs alone and for what nobody offers")
    func nothing() {
        for words in ["", "   ", "…?!", "helikopter", "%00"] { #expect(Self.catalogue.services(called: words).isEmpty, "\(words)") }
    }

    @Test("Who has more of the words comes alone, and equals stand as wanted")
    func order() {
        #expect(Self.catalogue.services.map(\.code) == ["ktp", "akta", "skck"])
        #expect(Self.catalogue.services(called: "kepolisian").map(\.code).first == "skck", "Its title says it, the others' agency.")
        #expect(Self.catalogue.services(called: "paper").map(\.code) == ["ktp", "akta", "skck"])
        #expect(Self.catalogue.services(called: "surat hilang ktp").map(\.code) == ["ktp"])
    }

    @Test("No more than eight words are looked at")
    func longest() {
        #expect(SearchText("a b c d e f g h i", longest: 8).words.count == 8)
        let many = Array(repeating: "xyzxyz", count: 8).joined(separator: " ")
        #expect(Self.catalogue.services(called: "\(many) skkb").isEmpty)
        #expect(Self.catalogue.services(called: "xyzxyz skkb").map(\.code) == ["skck"])
    }

    @Test("A region is found by its name, its place, its capital, its province and what people call it")
    func regions() throws {
        var resources = SampleResources()
        resources.change(SampleResources.contoh, "province:", to: "words: [Conto]\nprovince:")
        resources.change(SampleResources.contoh, "capital: Contoh\n", to: "capital: Ibukota\n")
        let catalogue = try resources.catalogue()
        for words in ["contoh", "kab contoh", "Kabupaten Contoh", "ibukota", "contoh raya", "conto", "mal pelayanan"] {
            #expect(catalogue.regions(called: words).map(\.slug.text) == ["kab-contoh"], "\(words)")
        }
        #expect(catalogue.regions(called: "lain").isEmpty)
        #expect(catalogue.regions.first?.place == "Contoh")
    }
}

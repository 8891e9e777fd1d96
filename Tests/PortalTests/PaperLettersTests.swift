import Catalogue
import Foundation
import Intake
import Kernel
import Paper
import Signing
import Testing

@testable import Documents
@testable import Portal

/// What stands on a paper, before it is set in type.
@Suite("The words of a paper")
struct PaperLettersTests {
    @Test(
        "Each service's paper names what was answered by nouns, and its title is not taken back",
        arguments: Town.catalogue?.services.filter { !$0.isElsewhere }.map(\.code) ?? [])
    func nouns(code: String) throws {
        let service = try #require(Town.catalogue?.service(code))
        let press = try PaperLettersTests.press()
        let paper = try #require(service.paper)
        let shown = paper.shows.compactMap { name in service.questions.first { $0.name == name } }
            .map { ShownAnswer(question: $0, value: .text($0.kind == .date ? "1990-07-05" : "x")) }
        let letter = press.letter(
            try PaperLettersTests.order(service, shown), of: nil, approvedBy: nil, signedBy: try Self.signatory(), statement: "a.b.c")
        #expect(letter.facts.count == paper.shows.count)
        for fact in letter.facts {
            #expect(!fact.label.contains("?") && !fact.label.hasPrefix("Sebutkan") && !fact.label.hasPrefix("Tulis"), "\(fact.label)")
        }
        #expect(service.product == nil || letter.title.hasPrefix("BUKTI PENGAMBILAN "), "one name for it, everywhere")
        #expect(!letter.paragraphs.contains { $0.contains("menggantikan") || $0.contains("bukan pengganti") })
    }

    @Test("A day that was answered has no weekday, and the code stands on a line of its own, apart from the address")
    func days() throws {
        let service = try #require(Town.catalogue?.service("skck"))
        let born = try #require(service.questions.first { $0.kind == .date })
        let letter = try PaperLettersTests.press()
            .letter(
                try PaperLettersTests.order(service, [ShownAnswer(question: born, value: .text("1990-07-05"))]), of: nil, approvedBy: nil,
                signedBy: try Self.signatory(), statement: "a.b.c")
        #expect(letter.facts.map(\.value) == ["5 Juli 1990"])
        #expect(letter.signature.first?.split(separator: ", ").count == 2, "\(letter.signature): place and day, as letters have it")
        #expect(letter.paragraphs.last == "Berlaku sampai 23 Mei 2027.")
        #expect(letter.qrCaption.contains("sertifikat uji"), "nothing is promised that the signature does not hold")
        let lines = letter.qrCaption.split(separator: "\n")
        #expect(lines.first == "Kode dokumen: ABCD-EFGH-JKMN" && lines.last == "http://mpp.example/\(Town.first)/verifikasi")
        #expect(letter.qrText == "http://mpp.example/\(Town.first)/verifikasi/ABCD-EFGH-JKMN#a.b.c")
    }

    @Test("Who asked is named by the end of her NIK, who approved by name and office; an answered NIK is masked too")
    func people() throws {
        let service = try #require(Town.catalogue?.service("skck"))
        let nik = try #require(NIK("3510014507909901"))
        let asked = Question(name: "father_nik", kind: .nik, label: LocalizedText(indonesian: "NIK ayah"))
        let letter = try PaperLettersTests.press()
            .letter(
                try PaperLettersTests.order(service, [ShownAnswer(question: asked, value: .text("3510010101609902"))]), of: nik,
                approvedBy: "Agus Pratama", signedBy: try Self.signatory(), statement: "a.b.c")
        #expect(letter.facts.map(\.value) == ["•••• •••• •••• 9902", "•••• •••• •••• 9901"])
        #expect(letter.facts.last?.label == "NIK pemohon")
        #expect(letter.signature.dropFirst() == ["Disetujui oleh Agus Pratama", "Kepolisian Negara Republik Indonesia (Polri)"])
        #expect(letter.photo == LetterPhoto(jpeg: PaperLettersTests.photo.jpeg, width: 3, height: 4, text: "Foto pemegang dokumen"))
        #expect(letter.codeText == "Kode QR untuk mengecek keaslian dokumen ini di http://mpp.example/\(Town.first)/verifikasi")

        let nameless = try PaperLettersTests.press().letter(
            try PaperLettersTests.order(service, []), of: nil, approvedBy: nil, signedBy: try Self.signatory(), statement: "a.b.c")
        #expect(nameless.signature.count == 2 && nameless.facts.isEmpty, "nobody is made up for a paper that no officer approved")
    }

    private static let photo = SmallPicture(jpeg: Data([0xFF, 0xD8]), width: 3, height: 4)

    private static func signatory() throws -> Signatory {
        try TestAuthority.signatory(seed: Data(repeating: 1, count: 32), region: "Kabupaten Contoh", at: Town.morning)
    }

    private static func press() throws -> PaperLetters {
        let catalogue = try #require(Town.catalogue)
        let settings = try PortalSettings(
            dataFolder: Town.resources, resourcesFolder: Town.resources, environment: ["MPP_PUBLIC_ADDRESS": "http://mpp.example"])
        return PaperLetters(
            region: try #require(RegionSlug(Town.first).flatMap(catalogue.region)), catalogue: catalogue, settings: settings)
    }

    private static func order(_ service: ServiceDefinition, _ shown: [ShownAnswer]) throws -> PaperOrder {
        PaperOrder(
            definition: service, paper: try #require(service.paper), applicant: Identifier(at: Town.morning), approver: nil,
            deemedBasis: nil,
            number: "X/0001/XI/2026", code: "ABCDEFGHJKMN",
            holder: "Siti", shown: shown, photo: photo,
            issuedAt: Town.morning, validUntil: CivilDate("2027-05-23"), language: .indonesian)
    }
}

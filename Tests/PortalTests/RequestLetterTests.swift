import Catalogue
import Documents
import Foundation
import Identity
import Kernel
import Paper
import Signing
import Storage
import Testing

@testable import Portal

/// What is printed beside a request: the receipt of the application, and the letter that refuses it.
@Suite("Letters about a request", .timeLimit(.minutes(15)))
struct RequestLetterTests {
    private func address(_ citizen: Citizen, _ request: String) -> String { "\(citizen.base)/permohonan/\(request)/tanda-terima" }

    @Test("There is no receipt before its office has the request, then its own applicant gets one, signed, and nobody else")
    func receipt() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let request = try await siti.startDraft("skck")
        func page() async throws -> String { try await siti.visitor.get("\(siti.base)/permohonan/\(request)").text }
        #expect(try await siti.visitor.get(address(siti, request)).status == 404)
        try await siti.answer(request, Citizen.skckAnswers)
        try await siti.attachPhoto(to: request)
        try await siti.submit(request)
        #expect(try await siti.visitor.get(address(siti, request)).status == 404, "it is not paid yet")
        #expect(try await !page().contains(town.say("request.receiptLetter")))
        try await siti.pay(request)
        try await town.settle()
        #expect(try await page().contains(town.say("request.receiptLetter")))
        let answer = try await siti.visitor.get(address(siti, request))
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/pdf")
        #expect(try await dewi.visitor.get(address(dewi, request)).status == 404)
        #expect(try await town.visitor().get(address(siti, request)).path.hasSuffix("/masuk"))

        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.portal.clock)
        let verdict = try await office.verdict(on: answer.body)
        #expect(verdict.holds && verdict.number == "2026-00001" && verdict.finding == .sound(signer: office.signatory.name, isTest: true))
        var changed = answer.body
        changed[200] ^= 0x02
        #expect(try await !office.verdict(on: changed).holds)
        try office.close()
        try await town.leave()
    }

    @Test("A receipt says what came in, when, and until when a decision is promised; it takes nothing for the document")
    func words() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let id = try #require(Identifier(try await siti.submitPaidSKCK()))
        let island = try town.island(Town.first)
        let applicant = Principal.citizen(id: try await island.documents.request(id, by: .platform(name: "test")).applicant)
        let request = try await island.documents.request(id, by: applicant)
        let history = try await island.documents.history(of: id, by: applicant)
        let nik = try #require(NIK("3510014507909901"))
        let (letter, moment) = try island.requestLetters.letter(of: request, history, nik: nik, officer: nil, isPaid: true)
        #expect(letter.title == "TANDA TERIMA PERMOHONAN" && letter.number == "2026-00001")
        let facts = Dictionary(uniqueKeysWithValues: letter.facts.map { ($0.label, $0.value) })
        #expect(facts["Layanan"] == request.definition.title.indonesian && facts["Nama lengkap"] == "Siti Rahmawati")
        #expect(facts["Biaya"] == "Rp30.000, Sudah dibayar" && facts["NIK pemohon"] == "•••• •••• •••• 9901")
        #expect(facts["Diterima"]?.contains("23 November 2026") == true && facts["Perkiraan selesai"] == "24 November 2026", "\(facts)")
        #expect(facts["Lampiran"]?.isEmpty == false)
        #expect(letter.paragraphs.count == 1 && letter.paragraphs[0].contains("bukan dokumen yang dimohonkan"))
        #expect(letter.qrText.hasSuffix("/\(Town.first)/lacak?nomor=2026-00001"))
        #expect(moment == history.first { $0.status == .inReview }?.at)
        try await town.leave()
    }

    @Test("A refusal says on which ground and by whom, and where to ask")
    func refusal() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let text = try await siti.submitPaidSKCK()
        let id = try #require(Identifier(text))
        let island = try town.island(Town.first)
        let officer = try #require(try await island.identity.staff().first { $0.agency == "polri" })
        let ground = "Pasal 9 Perkap 18/2014: sidik jari belum direkam"
        try await island.documents.refuse(
            id, ground: ground, command: #require(CommandID("tolak-0001-0001")), by: .officer(id: officer.id, agency: "polri"))
        let applicant = Principal.citizen(id: try await island.documents.request(id, by: .platform(name: "test")).applicant)
        let request = try await island.documents.request(id, by: applicant)
        let history = try await island.documents.history(of: id, by: applicant)
        let letter = try island.requestLetters.letter(of: request, history, nik: nil, officer: officer.displayName, isPaid: true).letter
        #expect(letter.title == "SURAT PENOLAKAN PERMOHONAN" && letter.paragraphs.contains(ground))
        #expect(letter.signature.contains("Ditolak oleh \(officer.displayName)"))
        #expect(!letter.facts.contains { ["Perkiraan selesai", "NIK pemohon"].contains($0.label) })
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(text)")
        #expect(page.text.contains(town.say("request.refusalLetter")) && !page.text.contains(town.say("request.receiptLetter")))
        #expect(try await siti.visitor.get(address(siti, text)).headers["content-type"] == "application/pdf")
        try await town.leave()
    }
}

import Foundation
import Testing

@testable import Portal

@Suite("A form that asks for numbers of offices, money, a time and a declaration")
struct QuestionKindTests {
    private static let more = """
          - {name: income, kind: rupiah, label: {id: Penghasilan, en: Income}, required: true, max: 5000000}
          - {name: visit, kind: time, label: {id: Jam kunjungan, en: Time of the visit}, required: true}
          - {name: card, kind: kk_number, label: {id: Nomor KK, en: Family card number}, required: true}
          - {name: tax, kind: npwp, label: {id: NPWP, en: NPWP}, required: false}
          - {name: object, kind: nop, label: {id: NOP, en: NOP}, required: true}
          - {name: vehicle, kind: plate, label: {id: Nomor polisi, en: Plate}, required: true}
          - {name: truth, kind: declaration, label: {id: Semua isian saya benar., en: All my answers are true.}, required: true}

        attachments:
        """

    @Test("Each is taken as people write it, shown as offices write it, and a box that is not ticked is a fault")
    func story() async throws {
        let resources = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-kinds-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Town.resources, to: resources)
        let skck = resources.appendingPathComponent("Services/skck.yaml")
        let text = try String(contentsOf: skck, encoding: .utf8)
        try text.replacing("\nattachments:", with: QuestionKindTests.more, maxReplacements: 1).write(
            to: skck, atomically: true, encoding: .utf8)
        let town = try await Town.open(resources: resources)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        var answers = Citizen.skckAnswers
        for (name, typed) in [
            ("income", "Rp 6.000.000"), ("visit", "25.00"), ("card", "3510"), ("object", "35.10"), ("vehicle", "motor"),
        ] { answers[name] = typed }
        let wrong = try await siti.answer(draft, answers)
        #expect(wrong.status == 422)
        #expect(wrong.faults == ["income", "visit", "card", "object", "vehicle", "truth"].map { "field-answers-\($0)" })
        #expect(wrong.fault(at: "field-answers-truth") == town.say("problem.answer.declaration"))
        #expect(wrong.input("answers.income") == "Rp 6.000.000", "nothing typed is lost")

        for (name, typed) in [
            ("income", "Rp 1.250.000,00"), ("visit", "9.30"), ("card", "3510 0145 0790 9901"), ("object", "351001000100100010"),
            ("vehicle", "p1234ab"), ("truth", "yes"),
        ] { answers[name] = typed }
        #expect(try await siti.answer(draft, answers).path.hasSuffix("/lampiran"))
        let check = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/periksa")
        for shown in ["Rp1.250.000", "09.30", "3510014507909901", "35.10.010.001.001.0001.0", "P 1234 AB", town.say("answer.declared")] {
            #expect(check.text.contains(shown), "\(shown)")
        }
        // She comes back: the box is ticked, and the amount is there.
        let again = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian")
        #expect(again.text.contains("type=\"checkbox\" id=\"field-answers-truth-yes\" name=\"answers.truth\" value=\"yes\" checked"))
        try await town.leave()
        try FileManager.default.removeItem(at: resources)
    }
}

import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("A form of several pages")
struct GroupTests {
    /// The real resources, with an SKCK in three parts: about her, what for, and one that is for other purposes alone.
    static func resources() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-groups-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Town.resources, to: folder)
        let skck = folder.appendingPathComponent("Services/skck.yaml")
        let groups = """

            groups:
              - {begins: full_name, title: {id: Diri Anda, en: About you}}
              - {begins: purpose, title: {id: Keperluan, en: Purpose}}
              - {begins: purpose_other, title: {id: Keperluan khusus, en: Special purpose}}
            questions:
            """
        let text = try String(contentsOf: skck, encoding: .utf8)
        try text.replacing("\nquestions:", with: groups, maxReplacements: 1).write(to: skck, atomically: true, encoding: .utf8)
        return folder
    }

    private static let about = Citizen.skckAnswers.filter { $0.key != "purpose" }

    @Test("Each page asks for its own, keeps what the others have, and leads to the next that asks anything")
    func pages() async throws {
        let town = try await Town.open(resources: GroupTests.resources())
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let form = "\(siti.base)/permohonan/\(draft)/isian"
        let first = try await siti.visitor.get(form)
        #expect(first.text.contains(town.say("draft.part", ["number": "1", "count": "3"])) && first.text.contains("Diri Anda"))
        #expect(first.has(id: "field-answers-full_name") && !first.text.contains("answers.purpose"))
        #expect(!first.text.contains(town.say("draft.back")))

        // Faults of this page alone; nothing is said yet of what the next one asks.
        let faulty = try await siti.answer(draft, ["full_name": "Siti"])
        #expect(faulty.status == 422 && !faulty.faults.contains("field-answers-purpose"))
        #expect(faulty.faults.contains("field-answers-occupation"))
        let second = try await siti.answer(draft, GroupTests.about)
        #expect(second.path == form && second.text.contains("Keperluan") && !second.has(id: "field-answers-full_name"))
        #expect(second.text.contains(town.say("draft.back")))

        // A part in which nothing is asked is passed over.
        #expect(try await siti.answer(draft, part: 2, ["purpose": "work"]).path.hasSuffix("/lampiran"))
        // And asked when an answer of another page calls for it, shown without any script.
        let third = try await siti.answer(draft, part: 2, ["purpose": "other"])
        #expect(third.path == form && third.has(id: "field-answers-purpose_other") && !third.text.contains("data-when"))
        #expect(try await siti.answer(draft, part: 3, [:]).faults == ["field-answers-purpose_other"])
        #expect(try await siti.answer(draft, part: 3, ["purpose_other": "Adopsi"]).path.hasSuffix("/lampiran"))

        // Nothing of the first page was lost on the way, and each answer leads back to its own page.
        let check = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/periksa")
        #expect(check.text.contains("Siti Rahmawati") && check.text.contains("Adopsi"))
        #expect(
            check.text.contains("isian?bagian=3&amp;dari=periksa#field-answers-purpose_other")
                && check.text.contains("isian?dari=periksa#field-answers-full_name"))
        try await town.leave()
    }

    @Test("Sending what is unfinished leads to the page with the first fault, and a number that no page has to the first page")
    func unfinished() async throws {
        let town = try await Town.open(resources: GroupTests.resources())
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, GroupTests.about)
        let refused = try await siti.submit(draft)
        #expect(refused.status == 422 && refused.faults == ["field-answers-purpose"])
        #expect(refused.faults.allSatisfy(refused.has(id:)))
        for odd in ["0", "4", "-1", "x", "99999999999999999999", ""] {
            let page = try await siti.visitor.get("\(siti.base)/permohonan/\(draft)/isian?bagian=\(odd)")
            #expect(page.status == 200 && page.has(id: "field-answers-full_name"), "\(odd)")
        }
        try await town.leave()
    }

    @Test("The other language and a session that ended lead back to the same page with every word")
    func kept() async throws {
        let town = try await Town.open(resources: GroupTests.resources())
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, GroupTests.about)
        try await siti.answer(draft, part: 2, ["purpose": "other"])
        let long = String(repeating: "x", count: 121)
        let faulty = try await siti.answer(draft, part: 3, ["purpose_other": long])
        let english = try await siti.visitor.get(faulty.otherLanguage)
        #expect(english.status == 200 && english.text.contains("Special purpose") && english.input("answers.purpose_other") == long)

        _ = try await siti.visitor.get("\(siti.base)/pesan?bahasa=id")
        let form = "\(siti.base)/permohonan/\(draft)/isian?bagian=3"
        let page = try await siti.visitor.get(form)
        town.clock.advance(bySeconds: 31 * 60)
        let signIn = try await siti.visitor.submit(["answers.purpose_other": "Adopsi"], to: form, from: page)
        #expect(signIn.text.contains(town.say("signIn.wordsKept")))
        let back = try await siti.signIn(at: signIn)
        #expect(back.input("answers.purpose_other") == "Adopsi" && back.text.contains("Keperluan khusus"))
        try await town.leave()
    }
}

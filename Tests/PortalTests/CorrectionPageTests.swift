import Catalogue
import Documents
import Foundation
import Kernel
import Notifications
import Storage
import Testing

@testable import Portal

/// One attachment asked for again, from the officer's tick to what the officer sees of it afterwards.
@Suite("What is asked for again, on the pages")
struct CorrectionPageTests {
    @Test("What the officer ticks is where her page and form lead, marked at the field, and he sees what became of it")
    func journey() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let dewis = try await dewi.startDraft("skck")
        let request = try await siti.submitPaidSKCK()
        let agus = try await town.agus()
        let page = "\(agus.base)/petugas/permohonan/\(request)"
        let review = try await agus.visitor.get(page)
        #expect(review.has(id: "field-part-attachments-photo") && review.has(id: "field-part-answers-occupation"))
        #expect(!review.has(id: "field-part-answers-purpose_other"), "what is not asked cannot be wrong")
        #expect(!review.text.contains(town.say("changed.title")))

        // Refused, with the ticks as they were.
        let faulty = try await agus.visitor.submit(["part": "attachments.photo"], to: "\(page)/pengembalian", from: review)
        #expect(faulty.status == 422 && faulty.text.contains(#"value="attachments.photo" checked"#))
        let reason = try #require(town.portal.catalogue.service("skck")?.returnReasons.first)
        let returned = try await agus.visitor.submit(
            ["reason": reason.code, "remark": "Wajah terpotong.", "part": "attachments.photo"], to: "\(page)/pengembalian", from: faulty)
        #expect(returned.status == 200 && returned.text.contains(town.say("decided.returned")))
        try await town.settle()

        let label = try #require(town.portal.catalogue.service("skck")?.attachment("photo")).label.indonesian
        let mail = try #require(try await town.island(Town.first).notifications.demoMailbox(limit: 1).first)
        #expect(mail.template == "request_returned" && mail.body.contains("Bagian yang perlu diperbaiki: \(label)"))
        let hers = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        let way = "\(siti.base)/permohonan/\(request)/lampiran#field-attachments-photo"
        #expect(hers.text.contains("href=\"\(way)\">\(label)<"), "the list")
        #expect(hers.text.contains("class=\"button\" href=\"\(way)\""), "the button")
        let mark = town.say("draft.mark", ["words": "Wajah terpotong."])
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(request)/lampiran").text.contains(mark))
        #expect(!(try await siti.visitor.get("\(siti.base)/permohonan/\(request)/isian").text.contains(mark)))
        #expect(!(try await dewi.visitor.get("\(dewi.base)/permohonan/\(dewis)/lampiran").text.contains(mark)))

        let attached = try await siti.attachPhoto(to: request)
        #expect(attached.path.hasSuffix("/periksa"), "nothing else is asked for")
        try await siti.submit(request)
        let after = try await agus.visitor.get(page)
        for part in ["changed.title", "changed.fileReplaced", "changed.named"] { #expect(after.text.contains(town.say(part)), "\(part)") }
        #expect(!after.text.contains(town.say("changed.not")))
        try await town.leave()
    }

    @Test("Several parts are gone through one after the other, and the officer reads what she answered before")
    func several() async throws {
        let town = try await Town.open(resources: GroupTests.resources())
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let request = try await siti.startDraft("skck")
        try await siti.answer(request, Citizen.skckAnswers.filter { $0.key != "purpose" })
        try await siti.answer(request, part: 2, ["purpose": "work"])
        try await siti.attachPhoto(to: request)
        try await siti.submit(request)
        try await siti.pay(request)
        try await town.settle()
        let reason = try #require(town.portal.catalogue.service("skck")?.returnReasons.first)
        try await town.island(Town.first).documents.returnForCorrection(
            #require(Identifier(request)), reason: reason.code, remark: "",
            parts: [.answer("occupation"), .answer("purpose"), .attachment("photo")], command: CommandID(Identifier(at: Town.morning)),
            by: .officer(id: Identifier(at: Town.morning), agency: "polri"))

        let base = "\(siti.base)/permohonan/\(request)"
        let hers = try await siti.visitor.get(base)
        #expect(hers.text.contains("class=\"button\" href=\"\(base)/isian?dari=periksa#field-answers-occupation\""))
        let first = try await siti.visitor.get("\(base)/isian?dari=periksa")
        #expect(first.text.contains(town.say("draft.mark", ["words": reason.label.indonesian])), "without words it is the reason")
        // A form sends all that stands on it.
        var typed = Citizen.skckAnswers.filter { $0.key != "purpose" }
        typed["occupation"] = "Guru"
        let fields = Dictionary(uniqueKeysWithValues: typed.map { ("answers.\($0.key)", $0.value) })
        let second = try await siti.visitor.submit(fields, to: "\(base)/isian?dari=periksa", from: first)
        #expect(second.status == 200 && second.has(id: "field-answers-purpose") && second.path == "\(base)/isian")
        let third = try await siti.visitor.submit(
            ["answers.purpose": "work"], to: "\(base)/isian?bagian=2&dari=periksa", from: second)
        #expect(third.path == "\(base)/lampiran")
        try await siti.submit(request)

        let agus = try await town.agus()
        let after = try await agus.visitor.get("\(agus.base)/petugas/permohonan/\(request)")
        #expect(after.text.contains("Guru<br>") && after.text.contains(town.say("changed.before", ["answer": "Perajin batik"])))
        #expect(after.text.components(separatedBy: ">\(town.say("changed.not"))<").count == 3, "purpose and photo")
        try await town.leave()
    }
}

import Documents
import Foundation
import Testing

@testable import Portal

@Suite("Where is my request?")
struct ProgressTests {
    @Test(
        "What is no number, and a number that nobody has, are faults at the field, with the way on",
        arguments: [("besok", 422, "numberUnread"), ("2026-00099", 404, "numberUnknown"), ("2026-0", 422, "numberUnread")])
    func faults(_ typed: String, _ status: Int, _ key: String) async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)/lacak?nomor=\(typed)")
        #expect(page.status == status && page.fault(at: "field-nomor") == town.say("problem.request.\(key)"))
        #expect(page.input("nomor") == typed && page.text.contains("/\(Town.first)/permohonan"))
        try await town.leave()
    }

    @Test("A number tells a stranger where the request stands, and nothing of whose it is or what for")
    func stranger() async throws {
        let town = try await Town.open()
        let (siti, dewi) = (try await town.siti(), try await town.dewi())
        let draft = try await siti.submitPaidSKCK()
        let dewis = try await dewi.startDraft("skck")
        try await dewi.answer(dewis, Citizen.skckAnswers)
        try await dewi.attachPhoto(to: dewis)
        try await dewi.submit(dewis)
        let front = try await town.visitor().get("/\(Town.first)")
        #expect(front.text.contains("action=\"/\(Town.first)/lacak\""))

        let visitor = town.visitor()
        let sitis = try await visitor.get("/\(Town.first)/lacak?nomor=2026/1")
        #expect(sitis.status == 200 && sitis.text.contains(town.say("status.inReview.label")) && sitis.text.contains("2026-00001"))
        #expect(sitis.text.contains(town.say("progress.due")))
        #expect(!sitis.text.contains("SKCK") && !sitis.text.contains("Siti") && !sitis.text.contains(draft))
        let waiting = try await visitor.get("/\(Town.first)/lacak?nomor=2026-00002")
        #expect(waiting.text.contains(town.say("status.awaitingPayment.label")) && !waiting.text.contains(town.say("progress.due")))
        try await town.leave()
    }
}

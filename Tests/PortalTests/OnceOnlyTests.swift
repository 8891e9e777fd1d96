import Foundation
import HTTPTypes
import Testing

@testable import Portal

/// What a person handed in once is offered to her again, and what one of her windows saved the other does not take away.
@Suite("Nothing twice", .timeLimit(.minutes(15)))
struct OnceOnlyTests {
    @Test("A photo of an earlier request is taken with one press, and stands in nobody else's list")
    func photo() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let first = try await siti.submitPaidSKCK()
        let new = try await siti.startDraft("skck")
        let address = "\(siti.base)/permohonan/\(new)/lampiran"
        let page = try await siti.visitor.get(address)
        #expect(page.text.contains(town.say("attachments.again")) && page.text.contains("pas foto.png"))
        let value = try #require(page.text.firstMatch(of: /name="pakai" value="(photo [0-9a-f-]{36})"/).map { String($0.1) })
        let dewi = try await town.dewi()
        let hers = try await dewi.startDraft("skck")
        let dewis = try await dewi.visitor.get("\(dewi.base)/permohonan/\(hers)/lampiran")
        #expect(!dewis.text.contains("name=\"pakai\""))
        let stolen = try await dewi.visitor.upload(
            Multipart().field("pakai", value), to: "\(dewi.base)/permohonan/\(hers)/lampiran", from: dewis)
        #expect(stolen.status == 404)
        #expect(try await !dewi.visitor.get("\(dewi.base)/permohonan/\(hers)/lampiran").text.contains("pas foto.png"))

        let taken = try await siti.visitor.upload(Multipart().field("pakai", value), to: address, from: page)
        #expect(taken.status == 200 && taken.path == address && taken.text.contains(town.say("attachments.stored")))
        #expect(!taken.text.contains("name=\"pakai\""), "it is there now")
        #expect(try await siti.visitor.get("\(siti.base)/permohonan/\(first)").text.contains("pas foto.png"))
        for junk in ["", "photo", "photo x", "photo \(first) x", "x \(first)"] {
            let answer = try await siti.visitor.upload(Multipart().field("pakai", junk), to: address, from: taken)
            #expect(answer.status < 500, "\(junk)")
        }
        #expect(try await siti.visitor.get(address).text.contains("pas foto.png"))
        try await town.leave()
    }

    @Test("The later of two windows is told what the earlier one saved, keeps what was typed, and may then save it")
    func windows() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let address = "\(siti.base)/permohonan/\(draft)/isian"
        let windows = [try await siti.visitor.get(address), try await siti.visitor.get(address)]
        func save(_ job: String, in window: Visitor.Answer) async throws -> Visitor.Answer {
            let fields = ["answers.occupation": job, "dilihat": window.input("dilihat") ?? "?", "csrf": window.input("csrf") ?? ""]
            return try await siti.visitor.post(fields, to: address)
        }
        _ = try await save("Guru", in: windows[0])
        let late = try await save("Bidan <b>", in: windows[1])
        #expect(late.status == 409 && late.faults == ["field-answers-occupation"])
        #expect(late.fault(at: "field-answers-occupation") == town.say("problem.draft.changedElsewhere", ["saved": "Guru"]))
        #expect(late.text.contains("Bidan &lt;b&gt;") && !late.text.contains("<b>\""), "what was typed is still there")
        #expect(try await siti.visitor.get(address).input("answers.occupation") == "Guru")
        // The same window again has not looked at the new page; the new page has.
        #expect(try await save("Bidan", in: windows[1]).status == 409)
        #expect(try await save("Bidan", in: late).status != 409)
        #expect(try await siti.visitor.get(address).input("answers.occupation") == "Bidan")
        try await town.leave()
    }
}

import Documents
import Foundation
import Identity
import Kernel
import Storage
import Testing

@testable import Portal

/// An SKCK that is reviewed in three steps and ends when it is not corrected. No service of the real data is so.
@Suite("A review in steps, and an end, on the pages")
struct StepPageTests {
    private static func resources() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mpp-steps-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Town.resources, to: folder)
        let skck = folder.appendingPathComponent("Services/skck.yaml")
        let lines = """

            expiry: {working_days: 5, warning_days: 2, basis: Perda Contoh 2/2026}
            workflow:
              - {from: draft, move: submittedForPayment, to: awaitingPayment, by: owner}
              - {from: draft, move: submitted, to: inReview, by: owner}
              - {from: awaitingPayment, move: received, to: inReview, by: platform}
              - {from: inReview, move: checked, to: checked, by: officer}
              - {from: inReview, move: returned, to: returned, by: officer}
              - {from: returned, move: resubmitted, to: inReview, by: owner}
              - {from: checked, move: validated, to: validated, by: officer, four_eyes: true}
              - {from: checked, move: sentBack, to: inReview, by: officer}
              - {from: validated, move: approved, to: approved, by: officer, four_eyes: true}
              - {from: validated, move: refused, to: refused, by: officer}
              - {from: approved, move: issued, to: preparing, by: platform}
              - {from: preparing, move: collected, to: collected, by: officer}
            questions:
            """
        let text = try String(contentsOf: skck, encoding: .utf8)
        try text.replacing("\nquestions:", with: lines, maxReplacements: 1).write(to: skck, atomically: true, encoding: .utf8)
        return folder
    }

    /// The police with three officers, and Siti's request with them.
    private static func open() async throws -> (town: Town, siti: Citizen, request: String) {
        let town = try await Town.open(resources: resources())
        try await DemonstrationStaff.add(to: town, region: Town.first)
        for (name, called) in [("rini", "Bripda Rini"), ("kepala", "Kepala Loket")] {
            _ = try await town.island(Town.first).identity.addStaff(
                username: name, displayName: called, role: .officer, agency: "polri", password: DemonstrationData.password,
                by: .platform(name: "tests"))
        }
        let siti = try await town.siti()
        return (town, siti, try await siti.submitPaidSKCK())
    }

    @Test("Each step is one press, by another officer each time; who may not make it is told so and led to the list")
    func steps() async throws {
        let (town, siti, request) = try await Self.open()
        let page = "\(siti.base)/petugas/permohonan/\(request)"
        let hers = "\(siti.base)/permohonan/\(request)"
        let agus = try await town.agus().visitor
        let (rini, head) = (
            try await DemonstrationStaff.signIn("rini", town, siti.base), try await DemonstrationStaff.signIn("kepala", town, siti.base)
        )
        let first = try await agus.get(page)
        #expect(first.text.contains(town.say("review.step.checked.label")) && !first.text.contains(town.say("review.step.approved.label")))
        #expect(!first.text.contains("/penolakan"), "no line refuses from here")
        let checked = try await agus.submit(["step": "checked"], to: "\(page)/persetujuan", from: first)
        #expect(checked.status == 200 && checked.text.contains(town.say("decided.checked")))
        #expect(try await siti.visitor.get(hers).text.contains(town.say("status.checked.label")))

        // Agus has no button any more, and what he sends all the same is refused in words that lead on.
        let again = try await agus.get(page)
        #expect(again.text.contains(town.say("review.another")) && again.text.contains("href=\"\(siti.base)/petugas\""))
        #expect(!again.text.contains(town.say("review.step.validated.label")))
        let refused = try await agus.submit(["step": "validated"], to: "\(page)/persetujuan", from: again)
        #expect(refused.status == 403 && refused.text.contains(town.say("problem.request.fourEyes")))

        // Rini gives it back; Agus checks anew, and now she validates.
        let seen = try await rini.get(page)
        #expect(seen.text.contains(town.say("review.step.validated.label")))
        _ = try await rini.submit(to: "\(page)/pemulangan", from: seen)
        _ = try await agus.submit(["step": "checked"], to: "\(page)/persetujuan", from: agus.get(page))
        let validated = try await rini.submit(["step": "validated"], to: "\(page)/persetujuan", from: rini.get(page))
        #expect(validated.status == 200 && validated.text.contains(town.say("decided.validated")))
        for (visitor, address) in [(siti.visitor, hers), (agus, page), (head, page)] {
            for language in Language.allCases {
                visitor.setCookie(Portal.languageCookieName, language.rawValue)
                let shown = try await visitor.get(address)
                #expect(shown.status == 200 && PageWalkTests.bareKeys(shown.text) == [], "\(address) in \(language)")
            }
            visitor.setCookie(Portal.languageCookieName, Language.indonesian.rawValue)
        }
        let approved = try await head.submit(["step": "approved"], to: "\(page)/persetujuan", from: head.get(page))
        #expect(approved.status == 200 && approved.text.contains(town.say("decided.approved")))
        try await town.settle()
        let told = try await town.told()
        #expect(told.suffix(2) == ["request_approved", "request_preparing"], "the steps before were nobody's message")
        try await town.leave()
    }

    @Test("She is warned before her returned request ends, told when it has, and begins again with her answers")
    func expiry() async throws {
        let (town, siti, request) = try await Self.open()
        let hers = "\(siti.base)/permohonan/\(request)"
        try await town.agus().sendBack(request, reason: "photo_unclear", remark: "")
        let page = try await siti.visitor.get(hers)
        #expect(page.text.contains("(Perda Contoh 2/2026)") && !page.text.contains(town.say("request.again")))
        for _ in 1...2 {
            town.clock.advance(bySeconds: 10 * 86_400)
            #expect(try await town.island(Town.first).documents.expireReturned() == 1)
            try await town.settle()
        }
        #expect(try await town.told().filter { $0.hasPrefix("request_expir") } == ["request_expiring", "request_expired"])
        // Her session is over by now.
        let later = try await town.siti()
        let ended = try await later.visitor.get(hers)
        #expect(ended.text.contains(town.say("status.expired.label")) && PageWalkTests.bareKeys(ended.text) == [])
        let draft = try await later.visitor.submit(["lanjutan": request], to: "\(later.base)/permohonan", from: ended)
        #expect(draft.path.hasSuffix("/isian") && draft.text.contains("Perajin batik") && !draft.path.contains(request))
        try await town.leave()
    }
}

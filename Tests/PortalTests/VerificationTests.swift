import Catalogue
import Documents
import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// Somebody holds a paper and asks whether it is genuine: she learns that, and nothing about its holder.
@Suite("The verification of papers")
struct VerificationTests {
    /// Siti's issued SKCK: its request, and its code as printed.
    private func issued(_ town: Town) async throws -> (siti: Citizen, request: String, code: String) {
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        try await town.agus().approve(request)
        try await town.settle()
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        let code = try #require(page.text.firstMatch(of: /\/verifikasi\/([0-9A-Z-]{14})"/).map { String($0.1) })
        return (siti, request, code)
    }

    @Test(
        "A code that nobody printed is unknown",
        arguments: ["ABCD-EFGH-JKMN", "0000-0000-0000", "x", "ABCD-EFGH-JKMN-PQRS", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%00"])
    func aCodeThatNobodyPrintedIsUnknown(code: String) async throws {
        let town = try await Town.open()
        let answer = try await town.visitor().get("/\(Town.first)/verifikasi/\(code)")
        #expect(answer.status == 404 && answer.isPage && answer.faults == ["field-kode"])
        #expect(answer.fault(at: "field-kode") == town.say("problem.verification.unknown") && !answer.text.contains("<script>"))
        // What was asked for stays in the field, and the page is the one that asks.
        if code.hasPrefix("ABCD") { #expect(answer.input("kode") == code) }
        #expect(answer.text.contains("<h1>\(town.say("title.verification"))</h1>"))
        try await town.leave()
    }

    @Test("A code that is typed into the form leads to its own page")
    func whatIsTypedIntoTheFormLeadsToTheSameAnswer() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        for typed in ["", "%20", "%E2%80%8B", "%00"] {
            let form = try await visitor.send(.get, "/\(Town.first)/verifikasi?kode=\(typed)")
            #expect(form.status == 200 && form.has(id: "field-kode") && form.faults.isEmpty, "\(typed)")
        }
        // What holds no code, and a code that nobody printed: said at the field, which keeps what was typed.
        for (typed, status, key) in [
            ("%3C%3E", 422, "problem.verification.unread"), ("//", 422, "problem.verification.unread"),
            ("abcd%20efgh/..%0d%0ajkmn", 422, "problem.verification.unread"),
            ("abcd%20efgh%0d%0ajkmn", 404, "problem.verification.unknown"),
            ("https://evil.example/x/verifikasi/0000-0000-0000", 404, "problem.verification.unknown"),
        ] {
            let form = try await visitor.send(.get, "/\(Town.first)/verifikasi?kode=\(typed)")
            #expect(form.status == status && form.faults == ["field-kode"], "\(typed)")
            #expect(form.fault(at: "field-kode") == town.say(key), "\(typed)")
            #expect(form.input("kode")?.isEmpty == false, "\(typed)")
        }
        // The address of another region's paper leads to that region.
        let other = try await visitor.send(
            .get, "/\(Town.first)/verifikasi?kode=HTTPS://MPP.EXAMPLE/\(Town.other.uppercased())/VERIFIKASI/abcd-efgh-jkmn")
        #expect(other.status == 303 && other.location == "/\(Town.other)/verifikasi/ABCD-EFGH-JKMN")
        try await town.leave()
    }

    @Test("A genuine paper shows initials, and nothing more")
    func aGenuinePaperShowsInitialsAndNothingMore() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let (siti, _, code) = try await issued(town)
        let plain = code.replacing("-", with: "")
        let ways = [
            code, plain, code.lowercased(), plain.lowercased(), code.replacing("0", with: "O").replacing("1", with: "I"),
            code.replacing("1", with: "l").replacing("0", with: "o"), "%20\(code)%20", "?kode=" + plain.lowercased(),
            "?kode=" + code.replacing("-", with: "%20"),
            "?kode=https://mpp.example\(siti.base)/verifikasi/\(code)",
            "?kode=http://127.0.0.1:8080\(siti.base)/verifikasi?kode=\(code.lowercased())",
            "?kode=buka%20HTTPS://MPP.EXAMPLE\(siti.base.uppercased())/VERIFIKASI/%20\(code)%20", "?kode=Kode:%20\(code.lowercased()).",
            "?kode=" + code.replacing("-", with: "%E2%80%93"),
        ]
        for way in ways {
            let path = way.hasPrefix("?") ? "\(siti.base)/verifikasi\(way)" : "\(siti.base)/verifikasi/\(way)"
            let answer = try await town.visitor().get(path)
            #expect(answer.status == 200 && answer.text.contains(town.say("verification.genuine")), "\(way)")
            #expect(answer.text.contains("S. R."), "\(way)")
            for secret in ["Siti", "Rahmawati", "3510014507909901", "siti@contoh.id", "Genteng", "1990", "Melati", "batik"] {
                #expect(!answer.text.contains(secret), "\(secret)")
            }
        }
        // A paper is genuine where it was issued, and nowhere else.
        #expect(try await town.visitor().get("/\(Town.other)/verifikasi/\(code)").status == 404)
        try await town.leave()
    }

    @Test("A paper expires by the region's date")
    func aPaperExpiresByTheRegionsDate() async throws {
        let town = try await Town.open()
        let (siti, _, code) = try await issued(town)
        let months = try #require(Town.catalogue?.service("skck")?.paper?.validity.months)
        let zone = try town.island(Town.first).region.zone
        // Six months after 23 November 2026 the paper holds until the day is over in the region.
        try #require(months == 6)
        let lastDay = try #require(CivilDate(year: 2027, month: 5, day: 23))
        while zone.local(town.clock.now).date < lastDay { town.clock.advance(bySeconds: 3600) }
        town.clock.advance(bySeconds: 23 * 3600)
        let path = "\(siti.base)/verifikasi/\(code)"
        #expect(try await town.visitor().get(path).text.contains(town.say("verification.genuine")))
        town.clock.advance(bySeconds: 3600)
        let expired = try await town.visitor().get(path)
        #expect(expired.status == 200 && expired.text.contains(town.say("verification.expired")))
        #expect(!expired.text.contains(town.say("verification.genuine")))
        try await town.leave()
    }

    @Test("A revoked paper says so to everybody, and why to Siti alone")
    func aRevokedPaperSaysSoToEverybody() async throws {
        let town = try await Town.open()
        let (siti, request, code) = try await issued(town)
        let agus = try await town.agus()
        let reason = "Terbit dengan data yang keliru"
        let refused = try await agus.revoke(request, reason: " x ")
        #expect(refused.status == 422 && refused.faults == ["field-reason"] && refused.text.contains(">\nx</textarea>"))
        #expect(refused.fault(at: "field-reason") == town.say("problem.reason.length"))
        #expect(try await town.visitor().get("\(siti.base)/verifikasi/\(code)").text.contains(town.say("verification.genuine")))

        #expect(try await agus.revoke(request, reason: reason).status == 200)
        try await town.settle()
        let answer = try await town.visitor().get("\(siti.base)/verifikasi/\(code)")
        #expect(answer.status == 200 && answer.text.contains(town.say("verification.revoked")))
        #expect(!answer.text.contains(town.say("verification.genuine")) && !answer.text.contains("Rahmawati"))
        // Why it was revoked is between the office and Siti.
        #expect(!answer.text.contains(reason))
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        #expect(page.text.contains(reason) && page.text.contains(town.say("status.revoked.label")))
        #expect(try await town.told().last == "request_revoked")
        #expect(try await town.audited(about: request).last == "request.revoked")
        // There is nothing left to revoke or to approve.
        #expect(try await agus.revoke(request, reason: reason).status == 409)
        try await town.leave()
    }

    @Test("A paper that is issued anew says which one it replaces; whoever holds the old one learns that, and nothing of Siti")
    func aReplacedPaperNamesTheNewOne() async throws {
        let town = try await Town.open()
        let (siti, request, code) = try await issued(town)
        let (agus, dewi) = (try await town.agus(), try await town.dewi())
        let page = "\(siti.base)/petugas/permohonan/\(request)"
        let reason = "Foto Siti terpotong saat dicetak"
        let told = try await town.told().count
        // Without a reason nothing happens, and what was typed is there.
        let refused = try await agus.reissue(request, "paper_misprinted", reason: "x")
        #expect(refused.status == 422 && refused.faults == ["field-reason"] && refused.text.contains(">\nx</textarea>"))
        #expect(refused.text.contains("value=\"paper_misprinted\" checked"))
        let unchosen = try await agus.reissue(request, "", reason: reason)
        #expect(unchosen.status == 422 && unchosen.faults == ["field-kind"])
        // Two windows: of the second press Agus is told, and nothing is made twice.
        let window = try await agus.visitor.get("\(page)/penerbitan-ulang")
        #expect(!window.text.contains("paper_revoked_by_mistake"), "it was not revoked")
        #expect(try await agus.reissue(request, "paper_misprinted", reason: reason).status == 200)
        try await town.settle()
        let late = try await agus.visitor.submit(
            ["kind": "paper_misprinted", "reason": reason], to: "\(page)/penerbitan-ulang", from: window)
        #expect(late.status == 409 && late.text.contains(town.say("reissue.changed")))
        try await town.settle()

        let old = try await town.visitor().get("\(siti.base)/verifikasi/\(code)")
        #expect(old.status == 200 && old.text.contains(town.say("verification.revoked")) && old.text.contains("SKCK/0002/"))
        for secret in ["Siti", "Rahmawati", "3510014507909901", reason] { #expect(!old.text.contains(secret), "\(secret)") }
        let hers = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        let new = try #require(hers.text.firstMatch(of: /\/verifikasi\/([0-9A-Z-]{14})"/).map { String($0.1) })
        #expect(new != code && hers.text.contains(reason) && hers.text.contains(town.say("history.reissued")))
        #expect(!old.text.contains(new), "with its code one would learn more")
        let genuine = try await town.visitor().get("\(siti.base)/verifikasi/\(new)")
        #expect(genuine.text.contains(town.say("verification.genuine")) && !genuine.text.contains(town.say("verification.replacedBy")))
        let paper = try await siti.visitor.get("\(siti.base)/permohonan/\(request)/surat")
        #expect(paper.status == 200 && paper.body.starts(with: Data("%PDF".utf8)))
        #expect(try await dewi.visitor.send(.get, "\(dewi.base)/permohonan/\(request)/surat").status == 404)
        #expect(Array(try await town.told().dropFirst(told)) == ["request_reissued"])
        #expect(try await town.audited(about: request).suffix(2) == ["request.reissued", "request.issued"])
        try await town.leave()
    }
}

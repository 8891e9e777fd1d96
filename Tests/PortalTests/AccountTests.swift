import Foundation
import Identity
import Kernel
import Testing

@testable import Portal

/// One's own account, and the contact that an officer sets.
@Suite("Accounts")
struct AccountTests {
    private let base = "/\(Town.first)"

    @Test("Siti ends her other sessions and goes on in this one, and Bambang goes on in his")
    func otherSessions() async throws {
        let town = try await Town.open()
        let (library, phone, bambang) = (try await town.siti(), try await town.siti(), try await town.bambang())
        let account = try await phone.visitor.get("\(base)/akun")
        #expect(account.text.components(separatedBy: town.say("account.since")).count == 3)
        let after = try await phone.visitor.submit(to: "\(base)/akun", from: account)
        #expect(after.path == "\(base)/akun" && !after.text.contains(town.say("account.endOthers")))
        #expect(try await library.visitor.get("\(base)/permohonan").path == "\(base)/masuk")
        #expect(try await bambang.visitor.get("\(base)/permohonan").path == "\(base)/permohonan")
        try await town.leave()
    }

    @Test("Agus, who was given a password, chooses his own before he sees anything else, and Ratna is not disturbed")
    func oneTimePassword() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let ratna = try await town.ratna()
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        let password = try await office.giveOneTimePassword("agus", reason: "Lupa sandi", by: .operatorAtConsole(name: "root"))
        try office.close()
        let agus = town.visitor()
        let entry = try await agus.get("\(base)/petugas/masuk")
        let account = try await agus.submit(["username": "agus", "password": password], to: "\(base)/petugas/masuk", from: entry)
        #expect(account.path == "\(base)/petugas/akun" && account.text.contains(town.say("problem.password.due")))
        for path in ["\(base)/petugas", "\(base)/petugas/kontak", base] {
            #expect(try await agus.get(path).path == "\(base)/petugas/akun")
        }
        let refused = try await agus.submit(["nik": "x"], to: "\(base)/petugas/kontak", from: account)
        #expect(refused.status == 403 && refused.text.contains(town.say("problem.password.due")))
        let weak = try await agus.submit(["old": password, "new": "password1234"], to: "\(base)/petugas/kata-sandi", from: account)
        #expect(weak.status == 422 && weak.faults == ["field-new"])
        #expect(!weak.text.contains("password1234") && !weak.text.contains(password))
        let done = try await agus.submit(["old": password, "new": "tujuh kambing di pasar"], to: "\(base)/petugas/kata-sandi", from: weak)
        #expect(done.status == 200 && done.path == "\(base)/petugas")
        #expect(try await ratna.get("\(base)/admin").path == "\(base)/admin")
        try await town.leave()
    }

    @Test("Agus sets Siti's contact at the counter, with his password when he signed in a while ago; she signs in with it")
    func contact() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let bambang = try await town.bambang()
        let agus = try await town.agus()
        let fields = ["nik": "3510014507909901", "contact": "siti.baru@contoh.id", "reason": "Ponsel hilang", "change": "same"]
        town.clock.advance(bySeconds: 15 * 60)
        let form = try await agus.visitor.get("\(base)/petugas/kontak")
        #expect(form.has(id: "field-ownPassword"))
        let refused = try await agus.visitor.submit(fields, to: "\(base)/petugas/kontak", from: form)
        #expect(refused.status == 422 && refused.faults == ["field-ownPassword"])
        #expect(refused.input("contact") == "siti.baru@contoh.id", "nothing that was typed is lost")
        let done = try await agus.visitor.submit(
            fields.merging(["ownPassword": DemonstrationData.password]) { $1 }, to: "\(base)/petugas/kontak", from: refused)
        #expect(done.status == 200 && done.text.contains(town.say("contact.done")))
        #expect(done.input("nik") == "", "nothing of hers stays on the officer's screen")
        #expect(try await town.told() == ["contact_changed"])
        #expect(try await siti.visitor.get("\(base)/permohonan").path == "\(base)/masuk")
        #expect(try await bambang.visitor.get("\(base)/permohonan").path == "\(base)/permohonan")
        let again = Citizen(visitor: town.visitor(), base: base, town: town)
        try await again.signIn(nik: "3510014507909901", contact: "siti.baru@contoh.id")
        #expect(try await again.visitor.get("\(base)/permohonan").path == "\(base)/permohonan")
        try await town.leave()
    }

    @Test("Whoever waits for a code that does not come reads what to do")
    func noCode() async throws {
        let town = try await Town.open()
        let visitor = town.visitor()
        let entry = try await visitor.get("\(base)/masuk")
        let page = try await visitor.submit(["nik": "3510014507909901", "contact": "siti@contoh.id"], to: "\(base)/masuk", from: entry)
        #expect(page.text.contains(town.say("code.changedText")) && town.say("code.changedText").contains("loket"))
        try await town.leave()
    }
}

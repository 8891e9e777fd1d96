import Catalogue
import Documents
import Foundation
import Identity
import Kernel
import Testing

@testable import Portal

/// Ways on which people got stuck: each leads somewhere, with what they typed.
@Suite("No dead ends", .timeLimit(.minutes(5)))
struct DeadEndTests {
    // MARK: The other language, reloading

    @Test("Every address that takes a form shows a page to whoever comes there by reloading")
    func reload() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let agus = try await town.agus()
        let ratna = try await DemonstrationStaff.signIn("ratna", town, siti.base)
        let cashier = try await DemonstrationStaff.signIn("kasir", town, siti.base)
        let treasurer = try await DemonstrationStaff.signIn("keuangan", town, siti.base)
        for route in Portal.allRoutes(isDemonstration: false) where route.door == .form {
            let path = RouteTests.address(route).replacing(Identifier(at: Town.morning).text, with: draft)
            let who =
                switch route.access {
                case .officer: agus.visitor
                case .staff, .administrator: ratna
                case .cashier: cashier
                case .finance: treasurer
                default: siti.visitor
                }
            // What is not theirs or not there yet is a page that says so; an address without a page would be 405.
            let answer = try await who.get(path)
            #expect([200, 404].contains(answer.status) && answer.text.contains("<h1>"), "\(path): \(answer.status)")
        }
        try await town.leave()
    }

    @Test("The link to the other language on a page with faults leads to the same page, with all that was typed")
    func language() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let stranger = town.visitor()
        let entry = try await stranger.get("\(siti.base)/masuk?lanjut=\(siti.base)/pesan")
        let refused = try await stranger.submit(["nik": "12345", "contact": "bukan alamat"], to: "\(siti.base)/masuk", from: entry)
        #expect(refused.status == 422)
        let english = try await stranger.get(refused.otherLanguage)
        #expect(english.status == 200 && english.text.contains("<html lang=\"en\""))
        #expect(
            english.input("nik") == "12345" && english.input("contact") == "bukan alamat" && english.input("next") == "\(siti.base)/pesan")
        #expect(english.faults == refused.faults)
        // Reloading is the same page again.
        #expect(try await stranger.get(refused.otherLanguage).faults == refused.faults)
        // In another browser nothing of it is there.
        let other = try await town.visitor().get(refused.otherLanguage)
        #expect(other.status == 200 && other.input("nik") == "")

        let draft = try await siti.startDraft("skck")
        let faulty = try await siti.answer(draft, ["full_name": "Siti", "birth_date": "31/2/1990", "address": "Jalan \"Melati\" <7>"])
        #expect(faulty.status == 422)
        let again = try await siti.visitor.get(faulty.otherLanguage)
        #expect(again.status == 200 && again.faults == faulty.faults)
        #expect(again.inputs("answers.birth_date") == ["31", "2", "1990"] && again.text.contains("Jalan &quot;Melati&quot; &lt;7&gt;"))
        let incomplete = try await siti.submit(draft)
        #expect(incomplete.status == 422)
        #expect(try await siti.visitor.get(incomplete.otherLanguage).path == "\(siti.base)/permohonan/\(draft)/periksa")
        try await town.leave()
    }

    // MARK: A session that ends while somebody writes

    @Test("Whoever's session ended over a form signs in again, is where she was, and reads every word of hers")
    func session() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let form = "\(siti.base)/permohonan/\(draft)/isian"
        let page = try await siti.visitor.get(form)
        town.clock.advance(bySeconds: 31 * 60)
        let words = "Jalan Melati 7, RT 3/RW 1"
        let signIn = try await siti.visitor.submit(["answers.address": words, "answers.full_name": "Siti R."], to: form, from: page)
        #expect(signIn.status == 200 && signIn.path == "\(siti.base)/masuk" && signIn.text.contains(town.say("signIn.wordsKept")))
        #expect(try await siti.request(draft).answers.isEmpty)

        let back = try await siti.signIn(at: signIn)
        #expect(back.status == 200 && back.path == form && back.faults.isEmpty)
        #expect(back.text.contains("\n\(words)</textarea>") && back.input("answers.full_name") == "Siti R.")
        // Sending it now keeps it.
        _ = try await siti.visitor.submit(["answers.address": words], to: form, from: back)
        #expect(try await siti.request(draft).answers.text("address") == words)
        try await town.leave()
    }

    @Test("Nobody else reads them who signs in at the same browser, and no form from elsewhere is kept")
    func others() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let form = "\(siti.base)/permohonan/\(draft)/isian"
        let page = try await siti.visitor.get(form)
        town.clock.advance(bySeconds: 31 * 60)
        // Another site makes her browser send its own form: her cookie goes along, the token does not.
        for (token, isKept) in [(String(repeating: "0", count: 128), false), ("", false), (try #require(page.input("csrf")), true)] {
            let answer = try await siti.visitor.post(["answers.address": "Palsu", "csrf": token], to: form)
            #expect(answer.status == 303 && answer.location?.contains("\(Exchange.keptName)%3D") == isKept)
        }
        let signIn = try await siti.visitor.submit(["answers.address": "Jalan Rahasia"], to: form, from: page)
        let hers = try await siti.signIn(nik: "3510010203859902", contact: "bambang@contoh.id", at: signIn)
        #expect(hers.status == 404 && !hers.text.contains("Jalan Rahasia"))

        try await town.leave()
    }

    @Test("An hour after the end nothing is known of the session, and signing in leads back to the page all the same")
    func late() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let form = "\(siti.base)/permohonan/\(draft)/isian"
        let page = try await siti.visitor.get(form)
        town.clock.advance(bySeconds: 30 * 60 + 3600)
        let signIn = try await siti.visitor.submit(["answers.address": "Jalan Melati"], to: form, from: page)
        #expect(signIn.path == "\(siti.base)/masuk" && signIn.input("next") == form)
        try await town.leave()
    }

    @Test("An officer's remark is there again after her pause")
    func remark() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        let agus = try await town.agus()
        let page = "\(siti.base)/petugas/permohonan/\(request)"
        let review = try await agus.visitor.get(page)
        town.clock.advance(bySeconds: 31 * 60)
        let remark = "Foto kurang terang, mohon diambil di dekat jendela"
        let signIn = try await agus.visitor.submit(
            ["reason": "photo_unclear", "remark": remark], to: "\(page)/pengembalian", from: review)
        #expect(signIn.path == "\(siti.base)/petugas/masuk" && signIn.text.contains(town.say("signIn.wordsKept")))
        let back = try await agus.visitor.submit(
            ["username": "agus", "password": DemonstrationData.password], to: "\(siti.base)/petugas/masuk", from: signIn)
        #expect(back.status == 200 && back.path == page && back.text.contains(remark))
        #expect(back.text.contains("value=\"photo_unclear\" checked"))
        let standing = try await town.island(Town.first).documents.request(#require(Identifier(request)), by: .platform(name: "tests"))
        #expect(standing.status == .inReview)
        try await town.leave()
    }

    @Test("Staff who sign in come to the page that they wanted, when it is one of theirs")
    func staff() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let base = "/\(Town.first)"
        for (username, wanted, reached) in [
            ("agus", "\(base)/petugas/kontak", "\(base)/petugas/kontak"), ("agus", "\(base)/admin/kunci", "\(base)/petugas"),
            ("ratna", "\(base)/admin/kunci", "\(base)/admin/kunci"), ("ratna", "\(base)/petugas/kontak", "\(base)/admin"),
            ("ratna", "\(base)/petugas/akun", "\(base)/petugas/akun"), ("agus", "\(base)/adminlain", "\(base)/petugas"),
        ] {
            let visitor = town.visitor()
            let page = try await visitor.get(wanted == "\(base)/adminlain" ? "\(base)/petugas/masuk?lanjut=\(wanted)" : wanted)
            let answer = try await visitor.submit(
                ["username": username, "password": DemonstrationData.password], to: "\(base)/petugas/masuk", from: page)
            #expect(answer.status == 200 && answer.path == reached, "\(username) \(wanted): \(answer.path)")
        }
        try await town.leave()
    }

    // MARK: Coming back, and coming for something

    @Test("Whoever goes back after sending reads that it was sent and where it stands; nothing is changed by it")
    func back() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let base = "\(siti.base)/permohonan/\(draft)"
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        let pages = [try await siti.visitor.get("\(base)/isian"), try await siti.visitor.get("\(base)/periksa")]
        try await siti.submit(draft)
        let before = try await siti.request(draft)
        let trail = try await town.audited()
        for path in ["isian", "lampiran", "periksa", "pengajuan"] {
            let answer = try await siti.visitor.get("\(base)/\(path)")
            #expect(answer.status == 200 && answer.path == base && answer.text.contains(town.say("request.alreadySent")), "\(path)")
        }
        let saved = try await siti.visitor.submit(["answers.full_name": "Orang Lain"], to: "\(base)/isian", from: pages[0])
        #expect(saved.path == base && saved.text.contains(town.say("request.alreadySent")))
        let command = ["command": Identifier(at: Town.morning).text]
        let sent = try await siti.visitor.submit(command, to: "\(base)/pengajuan", from: pages[1])
        #expect(sent.path == base && sent.text.contains(town.say("request.alreadySent")))
        #expect(try await siti.request(draft) == before)
        #expect(try await town.audited() == trail)
        // Her page by itself says nothing of it.
        #expect(try await !siti.visitor.get(base).text.contains(town.say("request.alreadySent")))
        try await town.leave()
    }

    @Test("Withdrawing speaks of a fee where there is one, and of none where there is none")
    func withdrawing() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let paid = try await siti.submitPaidSKCK()
        let free = try await siti.startDraft("kartu-keluarga")
        try await siti.answer(
            free,
            [
                "full_name": "Siti Rahmawati", "head_of_family": "Siti Rahmawati", "address": "Jalan Melati 7, Genteng",
                "reason": "damaged",
            ])
        let photos = ["supporting_paper", "identity_card"].reduce(Multipart()) { form, name in
            form.file(Citizen.photo, named: "\(name).png", as: "attachments.\(name)")
        }
        try await siti.attach(photos, to: free)
        try await siti.submit(free)
        for (id, hasFee) in [(paid, true), (free, false)] {
            let page = try await siti.visitor.get("\(siti.base)/permohonan/\(id)/penarikan")
            #expect(page.path.hasSuffix("/penarikan") && page.text.contains(town.say("withdraw.fee")) == hasFee)
        }
        try await town.leave()
    }

    @Test("Whoever signs in to apply has her draft then, once; a service that is off says so")
    func applied() async throws {
        let town = try await Town.open()
        let siti = Citizen(visitor: town.visitor(), base: "/\(Town.first)", town: town)
        func apply(_ service: String) async throws -> Visitor.Answer {
            let page = try await siti.visitor.get("\(siti.base)/layanan/\(service)")
            let href = try #require(page.text.firstMatch(of: /href="([^"]*\/masuk\?lanjut=[^"]*)"/).map { String($0.1) })
            let entry = try await siti.visitor.get(href.replacing("&amp;", with: "&"))
            return try await siti.signIn(at: entry)
        }
        let first = try await apply("skck")
        #expect(first.status == 200 && first.path.hasSuffix("/isian"))
        _ = try await siti.visitor.submit(to: "\(siti.base)/keluar", from: first)
        town.clock.advance(bySeconds: 120)
        #expect(try await apply("skck").path == first.path)
        #expect(try await siti.requests() == 1)
        // A session that ended over the button.
        let button = try await siti.visitor.get("\(siti.base)/layanan/kartu-keluarga")
        town.clock.advance(bySeconds: 31 * 60)
        let away = try await siti.visitor.submit(to: "\(siti.base)/permohonan", from: button)
        let second = try await siti.signIn(at: away)
        #expect(second.path.hasSuffix("/isian") && second.path != first.path)
        #expect(try await siti.requests() == 2)
        // An address that only looks like it starts nothing.
        let reader = try await siti.visitor.get("\(siti.base)/layanan/akta-kelahiran?ajukan=ya")
        #expect(reader.status == 200 && reader.path == "\(siti.base)/layanan/akta-kelahiran")
        #expect(try await siti.requests() == 2)
        try await town.leave()
    }
}

extension Citizen {
    private func principal() async throws -> Principal {
        let token = try #require(visitor.cookie(Portal.sessionCookieName))
        return try #require(try await town.island(Town.first).identity.session(token: token)).principal
    }

    /// The request as it is, whether its holder's session goes on or not.
    fileprivate func request(_ id: String) async throws -> DocumentRequest {
        let id = try #require(Identifier(id))
        let documents = try town.island(Town.first).documents
        let applicant = try await documents.request(id, by: .platform(name: "tests")).applicant
        return try await documents.request(id, by: .citizen(id: applicant))
    }

    fileprivate func requests() async throws -> Int {
        try await town.island(Town.first).documents.requests(by: principal()).count
    }
}

extension Visitor.Answer {
    /// Where the link to the other language leads.
    var otherLanguage: String {
        text.firstMatch(of: /href="([^"]*bahasa=(?:en|id))"/).map { String($0.1).replacing("&amp;", with: "&") } ?? ""
    }
}

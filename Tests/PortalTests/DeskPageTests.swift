internal import Storage

import Catalogue
import Documents
import Foundation
import Identity
import Kernel
import Notifications
import Payments
import Testing

@testable import Portal

/// The pages of Bripka Agus: his list, a request on it, and the way from one to the next. Bripka Rini works beside him.
@Suite("The officer's desk on its pages")
struct DeskPageTests {
    /// Siti's and Bambang's requests with the police, and two officers.
    private struct Desk {
        let town: Town
        let siti: Citizen
        let bambang: Citizen
        let agus: Officer
        let rini: Officer
        let sitis: String
        let bambangs: String

        static func open() async throws -> Desk {
            let town = try await Town.open()
            try await DemonstrationStaff.add(to: town, region: Town.first)
            _ = try await town.island(Town.first).identity.addStaff(
                username: "rini", displayName: "Bripka Rini", role: .officer, agency: "polri", password: DemonstrationData.password,
                by: .platform(name: "tests"))
            let (siti, bambang) = (try await town.siti(), try await town.bambang())
            let sitis = try await siti.submitPaidSKCK()
            town.clock.advance(bySeconds: 60)
            let draft = try await bambang.startDraft("skck")
            try await bambang.answer(draft, Citizen.skckAnswers.merging(["full_name": "Bambang Prasetyo"]) { $1 })
            try await bambang.attachPhoto(to: draft)
            try await bambang.submit(draft)
            try await bambang.pay(draft)
            try await town.settle()
            let rini = Officer(visitor: try await DemonstrationStaff.signIn("rini", town, siti.base), base: siti.base)
            return Desk(
                town: town, siti: siti, bambang: bambang, agus: try await town.agus(), rini: rini, sitis: sitis, bambangs: draft)
        }

        func list(_ query: String = "") async throws -> Visitor.Answer { try await agus.visitor.get("\(agus.base)/petugas\(query)") }
        func page(_ request: String, _ rest: String = "") -> String { "\(agus.base)/petugas/permohonan/\(request)\(rest)" }
        /// Whose requests the answer lists, in its order.
        func listed(_ answer: Visitor.Answer) -> [String] {
            answer.text.matches(of: /<a class="cover" [^>]*><b>([^<]*)<\/b>/).map { String($0.1) }
        }
    }

    @Test("Rows say what differs, the service once, and each tab how many it has")
    func rows() async throws {
        let desk = try await Desk.open()
        let list = try await desk.list()
        #expect(desk.listed(list) == ["Siti Rahmawati", "Bambang Prasetyo"])
        for part in ["…9901", "…9902", "08.30", "08.31", "Melamar pekerjaan"] { #expect(list.text.contains(part), "\(part)") }
        let title = try #require(desk.town.portal.catalogue.service("skck")?.title.indonesian)
        #expect(list.text.components(separatedBy: title).count == 2, "the service is named once")
        #expect(list.text.contains("\(desk.town.say("worklist.menunggu")) <span>2</span>"))
        #expect(list.text.contains("\(desk.town.say("worklist.selesai")) <span>0</span>"))
        try await desk.agus.approve(desk.sitis)
        #expect(desk.listed(try await desk.list()) == ["Bambang Prasetyo"])
        #expect(desk.listed(try await desk.list("?daftar=selesai")) == ["Siti Rahmawati"])
        try await desk.town.leave()
    }

    @Test("Sixty-one requests are on two pages, each once, with a way on and a way back")
    func pages() async throws {
        let desk = try await Desk.open()
        let (documents, siti) = (try desk.town.island(Town.first).documents, try await desk.town.citizen(of: desk.sitis))
        for number in 3...61 {
            let id = try await documents.startDraft(
                of: "skck", channel: .electronic, command: CommandID(Identifier(at: Town.morning)), by: siti)
            var answers = Answers()
            for (name, value) in Citizen.skckAnswers { answers[name] = .text(value) }
            answers["full_name"] = .text("Warga \(number)")
            _ = try await documents.saveAnswers(answers, of: id, by: siti)
            try await documents.attach(Upload(filename: "a.png", content: Citizen.photo), as: "photo", to: id, by: siti)
            _ = try await documents.submit(id, command: CommandID(Identifier(at: Town.morning)), by: siti)
            try await desk.town.island(Town.first).stubDesk?.pay(
                desk.town.island(Town.first).payments.standing(for: id, by: siti).charge?.reference ?? "")
        }
        try await desk.town.settle()
        let first = try await desk.list()
        #expect(first.text.contains("<span>61</span>"))
        let next = try #require(first.text.firstMatch(of: /href="([^"]*mulai=[0-9a-f]{44})"/).map { String($0.1) })
        let second = try await desk.agus.visitor.get(next)
        let (one, two) = (desk.listed(first), desk.listed(second))
        #expect(one.count == 50 && two.count == 11 && Set(one).isDisjoint(with: two))
        #expect(second.text.contains("href=\"\(desk.agus.base)/petugas\">\(desk.town.say("worklist.first"))"))
        #expect(!second.text.contains("worklist.next") && !second.text.contains(">\(desk.town.say("worklist.next"))<"))
        // A place that nobody has made is the beginning.
        #expect(desk.listed(try await desk.list("?mulai=zzz")) == one)
        try await desk.town.leave()
    }

    @Test("A request is found by name, NIK and number, also when it is decided, and nobody else's is")
    func search() async throws {
        let desk = try await Desk.open()
        try await desk.agus.approve(desk.sitis)
        try await desk.town.settle()
        let paper = try await desk.siti.visitor.get("\(desk.siti.base)/permohonan/\(desk.sitis)")
        let number = try #require(paper.text.firstMatch(of: /<dd class="number">([^<]+)</).map { String($0.1) })
        for typed in [
            "siti+rahmawati", "RAHMAWATI", "3510014507909901", "3510+0145+0790+9901", desk.sitis, number.replacing("/", with: "%2F"),
        ] {
            #expect(desk.listed(try await desk.list("?cari=\(typed)")) == ["Siti Rahmawati"], "\(typed)")
        }
        for typed in ["dewi", "3510015402929903", "9901", "SKCK"] {
            let found = try await desk.list("?cari=\(typed)")
            #expect(desk.listed(found) == [] && found.text.contains(desk.town.say("worklist.nothingFound")), "\(typed)")
        }
        try await desk.town.leave()
    }

    @Test("The list is narrowed to a service, to what is late and to what is one's own")
    func narrowed() async throws {
        let desk = try await Desk.open()
        #expect(desk.listed(try await desk.list("?layanan=skck")).count == 2)
        #expect(desk.listed(try await desk.list("?layanan=kartu-keluarga")) == [])
        #expect(desk.listed(try await desk.list("?tenggat=terlambat")) == [])
        #expect(desk.listed(try await desk.list("?milik=saya")) == [])
        let review = try await desk.agus.visitor.get(desk.page(desk.bambangs, "?milik=saya"))
        _ = try await desk.agus.visitor.submit(to: desk.page(desk.bambangs, "/pengambilan?milik=saya"), from: review)
        #expect(desk.listed(try await desk.list("?milik=saya")) == ["Bambang Prasetyo"])
        #expect(try await desk.rini.visitor.get("\(desk.rini.base)/petugas").text.contains("Bripka Agus"))
        #expect(desk.listed(try await desk.rini.visitor.get("\(desk.rini.base)/petugas?milik=saya")) == [])
        desk.town.clock.advance(bySeconds: 7 * 86_400)
        let agus = try await desk.town.agus()
        #expect(desk.listed(try await agus.visitor.get("\(agus.base)/petugas?tenggat=terlambat")).count == 2)
        try await desk.town.leave()
    }

    @Test("Two officers who take one request: the second reads who has it, and takes it over knowingly")
    func claims() async throws {
        let desk = try await Desk.open()
        let (path, take) = (desk.page(desk.sitis), desk.page(desk.sitis, "/pengambilan"))
        let (agus, rini) = (try await desk.agus.visitor.get(path), try await desk.rini.visitor.get(path))
        #expect(agus.text.contains(desk.town.say("claim.none")))
        #expect(try await desk.agus.visitor.submit(["holder": ""], to: take, from: agus).text.contains(desk.town.say("claim.mine")))
        let refused = try await desk.rini.visitor.submit(["holder": ""], to: take, from: rini)
        #expect(refused.status == 409 && refused.text.contains(desk.town.say("claim.others", ["name": "Bripka Agus"])))
        let holder = try #require(refused.input("holder"))
        let taken = try await desk.rini.visitor.submit(["holder": holder], to: take, from: refused)
        #expect(taken.text.contains(desk.town.say("claim.mine")))
        let released = try await desk.rini.visitor.submit(to: desk.page(desk.sitis, "/pelepasan"), from: taken)
        #expect(released.text.contains(desk.town.say("claim.none")))
        try await desk.town.leave()
    }

    @Test("The page of a request shows NIK, contact, fee and payment, earlier requests, and its pictures")
    func review() async throws {
        let desk = try await Desk.open()
        let second = try await desk.siti.submitPaidSKCK()
        let page = try await desk.agus.visitor.get(desk.page(second))
        for part in ["3510 0145 0790 9901", "siti@contoh.id", "Rp30.000", desk.town.say("bill.paid"), desk.town.say("review.earlier")] {
            #expect(page.text.contains(part), "\(part)")
        }
        #expect(page.text.contains("href=\"\(desk.page(desk.sitis))\""), "her earlier request")
        let earlier = page.text.components(separatedBy: desk.town.say("review.earlier"))[1].components(separatedBy: "</ul>")[0]
        #expect(!earlier.contains(desk.bambangs) && !earlier.contains(second))
        #expect(!page.text.contains("bambang@contoh.id") && !page.text.contains("9902</dd>"))
        #expect(page.text.contains("<img src=\"\(desk.page(second, "/lampiran/photo"))\""))
        let photo = try await desk.agus.visitor.get(desk.page(second, "/lampiran/photo"))
        #expect(photo.headers["content-security-policy"]?.contains("frame-ancestors 'self'") == true)
        #expect(page.headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
        try await desk.town.leave()
    }

    @Test("The page of a request whose applicant was erased shows where it stands, without her name and those of her files")
    func erased() async throws {
        let desk = try await Desk.open()
        let island = try desk.town.island(Town.first)
        let id = try #require(Identifier(desk.sitis))
        let person = try await island.documents.request(id, by: .platform(name: "tests")).applicant
        try await island.database.write { tx in try tx.destroyVaultKey(of: person) }
        let page = try await desk.agus.visitor.get(desk.page(desk.sitis))
        #expect(page.status == 200 && page.text.contains(desk.town.say("status.inReview.label")))
        #expect(!page.text.contains("Siti") && !page.text.contains("pas foto") && page.text.contains("/lampiran/photo"))
        #expect(try await desk.agus.visitor.get(desk.page(desk.sitis, "/lampiran/photo")).status == 410)
        #expect(try await desk.agus.visitor.get(desk.page(desk.bambangs)).text.contains("bambang@contoh.id"), "his stays as it was")
        try await desk.town.leave()
    }

    @Test("After a decision the next request of the same list has the focus, and after the last one the list")
    func next() async throws {
        let desk = try await Desk.open()
        let review = try await desk.agus.visitor.get(desk.page(desk.sitis, "?layanan=skck"))
        let approved = try await desk.agus.visitor.submit(to: desk.page(desk.sitis, "/persetujuan?layanan=skck"), from: review)
        #expect(approved.status == 200 && approved.text.contains(desk.town.say("decided.approved")))
        let label = desk.town.say("decided.next", ["name": "Bambang P.", "count": "1"])
        #expect(approved.text.contains("href=\"\(desk.page(desk.bambangs, "?layanan=skck"))\" autofocus>\(label)<"))
        let returned = try await desk.agus.sendBack(desk.bambangs, reason: "photo_unclear", remark: "")
        #expect(returned.text.contains(desk.town.say("decided.returned")) && returned.text.contains(desk.town.say("decided.none")))
        // Looked at later, a request that was decided says nothing of what is next.
        #expect(!(try await desk.agus.visitor.get(desk.page(desk.sitis)).text.contains(desk.town.say("decided.approved"))))
        try await desk.town.leave()
    }

    @Test("Who decides what a colleague has decided reads where it stands and who did it, and keeps her words")
    func stale() async throws {
        let desk = try await Desk.open()
        let path = desk.page(desk.sitis)
        let seen = try await desk.rini.visitor.get(path)
        try await desk.agus.approve(desk.sitis)
        let typed = ["reason": "photo_unclear", "remark": "Wajah <terpotong>."]
        let late = try await desk.rini.visitor.submit(typed, to: desk.page(desk.sitis, "/pengembalian"), from: seen)
        #expect(late.status == 409)
        for part in ["Bripka Agus", "Wajah &lt;terpotong&gt;.", desk.town.say("status.approved.label"), desk.town.say("stale.remark")] {
            #expect(late.text.contains(part), "\(part)")
        }
        #expect(try await desk.town.audited(about: desk.sitis).filter { $0 == "request.returned" } == [])
        let again = try await desk.rini.visitor.submit(to: desk.page(desk.sitis, "/persetujuan"), from: seen)
        #expect(again.status == 409 && again.text.contains("Bripka Agus") && !again.text.contains(desk.town.say("stale.remark")))
        try await desk.town.leave()
    }

    @Test("Who decides on what was corrected meanwhile finds the form with her words in it")
    func corrected() async throws {
        let desk = try await Desk.open()
        let seen = try await desk.rini.visitor.get(desk.page(desk.sitis))
        try await desk.agus.sendBack(desk.sitis, reason: "photo_unclear", remark: "Mohon diulang.")
        try await desk.siti.attachPhoto(to: desk.sitis)
        try await desk.siti.submit(desk.sitis)
        let late = try await desk.rini.visitor.submit(
            ["reason": "photo_unclear", "remark": "Wajah terpotong."], to: desk.page(desk.sitis, "/pengembalian"), from: seen)
        #expect(late.status == 409 && late.text.contains(desk.town.say("stale.corrected")))
        #expect(late.text.contains("<details data-key=\"p\" open>") && late.text.contains("Wajah terpotong.</textarea>"))
        let done = try await desk.rini.visitor.submit(
            ["reason": "photo_unclear", "remark": "Wajah terpotong."], to: desk.page(desk.sitis, "/pengembalian"), from: late)
        #expect(done.status == 200 && done.text.contains(desk.town.say("decided.returned")))
        try await desk.town.leave()
    }

    // MARK: Refusing

    @Test("A refusal needs its ground, leads on in the same list, and its words reach page and message of the one applicant")
    func refuse() async throws {
        let desk = try await Desk.open()
        let (town, ground) = (desk.town, "UU 24/2013 pasal 63 <ayat 1>: sudah ada")
        let path = desk.page(desk.sitis, "/penolakan?layanan=skck")
        let form = try await desk.agus.visitor.get(path)
        #expect(form.text.contains("2026-00001") && form.text.contains("Siti Rahmawati") && !form.text.contains("Bambang"))
        let short = try await desk.agus.visitor.submit(["reason": "ya"], to: path, from: form)
        #expect(short.status == 422 && short.faults == ["field-reason"])
        #expect(short.fault(at: "field-reason") == town.say("problem.ground.short", ["min": "5"]))
        #expect(short.text.contains("\nya</textarea>"))
        let done = try await desk.agus.visitor.submit(["reason": ground], to: path, from: short)
        #expect(done.status == 200 && done.text.contains(town.say("decided.refused")))
        #expect(done.text.contains("href=\"\(desk.page(desk.bambangs, "?layanan=skck"))\" autofocus>"))

        try await town.settle()
        let page = try await desk.siti.visitor.get("\(desk.siti.base)/permohonan/\(desk.sitis)")
        #expect(page.text.contains(town.say("status.refused.label")) && page.text.contains(htmlEscaped(ground)))
        #expect(!page.text.contains(town.say("withdraw.open")) && !page.text.contains("class=\"todo\""))
        let mails = try await town.island(Town.first).notifications.demoMailbox(limit: 50).filter { $0.template == "request_refused" }
        #expect(mails.map(\.to) == ["siti@contoh.id"])
        #expect(mails.first?.body.contains(ground) == true && mails.first?.body.contains("2026-00001") == true)
        let other = try await desk.bambang.visitor.get("\(desk.siti.base)/permohonan/\(desk.bambangs)")
        #expect(other.text.contains(town.say("status.inReview.label")) && !other.text.contains("pasal 63"))
        // It is over: the question is not asked again.
        #expect(try await desk.agus.visitor.get(path).path == desk.page(desk.sitis))
        try await town.leave()
    }

    @Test("Who refuses what was corrected meanwhile is shown it first, with her words kept, and can then refuse")
    func refuseCorrected() async throws {
        let desk = try await Desk.open()
        let path = desk.page(desk.sitis, "/penolakan")
        let seen = try await desk.rini.visitor.get(path)
        try await desk.agus.sendBack(desk.sitis, reason: "photo_unclear", remark: "Mohon diulang.")
        try await desk.siti.attachPhoto(to: desk.sitis)
        try await desk.siti.submit(desk.sitis)
        let words = "Perpol 6/2023: berkas palsu"
        let late = try await desk.rini.visitor.submit(["reason": words], to: path, from: seen)
        #expect(late.status == 409 && late.text.contains(desk.town.say("stale.corrected")) && late.text.contains("\n\(words)</textarea>"))
        #expect(try await desk.town.audited(about: desk.sitis).last == "request.resubmitted")
        let done = try await desk.rini.visitor.submit(["reason": words], to: path, from: late)
        #expect(done.status == 200 && done.text.contains(desk.town.say("decided.refused")))
        try await desk.town.leave()
    }

    @Test("Who refuses what a colleague has decided, or the applicant withdrawn, reads so and keeps her words", arguments: [true, false])
    func refuseLate(isWithdrawn: Bool) async throws {
        let desk = try await Desk.open()
        let path = desk.page(desk.sitis, "/penolakan")
        let seen = try await desk.rini.visitor.get(path)
        let review = try await desk.rini.visitor.get(desk.page(desk.sitis))
        if isWithdrawn {
            let question = "\(desk.siti.base)/permohonan/\(desk.sitis)/penarikan"
            _ = try await desk.siti.visitor.submit(to: question, from: desk.siti.visitor.get(question))
        } else {
            try await desk.agus.approve(desk.sitis)
        }
        let words = "Perpol 6/2023: berkas palsu"
        let late = try await desk.rini.visitor.submit(["reason": words], to: path, from: seen)
        #expect(late.status == 409 && late.text.contains(words) && late.text.contains(desk.town.say("stale.remark")))
        let approval = try await desk.rini.visitor.submit(to: desk.page(desk.sitis, "/persetujuan"), from: review)
        for answer in [late, approval] {
            #expect(answer.text.contains("Bripka Agus") == !isWithdrawn)
            let told = desk.town.say("stale.withdrawn").components(separatedBy: "{").first ?? ""
            #expect(answer.text.contains(told) == isWithdrawn)
        }
        #expect(try await desk.town.audited(about: desk.sitis).contains("request.refused") == false)
        try await desk.town.leave()
    }

    @Test("What the address says about the list is read as far as it means something, and written back the same")
    func views() {
        let full = [
            "daftar": "selesai", "layanan": "skck", "tenggat": "terlambat", "milik": "saya", "cari": "Siti R", "mulai": "00",
        ]
        #expect(Dictionary(uniqueKeysWithValues: DeskView(full).query.map { ($0.name, $0.value) }) == full)
        #expect(DeskView(["daftar": "x", "tenggat": "y", "milik": "z", "layanan": ""]) == DeskView())
        #expect(DeskView().query.isEmpty)
        #expect(DeskView(["cari": String(repeating: "a", count: 121)]).search.count == 120)
        #expect(DeskView(full).with { $0.search = "" }.start == "")
    }
}

extension Town {
    /// The citizen whose request it is, as the domains know her.
    fileprivate func citizen(of request: String) async throws -> Principal {
        let id = try #require(Identifier(request))
        return .citizen(id: try await island(Town.first).documents.request(id, by: .platform(name: "tests")).applicant)
    }
}

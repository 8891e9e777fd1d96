import Catalogue
import Documents
import Foundation
import Kernel
import Payments
import Storage
import Testing

@testable import Portal

/// Paying by a bank transfer, as a citizen and a treasurer meet it; Dewi's request stays as it was.
@Suite("Transfers, statements and differences on pages")
struct TransferPageTests {
    private struct Desk {
        let town: Town
        let siti: Citizen
        let request: String
        let treasurer: Visitor
        let finance = Principal.finance(id: Identifier(at: Town.morning))
        var base: String { siti.base }
        var payments: PaymentService { get throws { try town.island(Town.first).payments } }

        static func open() async throws -> Desk {
            let town = try await Town.open()
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let siti = try await town.siti()
            let request = try await siti.submitForTransfer()
            return Desk(
                town: town, siti: siti, request: request, treasurer: try await DemonstrationStaff.signIn("keuangan", town, siti.base))
        }

        func transfer() async throws -> TransferStanding {
            try #require(try await payments.waitingTransfers(by: finance).first { $0.bill.purpose.text == request })
        }

        func importFile(_ text: String, of provider: String = "transfer") async throws -> Visitor.Answer {
            let page = try await treasurer.get("\(base)/keuangan/berkas")
            let form = Multipart().field("provider", provider).file(Data(text.utf8), named: "mutasi.csv", as: "file")
            return try await treasurer.upload(form, to: "\(base)/keuangan/berkas", from: page)
        }

        func status() async throws -> String {
            try await town.settle()
            return try await siti.visitor.get("\(base)/permohonan/\(request)").text
        }
    }

    @Test("A transfer of which no proof was sent is found by the number of its request, until money came in")
    func found() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        let treasurer = try await DemonstrationStaff.signIn("keuangan", town, siti.base)
        let island = try town.island(Town.first)
        let (id, finance) = (try #require(Identifier(draft)), Principal.finance(id: Identifier(at: Town.morning)))
        let number = try #require(try await island.documents.request(id, by: finance).number).text
        let search = "\(siti.base)/keuangan?nomor=\(number)"
        #expect(try await treasurer.get(search).status == 422, "she means to pay otherwise")
        try await island.payments.setBankAccount(bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: finance)
        let pay = "\(siti.base)/permohonan/\(draft)/bayar"
        _ = try await siti.visitor.submit(["way": "transfer"], to: pay, from: siti.visitor.get(pay))
        let charge = try #require(try await island.payments.standing(for: id, by: finance).charge)
        let page = try await treasurer.get(search)
        #expect(page.path == "\(siti.base)/keuangan/transfer/\(charge.id)" && page.text.contains(charge.amount.formatted))
        let day = island.region.zone.local(town.clock.now).date
        let payment = try await island.payments.confirmTransfer(
            charge.id, bankReference: "FT 9", amount: charge.amount, date: day, command: CommandID(Identifier(at: town.clock.now)),
            by: finance)
        #expect(try await treasurer.get(search).path == "\(siti.base)/keuangan/pembayaran/\(payment.id)")
        try await town.leave()
    }

    @Test("Without an account nobody is offered a transfer; the treasurer sets it and it is on offer at once, each fault at its field")
    func account() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        let pay = "\(siti.base)/permohonan/\(draft)/bayar"
        #expect(try await !siti.visitor.get(pay).text.contains("value=\"transfer\""))
        let treasurer = try await DemonstrationStaff.signIn("keuangan", town, siti.base)
        #expect(try await treasurer.get("\(siti.base)/keuangan/transfer").text.contains(town.say("transfer.noAccount")))
        let address = "\(siti.base)/keuangan/rekening"
        let wrong = try await treasurer.submit(
            ["bank": "Bank <Uji>", "number": "12a", "holder": ""], to: address, from: treasurer.get(address))
        #expect(wrong.status == 422 && wrong.faults.count == 2 && wrong.text.contains("value=\"Bank &lt;Uji&gt;\""))
        let set = try await treasurer.submit(
            ["bank": "Bank Uji", "number": "1234 5678 90", "holder": "Kas Uji"], to: address, from: wrong)
        #expect(set.status == 200 && set.input("number") == "1234567890")
        #expect(try await siti.visitor.get(pay).text.contains("value=\"transfer\""))
        #expect(try await town.audited(about: "rekening-1") == ["account.set"])
        try await town.leave()
    }

    @Test("The pay page says where, how much to the last rupiah, what the mark is and until when, and keeps every proof")
    func payPage() async throws {
        let desk = try await Desk.open()
        let page = try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/bayar")
        let charge = try await desk.transfer().charge
        #expect(page.text.contains("1234 5678 90") && page.text.contains("value=\"1234567890\"") && page.text.contains("Kas Uji"))
        #expect(page.text.contains(charge.amount.formatted) && page.text.contains("value=\"\(charge.amount.rupiah)\""))
        let mark = try #require(Money(rupiah: charge.amount.rupiah - 30_000))
        #expect(page.text.contains(desk.town.say("transfer.mark", ["fee": "Rp30.000", "mark": mark.formatted])))
        // The largest number is what she is to type at her bank, and not the fee.
        #expect(page.text.contains("<p class=\"amount\">\(charge.amount.formatted)</p>") && !page.text.contains(">Rp30.000</p>"))
        #expect(page.text.contains(charge.reference) && page.text.contains(desk.town.say("transfer.until")))
        #expect(page.text.contains(desk.town.say("transfer.waitingTitle")) && !page.text.contains(desk.town.say("transfer.refusedTitle")))
        for (content, status) in [(Data("<html>".utf8), 415), (Data(), 422), (Citizen.photo.prefix(400), 422)] {
            let answer = try await desk.siti.sendProof(of: desk.request, content)
            #expect(answer.status == status && answer.faults.count == 1, "\(answer.status)")
            #expect(answer.text.contains("id=\"field-attachments-proof\"") && answer.text.contains("aria-invalid"))
        }
        #expect(try await desk.transfer().proofs.count == 1)
        let again = try await desk.siti.sendProof(of: desk.request)
        #expect(again.status == 200)
        #expect(try await desk.transfer().proofs.count == 1)
        try await desk.town.leave()
    }

    @Test("The treasurer sees the proof, shut off from all else, enters what came in, and the request goes on; what was typed wrong stays")
    func confirmed() async throws {
        let desk = try await Desk.open()
        let dewi = try await desk.town.dewi()
        let other = try await dewi.submitForTransfer()
        let waiting = try await desk.treasurer.get("\(desk.base)/keuangan/transfer")
        let transfer = try await desk.transfer()
        #expect(
            waiting.text.contains(transfer.charge.amount.formatted) && waiting.text.contains("/keuangan/transfer/\(transfer.charge.id)\""))
        let address = "\(desk.base)/keuangan/transfer/\(transfer.charge.id)"
        let page = try await desk.treasurer.get(address)
        let proof = try #require(transfer.proofs.first)
        let picture = try await desk.treasurer.get("\(desk.base)/keuangan/bukti/\(proof.id)")
        #expect(picture.status == 200 && picture.headers["content-type"] == proof.mediaType)
        #expect(picture.headers["content-security-policy"]?.hasPrefix("default-src 'none'; base-uri 'none'; form-action 'none'") == true)
        #expect(picture.headers["x-content-type-options"] == "nosniff")
        let wrong = try await desk.treasurer.submit(["bank_reference": "FT 1", "amount": "abc", "date": "besok"], to: address, from: page)
        #expect(wrong.status == 422 && wrong.faults.count == 2 && wrong.input("bank_reference") == "FT 1" && wrong.input("date") == "besok")
        let today = try desk.town.island(Town.first).region.zone.local(desk.town.clock.now).date
        let done = try await desk.treasurer.submit(
            [
                "bank_reference": "FT 1", "amount": String(transfer.charge.amount.rupiah),
                "date": "\(today.day)/\(today.month)/\(today.year)",
            ],
            to: address, from: wrong)
        #expect(done.status == 200 && done.text.contains(desk.town.say("trail.standing.settled")) && !done.text.contains("bank_reference"))
        // From a page of before, with a form that is not there any more: no fault leads to it.
        let late = try await desk.treasurer.submit(
            [
                "bank_reference": "FT 2", "amount": String(transfer.charge.amount.rupiah),
                "date": "\(today.day)/\(today.month)/\(today.year)",
            ],
            to: address, from: page)
        #expect(late.status == 409 && late.faults.isEmpty && late.text.contains(desk.town.say("problem.transfer.known")))
        #expect(try await desk.payments.transfer(transfer.charge.id, by: desk.finance).payments.count == 1)
        #expect(try await desk.status().contains(desk.town.say("status.inReview.label")))
        #expect(try await dewi.visitor.get("\(dewi.base)/permohonan/\(other)").text.contains(desk.town.say("status.awaitingPayment.label")))
        #expect(try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/kuitansi").status == 200)
        try await desk.town.leave()
    }

    @Test("A refused proof leads its sender to the reason, and a short reason back to its field")
    func refused() async throws {
        let desk = try await Desk.open()
        let transfer = try await desk.transfer()
        let proof = try #require(transfer.proofs.first).id
        let page = try await desk.treasurer.get("\(desk.base)/keuangan/transfer/\(transfer.charge.id)")
        let short = try await desk.treasurer.submit(["reason": "ya"], to: "\(desk.base)/keuangan/bukti/\(proof)", from: page)
        #expect(short.status == 422 && short.faults.count == 1 && short.input("reason") == "ya")
        let refused = try await desk.treasurer.submit(["reason": "Tidak terbaca"], to: "\(desk.base)/keuangan/bukti/\(proof)", from: short)
        #expect(refused.status == 200 && refused.text.contains("Tidak terbaca"))
        try await desk.town.settle()
        #expect(try await desk.town.told().contains("proof_refused"))
        let told = try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/bayar").text
        #expect(told.contains("Tidak terbaca") && told.contains(desk.town.say("transfer.refusedTitle")))
        // With another one on its way the old reason stands only beside the old proof.
        let picture = Town.resources.appendingPathComponent("../../../Docs/Pictures/2-region.png")
        let resent = try await desk.siti.sendProof(of: desk.request, Data(contentsOf: picture))
        #expect(resent.text.contains(desk.town.say("transfer.waitingTitle")) && resent.text.contains("Tidak terbaca"))
        #expect(!resent.text.contains(desk.town.say("transfer.refusedTitle")))
        #expect(try await desk.treasurer.get("\(desk.base)/keuangan/transfer").text.contains(transfer.charge.amount.formatted))
        // With the clock at rest both were sent at one moment: the one that waits is the second.
        let second = try #require(try await desk.transfer().proofs.first { $0.standing == .waiting }).id
        let again = try await desk.treasurer.submit(
            ["reason": "Gelap sekali"], to: "\(desk.base)/keuangan/bukti/\(second)", from: refused)
        #expect(again.status == 200)
        #expect(try await desk.treasurer.get("\(desk.base)/keuangan/transfer").text.contains(desk.town.say("transfer.none")))
        try await desk.town.leave()
    }

    @Test("A statement is imported, a bad one refused with its line, and a difference resolved with a reason")
    func statement() async throws {
        let desk = try await Desk.open()
        let charge = try await desk.transfer().charge
        let today = try desk.town.island(Town.first).region.zone.local(desk.town.clock.now).date.iso8601
        let head = "tanggal;keterangan;jumlah;referensi\n"
        let empty = try await desk.treasurer.get("\(desk.base)/keuangan/selisih")
        #expect(empty.text.contains(desk.town.say("settlement.differencesNone")))
        let bad = try await desk.importFile(head + "\(today);A;banyak;X\n")
        #expect(bad.status == 422 && bad.faults.count == 1 && bad.text.contains("jumlah"))
        #expect(try await desk.importFile(head, of: "cash").status == 422)
        #expect(try await desk.status().contains(desk.town.say("status.awaitingPayment.label")))
        _ = try await desk.payments.confirmTransfer(
            charge.id, bankReference: "FT-1", amount: charge.amount, date: #require(CivilDate(today)),
            command: #require(CommandID("command-1")), by: desk.finance)
        let imported = try await desk.importFile(head + "\(today);Sewa;5.000;Z-1\n")
        #expect(imported.status == 200 && imported.text.contains(desk.town.say("settlement.differences", ["count": "1"])))
        let known = try await desk.importFile(head + "\(today);Sewa;5.000;Z-1\n")
        #expect(known.text.contains(desk.town.say("settlement.known")))
        // What somebody must look at is no success, and leads there.
        #expect(imported.text.contains("notice warning") && imported.text.contains("/keuangan\">\(desk.town.say("books.unmatched"))</a>"))
        #expect(known.text.contains("notice good") && !known.text.contains("notice warning"))
        let list = try await desk.treasurer.get("\(desk.base)/keuangan/selisih")
        #expect(list.text.contains("FT-1") && list.text.contains(desk.town.say("settlement.kind.unconfirmed")))
        let payment = try #require(try await desk.payments.openDifferences(by: desk.finance).first).payment
        #expect(list.text.contains("/keuangan/pembayaran/\(payment.id)\""))
        let id = try #require(list.input("difference"))
        let short = try await desk.treasurer.submit(
            ["difference": id, "reason": "ya"], to: "\(desk.base)/keuangan/selisih", from: list)
        #expect(short.status == 422 && short.faults.count == 1)
        let resolved = try await desk.treasurer.submit(
            ["difference": id, "reason": "Salah rekening"], to: "\(desk.base)/keuangan/selisih", from: short)
        #expect(resolved.status == 200 && resolved.text.contains(desk.town.say("settlement.differencesNone")))
        try await desk.town.leave()
    }

    @Test("Nobody else comes to transfers, proofs, files, differences or the account")
    func strangers() async throws {
        let desk = try await Desk.open()
        let transfer = try await desk.transfer()
        let proof = try #require(transfer.proofs.first).id
        let cashier = try await DemonstrationStaff.signIn("kasir", desk.town, desk.base)
        let ratna = try await DemonstrationStaff.signIn("ratna", desk.town, desk.base)
        for visitor in [cashier, ratna, desk.siti.visitor] {
            for address in ["transfer", "transfer/\(transfer.charge.id)", "bukti/\(proof)", "berkas", "selisih", "rekening"] {
                #expect(try await visitor.get("\(desk.base)/keuangan/\(address)").status == 403, "\(address)")
            }
        }
        let dewi = try await desk.town.dewi()
        let page = try await dewi.visitor.get("\(dewi.base)/permohonan")
        let form = Multipart().file(Citizen.photo, named: "bukti.png", as: "attachments.proof")
        let answer = try await dewi.visitor.upload(form, to: "\(desk.base)/permohonan/\(desk.request)/bukti-transfer", from: page)
        #expect(answer.status == 404)
        #expect(try await desk.transfer().proofs.count == 1)
        try await desk.town.leave()
    }

    @Test("The operator sets the account, imports a file and resolves a difference from the command line")
    func commandLine() async throws {
        let desk = try await Desk.open()
        let console = Principal.operatorAtConsole(name: "root")
        let office = try RegionOffice.open(Town.first, settings: desk.town.portal.settings, clock: desk.town.portal.clock)
        #expect(try await office.bankAccount()?.hasPrefix("Bank Uji  1234567890  Kas Uji") == true)
        try await office.setBankAccount(bank: "Bank Lain", number: "0987654321", holder: "Kas Uji", by: console)
        #expect(try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/bayar").text.contains("0987 6543 21"))
        let charge = try await desk.transfer().charge
        let today = try desk.town.island(Town.first).region.zone.local(desk.town.clock.now).date
        let statement = Data("tanggal,keterangan,jumlah,referensi\n\(today.iso8601),X,\(charge.amount.rupiah),FT-1\n".utf8)
        #expect(try await office.importFile(statement, of: "transfer", by: console).contains("entered 1"))
        #expect(try await office.importFile(statement, of: "transfer", by: console) == ["imported before; nothing changed"])
        #expect(try await office.differences(by: console) == [])
        await #expect(throws: Problem.self) { try await office.resolveDifference("x", reason: "Salah rekening", by: console) }
        #expect(try await desk.status().contains(desk.town.say("status.inReview.label")))
        try await desk.town.leave()
    }
}

import Documents
import Foundation
import HTTPTypes
import Kernel
import Paper
import Payments
import Testing

@testable import Portal

/// The cash desk and the books behind it, as a cashier, a treasurer and a citizen meet them.
@Suite("The cash desk's pages")
struct CashDeskTests {
    /// A request that waits for its payment, and a cashier who has not opened her drawer.
    private struct Desk {
        let town: Town
        let siti: Citizen
        let request: String
        let number: String
        let cashier: Visitor
        var base: String { siti.base }

        static func open() async throws -> Desk {
            let town = try await Town.open()
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let siti = try await town.siti()
            let request = try await siti.startDraft("skck")
            try await siti.answer(request, Citizen.skckAnswers)
            try await siti.attachPhoto(to: request)
            try await siti.submit(request)
            let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)/bayar")
            let number = try #require(page.text.firstMatch(of: /class="number">(\d{4}-\d{5})</).map { String($0.1) })
            return Desk(
                town: town, siti: siti, request: request, number: number,
                cashier: try await DemonstrationStaff.signIn("kasir", town, siti.base))
        }

        func begin(_ change: String = "200.000") async throws -> Visitor.Answer {
            let page = try await cashier.get("\(base)/kas")
            return try await cashier.submit(["change": change], to: "\(base)/kas/buka", from: page)
        }

        func take(_ handed: String) async throws -> Visitor.Answer {
            let page = try await cashier.get("\(base)/kas/tagihan/\(request)")
            return try await cashier.submit(["handed": handed], to: "\(base)/kas/tagihan/\(request)", from: page)
        }

        func end(_ counted: String, reason: String = "") async throws -> Visitor.Answer {
            let page = try await cashier.get("\(base)/kas/tutup")
            return try await cashier.submit(["counted": counted, "reason": reason], to: "\(base)/kas/tutup", from: page)
        }

        func status() async throws -> String {
            try await town.settle()
            return try await siti.visitor.get("\(base)/permohonan/\(request)").text
        }
    }

    @Test("A citizen chooses cash, the cashier finds her by her number, takes the money and says what to give back")
    func wholeErrand() async throws {
        let desk = try await Desk.open()
        let address = "\(desk.base)/permohonan/\(desk.request)/bayar"
        let chosen = try await desk.siti.visitor.submit(["way": "cash"], to: address, from: desk.siti.visitor.get(address))
        #expect(chosen.status == 200 && chosen.text.contains(desk.town.say("pay.cash2")) && !chosen.text.contains("<svg"))
        #expect(try await desk.begin().text.contains("Rp200.000"))
        let found = try await desk.cashier.get("\(desk.base)/kas?nomor=\(desk.number)")
        #expect(found.path == "\(desk.base)/kas/tagihan/\(desk.request)" && found.text.contains("Rp30.000"))
        // The desk needs to know what is owed and not by whom.
        #expect(!found.text.contains("Siti") && !found.text.contains("3510"))
        let taken = try await desk.take("Rp 50.000,-")
        #expect(taken.status == 200 && taken.text.contains("Rp20.000") && taken.text.contains("KW/2026/00001"))
        #expect(try await desk.status().contains(desk.town.say("status.inReview.label")))
        let receipt = try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/kuitansi")
        #expect(receipt.status == 200 && receipt.headers["content-type"] == "application/pdf")
        let island = try desk.town.island(Town.first)
        let (id, platform) = (try #require(Identifier(desk.request)), Principal.platform(name: "tests"))
        let standing = try await island.payments.standing(for: id, by: platform)
        let cashier = try #require(standing.cashier)
        #expect(try await island.staffNames()[cashier] == "Kasir Wayan")
        let request = try await island.documents.request(id, by: platform)
        for (name, isNamed) in [("Kasir Wayan", true), (nil, false)] {
            let facts = try island.receipts.letter(of: request, standing, cashier: name).letter.facts
            #expect(facts.contains { $0.value == "Kasir Wayan" } == isNamed)
            #expect(!facts.contains { $0.label == "NTPN" }, "cash has none")
        }
        let office = try RegionOffice.open(Town.first, settings: desk.town.portal.settings, clock: desk.town.portal.clock)
        let verdict = try await office.verdict(on: receipt.body)
        #expect(verdict.holds && verdict.number == "KW/2026/00001")
        var altered = receipt.body
        altered[altered.count / 3] ^= 1
        #expect(try await !office.verdict(on: altered).holds)
        let printed = try await desk.cashier.get("\(desk.base)/kas/tagihan/\(desk.request)/kuitansi")
        #expect(printed.status == 200 && printed.headers["content-type"] == "application/pdf")
        #expect(try await desk.siti.visitor.get(address).text.contains("/kuitansi\""))
        let again = try await desk.cashier.get("\(desk.base)/kas/tagihan/\(desk.request)")
        #expect(!again.text.contains("name=\"handed\"") && !again.text.contains("Rp20.000"))
        try await desk.town.leave()
    }

    @Test("What was typed wrong stays in its field, and nothing is taken", arguments: ["", "abc", "29.999", "-5", "30000,50"])
    func wrongAmounts(handed: String) async throws {
        let desk = try await Desk.open()
        _ = try await desk.begin()
        let answer = try await desk.take(handed)
        #expect(answer.status == 422 && answer.text.contains("aria-invalid") && answer.text.contains("value=\"\(handed)\""))
        #expect(try await desk.status().contains(desk.town.say("status.awaitingPayment.label")))
        try await desk.town.leave()
    }

    @Test("A number that nobody has leads back to the search with what was typed", arguments: ["2026-99999", "abc", "<b>"])
    func unknownNumber(typed: String) async throws {
        let desk = try await Desk.open()
        _ = try await desk.begin()
        let query = typed.replacing("<", with: "%3C").replacing(">", with: "%3E")
        let answer = try await desk.cashier.get("\(desk.base)/kas?nomor=\(query)")
        #expect(answer.status == 422 && answer.text.contains(desk.town.say("problem.cash.noRequest")))
        #expect(answer.text.contains("value=\"\(typed.replacing("<", with: "&lt;").replacing(">", with: "&gt;"))\""))
        try await desk.town.leave()
    }

    @Test("Without an open drawer the bill leads to the desk, and a form from before is told")
    func closedDrawer() async throws {
        let desk = try await Desk.open()
        _ = try await desk.begin()
        let stale = try await desk.cashier.get("\(desk.base)/kas/tagihan/\(desk.request)")
        #expect(try await desk.end("200.000").text.contains(desk.town.say("cash.beginText")))
        let refused = try await desk.cashier.submit(
            ["handed": "30.000"], to: "\(desk.base)/kas/tagihan/\(desk.request)", from: stale)
        #expect(refused.status == 409 && refused.text.contains(desk.town.say("cash.needsShift")))
        #expect(refused.text.contains("href=\"\(desk.base)/kas\""))
        #expect(try await desk.status().contains(desk.town.say("status.awaitingPayment.label")))
        try await desk.town.leave()
    }

    @Test("A drawer that differs asks why before it closes, and the treasurer reads it")
    func difference() async throws {
        let desk = try await Desk.open()
        _ = try await desk.begin()
        _ = try await desk.take("30.000")
        let asked = try await desk.end("229.000")
        #expect(asked.status == 422 && asked.text.contains("Rp1.000") && asked.text.contains("name=\"reason\""))
        #expect(asked.text.contains("value=\"229.000\""))
        let ended = try await desk.cashier.submit(
            ["counted": "229.000", "reason": "Kembalian lebih Rp1.000"], to: "\(desk.base)/kas/tutup", from: asked)
        #expect(ended.status == 200 && ended.text.contains("Rp229.000"))
        let treasurer = try await DemonstrationStaff.signIn("keuangan", desk.town, desk.base)
        let books = try await treasurer.get("\(desk.base)/keuangan")
        #expect(books.text.contains("Kembalian lebih Rp1.000") && books.text.contains("Kasir Wayan"))
        #expect(books.text.contains(desk.town.say("ledger.differences")))
        let account = try await treasurer.get("\(desk.base)/keuangan/akun?nama=cash")
        #expect(account.text.contains(desk.town.say("posting.short")) && account.text.contains("−Rp1.000"))
        let file = try await treasurer.get("\(desk.base)/keuangan/akun/tabel?nama=cash")
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(file.text.split(separator: "\r\n").count == 5)
        #expect(try await treasurer.get("\(desk.base)/keuangan/akun?nama=gift").status == 404)
        try await desk.town.leave()
    }

    @Test("Each at her own desk: nobody else comes to the drawer or the books, and a receipt is for whoever may see the bill")
    func strangers() async throws {
        let desk = try await Desk.open()
        _ = try await desk.begin()
        let treasurer = try await DemonstrationStaff.signIn("keuangan", desk.town, desk.base)
        let agus = try await DemonstrationStaff.signIn("agus", desk.town, desk.base)
        for (visitor, address) in [
            (treasurer, "/kas"), (agus, "/kas"), (agus, "/keuangan"), (desk.cashier, "/keuangan"), (desk.cashier, "/petugas"),
            (treasurer, "/admin"), (desk.cashier, "/admin"), (desk.siti.visitor, "/kas"),
        ] {
            #expect(try await visitor.get("\(desk.base)\(address)").status == 403, "\(address)")
        }
        let dewi = try await desk.town.dewi()
        #expect(try await dewi.visitor.get("\(desk.base)/permohonan/\(desk.request)/kuitansi").status == 404)
        #expect(try await desk.siti.visitor.get("\(desk.base)/permohonan/\(desk.request)/kuitansi").status == 404, "it is not paid yet")
        try await desk.town.leave()
    }
}

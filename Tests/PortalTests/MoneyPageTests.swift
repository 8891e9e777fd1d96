import Catalogue
import Foundation
import HTTPTypes
import Kernel
import Notifications
import Storage
import Testing

@testable import Payments
@testable import Portal

/// What a treasurer decides about money that came in, and what a cashier gives back of it.
@Suite("The pages on which money is decided about")
struct MoneyPageTests {
    /// Somebody paid Rp35.000 for a bill of Rp30.000: it settled nothing.
    private struct Office {
        let town: Town
        let siti: Citizen
        let request: String
        let number: String
        let payment: String
        let treasurer: Visitor
        let cashier: Visitor
        var base: String { siti.base }
        var page: String { "\(base)/keuangan/pembayaran/\(payment)" }

        static func open() async throws -> Office {
            let town = try await Town.open()
            try await DemonstrationStaff.add(to: town, region: Town.first)
            let siti = try await town.siti()
            let request = try await siti.startDraft("skck")
            try await siti.answer(request, Citizen.skckAnswers)
            try await siti.attachPhoto(to: request)
            try await siti.submit(request)
            let island = try town.island(Town.first)
            let platform = Principal.platform(name: "tests")
            let standing = try await island.payments.standing(for: #require(Identifier(request)), by: platform)
            let provider = StubQRISProvider(
                signingKey: island.database.masterKey.derived(for: "payments/stub-qris"), merchantName: "MPP CONTOH",
                merchantCity: "CONTOH", clock: town.clock)
            let notice = try provider.notice(
                of: Payments.Confirmation(
                    paymentID: "STUB-1", reference: #require(standing.charge).reference, amount: #require(Money(rupiah: 35_000)),
                    paidAt: town.clock.now), at: town.clock.now)
            await #expect(throws: Problem.self) { try await island.payments.receive(notice) }
            let payment = try #require(try await island.payments.unmatchedPayments(by: platform).first).id.text
            let bill = try await siti.visitor.get("\(siti.base)/permohonan/\(request)/bayar")
            return Office(
                town: town, siti: siti, request: request,
                number: try #require(bill.text.firstMatch(of: /class="number">(\d{4}-\d{5})</).map { String($0.1) }), payment: payment,
                treasurer: try await DemonstrationStaff.signIn("keuangan", town, siti.base),
                cashier: try await DemonstrationStaff.signIn("kasir", town, siti.base))
        }

        func decide(_ decision: PaymentDecision, _ fields: [String: String]) async throws -> Visitor.Answer {
            try await treasurer.submit(fields, to: "\(page)/\(decision.rawValue)", from: treasurer.get(page))
        }

        func status() async throws -> String {
            try await town.settle()
            return try await siti.visitor.get("\(base)/permohonan/\(request)").text
        }
    }

    @Test("What nobody has paid stands on pages of fifty, and leads to the money that came in for it; paid, it is gone")
    func unpaid() async throws {
        let office = try await Office.open()
        let address = "\(office.base)/keuangan/tagihan"
        let island = try office.town.island(Town.first)
        let region = try RegionOffice.open(Town.first, settings: office.town.portal.settings, clock: office.town.portal.clock)
        let books = try await office.treasurer.get("\(office.base)/keuangan")
        #expect(books.text.contains("href=\"\(address)\"") && books.text.contains("<dd>Rp30.000</dd>"))
        let page = try await office.treasurer.get(address)
        #expect(page.text.contains("<strong>Rp30.000</strong>") && page.text.contains(office.number))
        #expect(page.text.contains("href=\"\(office.page)\"") && !page.text.contains("Siti") && !page.text.contains("3510"))
        let lines = try await region.unpaidBills(after: nil, limit: 9, by: .operatorAtConsole(name: "tests"))
        #expect(lines.count == 1 && lines[0].contains("  30000  stub-qris  \(office.number)  "))
        // Fifty are one page; with one more there is another, on which it stands alone.
        let (payments, amount) = (island.payments, try #require(Money(rupiah: 1_000)))
        for number in 1...50 {
            let payer = Identifier(at: Instant(milliseconds: 7))
            if number == 50 { #expect(!(try await office.treasurer.get(address).text.contains("class=\"paging\""))) }
            try await island.database.write { tx in
                _ = try payments.openBill(
                    amount, .regional, for: Identifier(at: Instant(milliseconds: Int64(number))), payer: payer,
                    description: "Izin \(number)", tx)
            }
        }
        let first = try await office.treasurer.get(address)
        let next = try #require(first.text.firstMatch(of: /href="([^"]+setelah=[^"]+)"/)).1
        let second = try await office.treasurer.get(String(next))
        #expect(first.text.components(separatedBy: "<li><h2>").count == 51 && second.text.components(separatedBy: "<li><h2>").count == 2)
        #expect(second.text.contains("<strong>Rp80.000</strong>") && !second.text.contains("class=\"paging\""))
        #expect(try await office.treasurer.get("\(address)?setelah=kemarin").text.components(separatedBy: "<li><h2>").count == 51)
        _ = try await office.decide(.credit, ["number": office.number, "why": "Kelebihan bayar"])
        #expect(!(try await office.treasurer.get(address).text.contains(office.number)))
        for (place, limit) in [("kemarin", 9), ("", 9)] {
            await #expect(throws: Problem.self) {
                try await region.unpaidBills(after: place, limit: limit, by: .operatorAtConsole(name: "tests"))
            }
        }
        try await office.town.leave()
    }

    @Test("Held money leads from the list to its page, which names the bill and nobody")
    func heldMoney() async throws {
        let office = try await Office.open()
        let list = try await office.treasurer.get("\(office.base)/keuangan")
        #expect(list.text.contains("href=\"\(office.page)\""))
        let page = try await office.treasurer.get(office.page)
        #expect(page.status == 200 && page.text.contains("Rp35.000") && page.text.contains("value=\"\(office.number)\""))
        #expect(page.text.contains(office.town.say("trail.standing.wrongAmount")))
        #expect(!page.text.contains("Siti") && !page.text.contains("3510"))
        try await office.town.leave()
    }

    @Test("Its bill is settled with it, and what is left is still to be decided")
    func credited() async throws {
        let office = try await Office.open()
        let other = try await office.siti.startDraft("skck")
        let unknown = try await office.decide(.credit, ["number": "2026-99999", "why": "Kelebihan bayar"])
        #expect(unknown.status == 422 && unknown.text.contains(office.town.say("problem.payment.noBill")))
        #expect(unknown.text.contains("value=\"2026-99999\"") && unknown.text.contains("Kelebihan bayar"))
        let silent = try await office.decide(.credit, ["number": office.number, "why": "abc"])
        #expect(silent.status == 422 && silent.text.contains(office.town.say("problem.refund.reason")))
        #expect(try await office.status().contains(office.town.say("status.awaitingPayment.label")))
        let done = try await office.decide(.credit, ["number": office.number, "why": "Kelebihan bayar"])
        #expect(done.status == 200 && done.text.contains("KW/2026/00001") && done.text.contains("Rp5.000"))
        #expect(try await office.status().contains(office.town.say("status.inReview.label")))
        #expect(
            try await office.siti.visitor.get("\(office.base)/permohonan/\(other)").text.contains(office.town.say("status.draft.label")))
        let found = try await office.treasurer.get("\(office.base)/keuangan?nomor=KW/2026/00001")
        #expect(found.path == "\(office.base)/keuangan/pembayaran/\(office.payment)")
        #expect(try await office.treasurer.get("\(office.base)/keuangan?nomor=\(office.number)").path == found.path)
        let nobody = try await office.treasurer.get("\(office.base)/keuangan?nomor=KW/2026/00002")
        #expect(nobody.status == 422 && nobody.text.contains("value=\"KW/2026/00002\""))
        try await office.town.leave()
    }

    @Test("No more is given back than came in, and only on a way that there is")
    func refusedRefunds() async throws {
        let office = try await Office.open()
        for (amount, way) in [("0", "cash"), ("35.001", "cash"), ("abc", "cash"), ("35.000", ""), ("35.000", "bulan")] {
            let answer = try await office.decide(.refund, ["amount": amount, "way": way, "reason": "Salah bayar"])
            #expect(answer.status == 422 && answer.text.contains("value=\"\(amount)\"") && answer.text.contains("Salah bayar"))
            #expect(answer.text.contains("class=\"question faulty\""))
        }
        #expect(try await office.treasurer.get("\(office.base)/keuangan/pengembalian").text.contains(office.town.say("money.refundsNone")))
        try await office.town.leave()
    }

    @Test("A cashier gives back what was granted, once, from a drawer in which enough lies")
    func cash() async throws {
        let office = try await Office.open()
        let granted = try await office.decide(.refund, ["amount": "35.000", "way": "cash", "reason": "Salah bayar"])
        #expect(granted.status == 200 && granted.text.contains(office.town.say("money.granted")))
        let bill = "\(office.base)/kas/tagihan/\(office.request)"
        let closed = try await office.cashier.get(bill)
        #expect(closed.text.contains(office.town.say("cash.needsShift")) && !closed.text.contains(office.town.say("cash.refundButton")))
        let desk = try await office.cashier.get("\(office.base)/kas")
        _ = try await office.cashier.submit(["change": "34.999"], to: "\(office.base)/kas/buka", from: desk)
        let page = try await office.cashier.get(bill)
        let refund = try #require(page.input("refund"))
        let short = try await office.cashier.submit(["refund": refund], to: "\(bill)/pengembalian", from: page)
        #expect(short.status == 409 && short.text.contains(office.town.say("problem.drawer.short")))
        let handed = try await office.cashier.submit(["handed": "30.000"], to: bill, from: office.cashier.get(bill))
        #expect(handed.status == 200)
        let fresh = try await office.cashier.get(bill)
        for _ in 1...2 {
            let given = try await office.cashier.submit(["refund": refund], to: "\(bill)/pengembalian", from: fresh)
            #expect(given.status == 200 && given.text.contains(office.town.say("cash.refundDone")))
            #expect(!given.text.contains(office.town.say("cash.refundButton")))
        }
        // 34.999 and 30.000 less 35.000.
        let drawer = try await office.cashier.get("\(office.base)/kas")
        #expect(drawer.text.contains("Rp29.999") && drawer.text.contains("Rp35.000"))
        #expect(try await office.cashier.get("\(office.base)/kas/tutup").text.contains("Rp35.000"))
        #expect(try await office.treasurer.get(office.page).text.contains(office.town.say("money.done")))
        try await office.town.leave()
    }

    @Test("A transfer is noted with the bank's number, and a refund is given up")
    func transfer() async throws {
        let office = try await Office.open()
        _ = try await office.decide(.refund, ["amount": "5.000", "way": "transfer", "reason": "Kelebihan bayar"])
        _ = try await office.decide(.refund, ["amount": "7.000", "way": "cash", "reason": "Salah bayar"])
        let island = try office.town.island(Town.first)
        let refunds = try await island.payments.refunds(by: .platform(name: "tests"))
        let transferred = try #require(refunds.first { $0.way == .transfer }).id.text
        let other = try #require(refunds.first { $0.way == .cash }).id.text
        let silent = try await office.decide(.transfer, ["refund": transferred, "voucher": " "])
        #expect(silent.status == 422 && silent.text.contains(office.town.say("problem.refund.voucher")))
        let noted = try await office.decide(.transfer, ["refund": transferred, "voucher": "TRF-8841"])
        #expect(noted.status == 200 && noted.text.contains("TRF-8841") && noted.text.contains(office.town.say("money.done")))
        #expect(noted.text.contains(office.town.say("money.granted")))
        let stale = try await office.decide(.giveUp, ["refund": transferred])
        #expect(stale.status == 409 && stale.text.contains(office.town.say("problem.refund.ended")))
        let given = try await office.decide(.giveUp, ["refund": other])
        #expect(given.status == 200 && given.text.contains(office.town.say("money.failed")) && given.text.contains("Rp30.000"))
        let list = try await office.treasurer.get("\(office.base)/keuangan/pengembalian")
        #expect(list.text.contains("Rp5.000") && list.text.contains("Rp7.000") && list.text.contains(office.page))
        try await office.town.leave()
    }

    @Test("Whose money is held reads it on her request, and once more when it is granted and when it has gone back; each is told once")
    func told() async throws {
        let office = try await Office.open()
        let (town, request) = (office.town, "\(office.base)/permohonan/\(office.request)")
        let dewis = try await town.bambang()
        let other = try await dewis.submitPaidSKCK()
        func says(_ key: String, _ amount: String) async throws -> Bool {
            let sentence = town.say(key, ["amount": amount])
            let isOnRequest = try await office.siti.visitor.get(request).text.contains(sentence)
            #expect(try await office.siti.visitor.get("\(request)/bayar").text.contains(sentence) == isOnRequest)
            return isOnRequest
        }
        #expect(try await says("pay.held", "Rp35.000"))
        _ = try await office.decide(.credit, ["number": office.number, "why": "Kelebihan bayar"])
        #expect(try await says("pay.heldOver", "Rp5.000"))
        _ = try await office.decide(.refund, ["amount": "5.000", "way": "transfer", "reason": "Kelebihan bayar"])
        #expect(try await says("pay.returning", "Rp5.000"))
        #expect(try await !says("pay.heldOver", "Rp5.000"))
        let refund = try #require(try await town.island(Town.first).payments.refunds(by: .platform(name: "tests")).first)
        for _ in 1...2 { _ = try await office.decide(.transfer, ["refund": refund.id.text, "voucher": "TRF-1"]) }
        #expect(try await says("pay.returned", "Rp5.000"))
        #expect(try await !says("pay.returning", "Rp5.000"))
        #expect(try await office.siti.visitor.get(request).text.contains("\(request)/kuitansi\""))
        try await town.settle()
        let told = try await town.island(Town.first).notifications.demoMailbox(limit: 100)
        for (template, text) in [("payment_held", "Rp35.000"), ("payment_given_back", "Rp5.000")] {
            let messages = told.filter { $0.template == template }
            #expect(messages.count == 1 && messages[0].body.contains(text), "\(template)")
        }
        let page = try await dewis.visitor.get("\(dewis.base)/permohonan/\(other)").text
        #expect(!page.contains("class=\"notice"), "nothing of it concerns somebody else")
        try await town.leave()
    }

    @Test("A refund of one payment is not decided about on the page of another")
    func refundOfAnother() async throws {
        let office = try await Office.open()
        _ = try await office.decide(.refund, ["amount": "5.000", "way": "transfer", "reason": "Kelebihan bayar"])
        let payments = try office.town.island(Town.first).payments
        let refund = try #require(try await payments.refunds(by: .platform(name: "tests")).first)
        let paid = try #require(Identifier(try await office.siti.submitPaidSKCK()))
        let other = try #require(try await payments.payment(for: paid, by: .platform(name: "tests")))
        let page = "\(office.base)/keuangan/pembayaran/\(other)"
        let form = try await office.treasurer.get(page)
        for (decision, fields) in [
            (PaymentDecision.transfer, ["refund": refund.id.text, "voucher": "TRF-1"]), (.giveUp, ["refund": refund.id.text]),
            (.giveUp, ["refund": ""]),
        ] {
            let answer = try await office.treasurer.submit(fields, to: "\(page)/\(decision.rawValue)", from: form)
            #expect(answer.status == 404, "\(decision)")
        }
        #expect(try await payments.refunds(by: .platform(name: "tests")) == [refund])
        try await office.town.leave()
    }

    @Test("The operator decides as the treasurer does, and what she mistypes is refused")
    func decidedAtTheConsole() async throws {
        let office = try await Office.open()
        let region = try RegionOffice.open(Town.first, settings: office.town.portal.settings, clock: office.town.portal.clock)
        let console = Principal.operatorAtConsole(name: "tests")
        for (payment, number) in [("x", office.number), (office.payment, "2026-99999"), (office.payment, "abc")] {
            await #expect(throws: Problem.self) { try await region.credit(payment, to: number, reason: "Kelebihan bayar", by: console) }
        }
        for (amount, way) in [("abc", "transfer"), ("5000", "bulan"), ("35001", "transfer"), ("0", "transfer")] {
            await #expect(throws: Problem.self) {
                try await region.refund(office.payment, amount: amount, way: way, reason: "Kelebihan bayar", by: console)
            }
        }
        #expect(try await region.refunds(limit: 9, by: console).isEmpty)
        try await region.credit(office.payment, to: office.number, reason: "Kelebihan bayar", by: console)
        #expect(try await office.status().contains(office.town.say("status.inReview.label")))
        let day = try office.town.island(Town.first).region.zone.local(office.town.clock.now).date
        #expect(try await region.receipts(in: BookMonth(of: day).text, by: console) == ["\(day.iso8601)  pnbp  1  30000"])
        let part = try await region.refund(office.payment, amount: "2.000", way: "transfer", reason: "Kelebihan bayar", by: console)
        let rest = try await region.refund(office.payment, amount: "3000", way: "transfer", reason: "Kelebihan bayar", by: console)
        try await region.giveUpRefund(part, by: console)
        try await region.noteTransfer(of: rest, voucher: "TRF-1", by: console)
        await #expect(throws: Problem.self) { try await region.giveUpRefund(rest, by: console) }
        let lines = try await region.refunds(limit: 9, by: console)
        #expect(
            lines.contains { $0.contains("failed") && $0.contains(part) } && lines.contains { $0.contains("done") && $0.contains("TRF-1") })
        let json = try await region.export("refunds", asJSON: true, before: nil, by: console)
        #expect(json.contains("\"amount\":3000") && json.contains("\"next\":null"))
        #expect(try await region.export("refunds", asJSON: false, before: 1, by: console).split(separator: "\r\n").count == 1)
        await #expect(throws: Problem.self) { try await region.export("gift", asJSON: true, before: nil, by: console) }
        await #expect(throws: Problem.self) { try await region.receipts(in: "2026-13", by: console) }
        try await office.town.leave()
    }

    @Test("The operator reads refunds and closes a month that has ended, not one that runs")
    func console() async throws {
        let office = try await Office.open()
        _ = try await office.decide(.refund, ["amount": "5.000", "way": "transfer", "reason": "Kelebihan bayar"])
        let region = try RegionOffice.open(Town.first, settings: office.town.portal.settings, clock: office.town.portal.clock)
        let lines = try await region.refunds(limit: 50, by: .operatorAtConsole(name: "tests"))
        #expect(lines.count == 1 && lines[0].contains("granted  transfer  5000  ") && lines[0].contains(office.payment))
        let island = try office.town.island(Town.first)
        let running = BookMonth(of: island.region.zone.local(office.town.clock.now).date)
        for month in [running.text, running.next.text, "2026-13", "10-2026", ""] {
            await #expect(throws: Problem.self) { try await region.closeMonth(month, by: .operatorAtConsole(name: "tests")) }
        }
        #expect(try await island.payments.lastClosedMonth(by: .operatorAtConsole(name: "tests")) == nil)
        await #expect(throws: Problem.self) { try await region.closeMonth(running.previous.text, by: .visitor) }
        try await region.closeMonth(running.previous.text, by: .operatorAtConsole(name: "tests"))
        #expect(try await island.payments.lastClosedMonth(by: .operatorAtConsole(name: "tests")) == running.previous)
        try await office.town.leave()
    }
}

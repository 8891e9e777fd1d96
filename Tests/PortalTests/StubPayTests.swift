internal import HTTPTypes
internal import Storage

import Documents
import Foundation
import Kernel
import Paper
import Payments
import Testing

@testable import Portal

/// How the bill's page leads through each way of paying, and what the stubs' page makes happen.
@Suite("Paying at the stubs", .timeLimit(.minutes(15)))
struct StubPayTests {
    /// Siti's SKCK, which waits for its payment.
    private struct Errand {
        let town: Town
        let siti: Citizen
        let request: String

        static func open(fee: Int? = nil) async throws -> Errand {
            let town: Town
            if let fee {
                let resources = try OwnResources()
                try resources.change("Regions/\(Town.first).yaml", "  skck: {}", to: "  skck: {fee_rupiah: \(fee)}")
                town = try await Town.open(resources: resources.folder)
            } else {
                town = try await Town.open()
            }
            let siti = try await town.siti()
            let request = try await siti.startDraft("skck")
            try await siti.answer(request, Citizen.skckAnswers)
            try await siti.attachPhoto(to: request)
            try await siti.submit(request)
            return Errand(town: town, siti: siti, request: request)
        }

        var address: String { "\(siti.base)/permohonan/\(request)/bayar" }

        func page() async throws -> Visitor.Answer { try await siti.visitor.get(address) }

        @discardableResult
        func choose(_ way: String) async throws -> Visitor.Answer {
            try await siti.visitor.submit(["way": way], to: address, from: page())
        }

        /// Presses a button of the stubs' page.
        @discardableResult
        func press(_ fields: [String: String]) async throws -> Visitor.Answer {
            let stub = try await siti.stubPage(of: request)
            let answer = try await siti.visitor.submit(fields, to: "\(stub)/tekanan", from: siti.visitor.get(stub))
            try await town.settle()
            return answer
        }

        func charge() async throws -> BillCharge {
            let standing = try await town.island(Town.first).payments.standing(
                for: #require(Identifier(request)), by: .platform(name: "tests"))
            return try #require(standing.charge)
        }
    }

    @Test("A code stands in groups for the eye and whole for copying, with the steps of its way", arguments: ["stub-va", "stub-simponi"])
    func code(_ way: String) async throws {
        let errand = try await Errand.open()
        let page = try await errand.choose(way)
        let code = try #require(try await errand.charge().code)
        #expect(page.text.contains("value=\"\(code)\" readonly"))
        #expect(page.text.contains(CodeFace.grouped(code)))
        let isAccount = way == "stub-va"
        #expect(page.text.contains(errand.town.say("pay.account1")) == isAccount)
        #expect(page.text.contains("<p>\(errand.town.say("way.stub-va"))</p>") == isAccount)
        #expect(page.text.contains(errand.town.say("pay.billing1")) == !isAccount)
        #expect(!page.text.contains("<figure>") && page.text.contains(errand.town.say("pay.until")))
        try await errand.siti.pay(errand.request)
        try await errand.town.settle()
        #expect(try await errand.page().text.contains(errand.town.say("pay.paid")))
        try await errand.town.leave()
    }

    @Test("Who has paid and waits for the confirmation is shown nothing that could be paid once more")
    func waiting() async throws {
        let errand = try await Errand.open()
        try await errand.choose("stub-simponi")
        let code = try #require(try await errand.charge().code)
        #expect(try await errand.press(["press": "payUnconfirmed"]).text.contains(errand.town.say("stubPay.unconfirmed")))
        let page = try await errand.page().text
        #expect(page.contains(errand.town.say("pay.waitingTitle")))
        #expect(!page.contains(code) && !page.contains(errand.town.say("pay.ways")))
        try await errand.press(["press": "confirm"])
        #expect(try await errand.page().text.contains(errand.town.say("pay.paid")))
        // What the state's treasury knows it by stands on the receipt.
        let island = try errand.town.island(Town.first)
        let (id, platform) = (try #require(Identifier(errand.request)), Principal.platform(name: "tests"))
        let standing = try await island.payments.standing(for: id, by: platform)
        let letter = try island.receipts.letter(of: await island.documents.request(id, by: platform), standing, cashier: nil).letter
        #expect(letter.facts.first { $0.label == "NTPN" }?.value == (try #require(standing.proof)))
        try await errand.town.leave()
    }

    @Test("Money that does not fit is held, and its payer reads so")
    func held() async throws {
        let errand = try await Errand.open()
        #expect(try await !errand.page().text.contains(errand.town.say("pay.held", ["amount": "Rp29.999"])))
        try await errand.press(["press": "payWrong"])
        let page = try await errand.page().text
        #expect(page.contains(errand.town.say("pay.held", ["amount": "Rp29.999"])))
        #expect(!page.contains(errand.town.say("pay.paid")))
        // Once the bill is paid, nothing that is held can be used for it.
        try await errand.press(["press": "payAgain"])
        let paid = try await errand.page().text
        #expect(paid.contains(errand.town.say("pay.paid")) && paid.contains(errand.town.say("pay.heldOver", ["amount": "Rp29.999"])))
        #expect(!paid.contains(errand.town.say("pay.held", ["amount": "Rp29.999"])))
        try await errand.town.leave()
    }

    @Test("While a provider does not answer her page says so and offers the other ways")
    func opening() async throws {
        let errand = try await Errand.open(fee: 30_001)
        let page = try await errand.choose("stub-va").text
        for key in ["pay.opening", "pay.openingText", "pay.openingWays", "pay.ways"] {
            #expect(page.contains(errand.town.say(key)), "\(key)")
        }
        #expect(!page.contains("readonly"))
        #expect(try await errand.choose("cash").text.contains(errand.town.say("pay.cash")))
        try await errand.town.leave()
    }

    @Test("A charge that the bank declined gives way to a new one")
    func declined() async throws {
        let errand = try await Errand.open()
        try await errand.choose("stub-va")
        let first = try await errand.charge()
        #expect(try await errand.press(["press": "decline"]).text.contains(errand.town.say("stubPay.state.declined")))
        errand.town.clock.advance(bySeconds: 60)
        try await errand.town.island(Town.first).payments.reconcile()
        let page = try await errand.page()
        #expect(page.text.contains(errand.town.say("pay.expired")))
        try await errand.choose("stub-va")
        #expect(try await errand.charge().reference != first.reference)
        try await errand.town.leave()
    }

    @Test("What is chosen on the stubs' page about notices holds for what is paid from then on")
    func manner() async throws {
        let errand = try await Errand.open()
        #expect(try await errand.press(["manner": "lost"]).text.contains(errand.town.say("stubPay.manner.lost")))
        let stub = try await errand.siti.stubPage(of: errand.request)
        try await errand.siti.pay(errand.request)
        try await errand.town.settle()
        #expect(try await errand.siti.visitor.get(stub).text.contains(errand.town.say("stubPay.untoldText")))
        #expect(try await !errand.page().text.contains(errand.town.say("pay.paid")))
        errand.town.clock.advance(bySeconds: 60)
        try await errand.town.island(Town.first).payments.reconcile()
        #expect(try await errand.page().text.contains(errand.town.say("pay.paid")))
        try await errand.town.leave()
    }

    @Test("A press that no stub knows is not found, and one without its form's command is refused")
    func nonsense() async throws {
        let errand = try await Errand.open()
        #expect(try await errand.press(["press": "curi"]).status == 404)
        let stub = try await errand.siti.stubPage(of: errand.request)
        let page = try await errand.siti.visitor.get(stub)
        let answer = try await errand.siti.visitor.post(["csrf": page.input("csrf") ?? "", "press": "payWrong"], to: "\(stub)/tekanan")
        #expect(answer.status == 422)
        try await errand.town.leave()
    }

    @Test("The list of a day is a file, and a day that there is not is not found")
    func settlement() async throws {
        let errand = try await Errand.open()
        let stub = try await errand.siti.stubPage(of: errand.request)
        try await errand.siti.pay(errand.request)
        let file = try await errand.siti.visitor.get("\(stub)/setoran")
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8")
        let lines = file.text.split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "payment_id,reference,amount,paid_at" && lines[1].contains(",30000,2026-11-23T"))
        #expect(try await errand.siti.visitor.get("\(stub)/setoran?hari=2026-11-22").text == "payment_id,reference,amount,paid_at\n")
        #expect(try await errand.siti.visitor.get("\(stub)/setoran?hari=2026-11-31").status == 404)
        try await errand.town.leave()
    }

    @Test("Digits are grouped so that people can compare them")
    func groups() {
        for (digits, grouped) in [
            ("0009900000000001", "0009 9000 0000 0001"), ("820000000000001", "82000 00000 00001"), ("1234567890", "12345 67890"),
            ("1", "1"), ("12345678901", "1234 5678 901"), ("", ""),
        ] {
            #expect(CodeFace.grouped(digits) == grouped)
        }
    }

    @Test("A trial without contracts has the stubs, and says on every page that no money moves; its neighbour has none")
    func pilot() async throws {
        let resources = try OwnResources()
        try resources.change("Regions/\(Town.first).yaml", "\npayments:\n", to: "\npayments:\n  stub: true\n")
        let town = try await Town.open(regions: [Town.first, Town.other], isDemonstration: false, resources: resources.folder)
        let (pilot, other) = (try town.island(Town.first), try town.island(Town.other))
        #expect(pilot.stubDesk != nil && other.stubDesk == nil)
        for page in ["", "/masuk", "/layanan/skck", "/petugas/masuk", "/tidak-ada"] {
            #expect(try await town.visitor().get("/\(Town.first)\(page)").text.contains(town.say("common.pilotText")), "\(page)")
            #expect(try await !town.visitor().get("/\(Town.other)\(page)").text.contains(town.say("common.pilotText")), "\(page)")
        }
        #expect(try await !town.visitor().get("/\(Town.first)").text.contains(town.say("common.demoText")), "its people are real")
        let (siti, request, amount) = (Identifier(at: Town.morning), Identifier(at: Town.morning), try #require(Money(rupiah: 30_000)))
        for island in [pilot, other] {
            _ = try await island.database.write { tx in
                try island.payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
            }
        }
        #expect(try await other.payments.standing(for: request, by: .citizen(id: siti)).offered == ["cash"])
        let standing = try await pilot.payments.standing(for: request, by: .citizen(id: siti))
        #expect(standing.offered == ["stub-qris", "stub-va", "stub-simponi", "cash"])
        let reference = try #require(standing.charge).reference
        #expect(try await town.visitor().get("/\(Town.first)/simulasi-bayar/\(reference)").status == 200)
        #expect(try await town.visitor().get("/\(Town.other)/simulasi-bayar/\(reference)").status == 404)
        #expect(try await town.visitor().get("/\(Town.first)/kotak-peragaan").status == 404, "nobody reads its mail")
        try await town.leave()
    }
}

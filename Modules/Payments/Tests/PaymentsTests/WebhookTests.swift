import Foundation
import Kernel
import Payments
import Storage
import Testing

@Suite("The webhooks of a provider")
struct WebhookTests {
    let counter: Counter

    init() throws { counter = try Counter() }

    @Test("A webhook that is told twice pays the bill once")
    func repeated() async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice(for: bill.reference)
        #expect(try await counter.payments.receive(notice) == .recorded)
        #expect(try await counter.payments.receive(notice) == .repeated)
        // Hours later the provider signs the same payment anew.
        counter.clock.advance(bySeconds: 7200)
        let body = notice.body
        let again = ProviderNotice(
            provider: "stub-qris",
            headers: ["x-stub-signature": counter.provider.signature(of: body, at: counter.clock.now)], body: body)
        #expect(try await counter.payments.receive(again) == .repeated)
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await counter.audit("bill.paid").count == 1)
    }

    @Test("A webhook that is told eight times at the same moment pays the bill once")
    func atOnce() async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice(for: bill.reference)
        let payments = counter.payments
        let outcomes = try await withThrowingTaskGroup(of: NoticeOutcome.self) { group in
            for _ in 0..<8 { group.addTask { try await payments.receive(notice) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .recorded }.count == 1)
        #expect(outcomes.filter { $0 == .repeated }.count == 7)
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test(
        "A webhook whose signature is missing, broken or another's is refused",
        arguments: [
            nil, "", "t=,v1=", "t=1795397400", "v1=00", "t=1795397400,v1=zz", "t=-5,v1=" + String(repeating: "a", count: 64),
            "t=1795397400,v1=" + String(repeating: "0", count: 64), "t=99999999999999999999,v1=" + String(repeating: "0", count: 64),
        ])
    func forged(_ header: String?) async throws {
        let bill = try await counter.bill()
        let genuine = try counter.notice(for: bill.reference)
        let forged = ProviderNotice(
            provider: "stub-qris", headers: header.map { ["x-stub-signature": $0] } ?? [:], body: genuine.body)
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.forged")) { try await counter.payments.receive(forged) }
        try await expectNothingHappened()
    }

    @Test("A webhook that is signed with another key is refused")
    func anotherKey() async throws {
        let bill = try await counter.bill()
        let stranger = StubQRISProvider(
            signingKey: Data("kunci orang lain".utf8), merchantName: "MPP", merchantCity: "Contoh", clock: counter.clock)
        let notice = try stranger.notice(
            of: Confirmation(paymentID: "P-1", reference: bill.reference, amount: bill.amount, paidAt: counter.clock.now),
            at: counter.clock.now)
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.forged")) { try await counter.payments.receive(notice) }
        try await expectNothingHappened()
    }

    @Test("A webhook whose body was altered on the way is refused")
    func altered() async throws {
        let bill = try await counter.bill()
        let genuine = try counter.notice(for: bill.reference, rupiah: 1)
        let text = String(decoding: genuine.body, as: UTF8.self).replacing("\"amount\":1,", with: "\"amount\":30000,")
        #expect(Data(text.utf8) != genuine.body)
        let altered = ProviderNotice(provider: "stub-qris", headers: genuine.headers, body: Data(text.utf8))
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.forged")) { try await counter.payments.receive(altered) }
        try await expectNothingHappened()
    }

    @Test("A webhook more than five minutes old, or from the future, is refused", arguments: [-301, 301, -86_400])
    func stale(_ seconds: Int) async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice(for: bill.reference, at: counter.clock.now.advanced(bySeconds: seconds))
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.stale")) { try await counter.payments.receive(notice) }
        try await expectNothingHappened()
    }

    @Test("A webhook within five minutes of now is taken", arguments: [-300, 0, 300])
    func recent(_ seconds: Int) async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice(for: bill.reference, at: counter.clock.now.advanced(bySeconds: seconds))
        #expect(try await counter.payments.receive(notice) == .recorded)
    }

    @Test(
        "A webhook that is genuine but unreadable is refused",
        arguments: [
            "", "{}", "[]", "null", #"{"payment_id":"","reference":"R","amount":1,"paid_at":1}"#,
            #"{"payment_id":"P","reference":"R","amount":-1,"paid_at":1}"#, #"{"payment_id":"P","reference":"R","amount":"1","paid_at":1}"#,
            #"{"payment_id":"P","reference":"R","amount":99999999999999999999,"paid_at":1}"#,
        ])
    func unreadable(_ body: String) async throws {
        let notice = ProviderNotice(
            provider: "stub-qris",
            headers: ["x-stub-signature": counter.provider.signature(of: Data(body.utf8), at: counter.clock.now)], body: Data(body.utf8))
        await #expect(throws: Problem(.invalid, "problem.webhook.unreadable")) { try await counter.payments.receive(notice) }
        try await expectNothingHappened()
    }

    @Test("A webhook of a provider that the region does not have is not found")
    func unknownProvider() async throws {
        let notice = ProviderNotice(provider: "bank-lain", headers: [:], body: Data())
        await #expect(throws: Problem.notFound("")) { try await counter.payments.receive(notice) }
    }

    @Test("A payment for a reference that nobody knows is refused, and its money kept for the operator")
    func unknownReference() async throws {
        let notice = try counter.notice(for: "MPP-TIDAK-ADA")
        for _ in 0..<2 {
            await #expect(throws: Problem(.notFound, "problem.payment.unknownReference")) { try await counter.payments.receive(notice) }
        }
        try await expectKept(.unknownReference, bill: nil)
    }

    @Test("A payment of the wrong amount is refused and kept for the operator, and the right one still settles the bill")
    func wrongAmount() async throws {
        let bill = try await counter.bill()
        let notice = try counter.notice("P-SALAH", for: bill.reference, rupiah: 3_000)
        for _ in 0..<2 {
            await #expect(throws: Problem(.conflict, "problem.payment.wrongAmount")) { try await counter.payments.receive(notice) }
        }
        try await expectKept(.wrongAmount, bill: bill.id)
        #expect(try await counter.events(BillPaid.self).isEmpty)
        #expect(try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti)).status == .open)
        #expect(try await counter.payments.receive(counter.notice("P-BENAR", for: bill.reference)) == .recorded)
    }

    @Test("A second payment for a paid bill is refused, and its money kept for the operator")
    func paidTwice() async throws {
        let bill = try await counter.bill()
        _ = try await counter.payments.receive(counter.notice("P-1", for: bill.reference))
        let second = try counter.notice("P-2", for: bill.reference)
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) { try await counter.payments.receive(second) }
        try await expectKept(.alreadyPaid, bill: bill.id)
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test("A known payment that now tells another amount is refused")
    func contradiction() async throws {
        let bill = try await counter.bill()
        _ = try await counter.payments.receive(counter.notice(for: bill.reference))
        let other = try counter.notice(for: bill.reference, rupiah: 1)
        await #expect(throws: Problem(.conflict, "problem.payment.contradiction")) { try await counter.payments.receive(other) }
        #expect(try await counter.payments.unmatchedPayments(by: .operatorAtConsole(name: "root")).isEmpty)
    }

    @Test("A payment settles the bill, and is told in order among the request's own events")
    func settles() async throws {
        let bill = try await counter.bill()
        counter.clock.advance(bySeconds: 60)
        #expect(try await counter.payments.receive(counter.notice(for: bill.reference)) == .recorded)
        let paid = try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti))
        #expect(paid.status == .paid)
        #expect(paid.paidAt == counter.clock.now)
        let request = counter.request
        let payments = counter.payments
        #expect(try await counter.database.read { tx in try payments.isPaid(request, tx) })
        let event = try #require(try await counter.events(BillPaid.self).first)
        #expect(event.subject == counter.request)
        #expect(event.bill == BilledPurpose(id: bill.id, purpose: counter.request, payer: counter.siti, amount: bill.amount))
        #expect(event.paidAt == counter.clock.now)
    }

    @Test("Unmatched money is shown to those who answer for it, and to nobody else")
    func whoSeesUnmatched() async throws {
        let ratna = Principal.administrator(id: Identifier(at: counter.clock.now))
        #expect(try await counter.payments.unmatchedPayments(by: ratna).isEmpty)
        for other in [Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri")] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden")) { try await counter.payments.unmatchedPayments(by: other) }
        }
    }

    private func expectNothingHappened() async throws {
        #expect(try await counter.payments.unmatchedPayments(by: .platform(name: "test")).isEmpty)
        #expect(try await counter.events(BillPaid.self).isEmpty)
        #expect(try await counter.audit("payment.unmatched").isEmpty)
        let request = counter.request
        let payments = counter.payments
        #expect(try await counter.database.read { tx in try payments.isPaid(request, tx) } == false)
    }

    private func expectKept(_ standing: PaymentStanding, bill: Identifier?) async throws {
        let kept = try await counter.payments.unmatchedPayments(by: .operatorAtConsole(name: "root"))
        #expect(kept.map(\.standing) == [standing])
        #expect(kept.first?.bill == bill)
        let audit = try await counter.audit("payment.unmatched")
        #expect(audit.map(\.subject) == kept.map(\.id.text))
        #expect(audit.first?.reason == standing.rawValue)
    }
}

internal import HTTPTypes
internal import Storage

import Foundation
import Kernel
import Notifications
import Payments
import Testing

@testable import Portal

/// Money is told of once, by whoever can sign for it.
@Suite("Notices of payments")
struct PaymentTests {
    /// A request that waits for its payment, and what the provider would say of it.
    private struct Bill {
        let town: Town
        let siti: Citizen
        let request: String
        let provider: StubQRISProvider
        let confirmation: Payments.Confirmation
        let address: String

        static func open() async throws -> Bill {
            let town = try await Town.open()
            let siti = try await town.siti()
            let request = try await siti.startDraft("skck")
            try await siti.answer(request, Citizen.skckAnswers)
            try await siti.attachPhoto(to: request)
            try await siti.submit(request)
            let island = try town.island(Town.first)
            let id = try #require(Identifier(request))
            let standing = try await island.payments.standing(for: id, by: .platform(name: "tests"))
            let (bill, charge) = (standing.bill, try #require(standing.charge))
            let provider = StubQRISProvider(
                signingKey: island.database.masterKey.derived(for: "payments/stub-qris"), merchantName: "MPP CONTOH",
                merchantCity: "CONTOH", clock: town.clock)
            return Bill(
                town: town, siti: siti, request: request, provider: provider,
                confirmation: Payments.Confirmation(
                    paymentID: "STUB-1", reference: charge.reference, amount: bill.amount, paidAt: town.clock.now),
                address: "/\(Town.first)/api/v1/pembayaran/\(bill.provider)/pemberitahuan")
        }

        func tell(_ notice: ProviderNotice) async throws -> Visitor.Answer {
            try await town.visitor().send(.post, address, headers: notice.headers, body: notice.body)
        }

        func isPaid() async throws -> Bool {
            try await town.settle()
            return try await siti.visitor.get("/\(Town.first)/permohonan/\(request)").text.contains(town.say("status.inReview.label"))
        }
    }

    @Test("A notice that comes twice is one payment and one message")
    func aNoticeThatComesTwiceIsOnePaymentAndOneMessage() async throws {
        let bill = try await Bill.open()
        let notice = try bill.provider.notice(of: bill.confirmation, at: bill.town.clock.now)
        let first = try await bill.tell(notice)
        let second = try await bill.tell(notice)
        #expect(first.status == 200 && first.text.contains("recorded"))
        #expect(second.status == 200 && second.text.contains("repeated"))
        #expect(try await bill.isPaid())
        #expect(try await bill.town.told().filter { $0 == "request_received" }.count == 1)
        let mail = try await bill.town.island(Town.first).notifications.demoMailbox(limit: 9).first { $0.template == "request_received" }
        #expect(mail?.body.contains("Kuitansi") == true && mail?.body.contains("/\(Town.first)/permohonan/\(bill.request)") == true)
        #expect(try await bill.town.audited().filter { $0.contains("bill.paid") }.count == 1)
        try await bill.town.leave()
    }

    @Test("A notice that is forged, stale or altered is refused, and changes nothing")
    func whatIsForgedStaleOrAlteredIsRefusedAndChangesNothing() async throws {
        let bill = try await Bill.open()
        let now = bill.town.clock.now
        let genuine = try bill.provider.notice(of: bill.confirmation, at: now)
        let stranger = StubQRISProvider(
            signingKey: Data(repeating: 7, count: 32), merchantName: "A", merchantCity: "B", clock: bill.town.clock)
        var altered = genuine.body
        altered[altered.count / 2] ^= 1
        let notices = [
            try stranger.notice(of: bill.confirmation, at: now),
            try bill.provider.notice(of: bill.confirmation, at: now.advanced(bySeconds: -3600)),
            ProviderNotice(provider: genuine.provider, headers: genuine.headers, body: altered),
            ProviderNotice(provider: genuine.provider, headers: [:], body: genuine.body),
            ProviderNotice(provider: genuine.provider, headers: genuine.headers, body: Data()),
        ]
        for notice in notices {
            let answer = try await bill.tell(notice)
            #expect((400..<500).contains(answer.status))
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
        #expect(!(try await bill.isPaid()))
        let unknown = try await bill.town.visitor().send(
            .post, bill.address.replacing("stub-qris", with: "bank-lain"), headers: genuine.headers, body: genuine.body)
        #expect((400..<500).contains(unknown.status))
        try await bill.town.leave()
    }

    @Test("A wrong amount is kept for the operator, and settles nothing")
    func aWrongAmountIsKeptForTheOperatorAndSettlesNothing() async throws {
        let bill = try await Bill.open()
        let confirmed = bill.confirmation
        let little = Payments.Confirmation(
            paymentID: "STUB-2", reference: confirmed.reference, amount: try #require(Money(rupiah: 1)), paidAt: confirmed.paidAt)
        let answer = try await bill.tell(try bill.provider.notice(of: little, at: bill.town.clock.now))
        #expect(answer.status == 409)
        #expect(!(try await bill.isPaid()))
        let island = try bill.town.island(Town.first)
        #expect(try await island.payments.unmatchedPayments(by: .platform(name: "tests")).map(\.paymentID) == ["STUB-2"])
        try await bill.town.leave()
    }

    @Test("Money for a bill that nobody wrote is kept for the operator")
    func moneyForABillThatNobodyWroteIsKeptForTheOperator() async throws {
        let bill = try await Bill.open()
        let stray = Payments.Confirmation(
            paymentID: "STUB-3", reference: "MPP-TIDAK-ADA", amount: bill.confirmation.amount, paidAt: bill.confirmation.paidAt)
        let answer = try await bill.tell(try bill.provider.notice(of: stray, at: bill.town.clock.now))
        #expect(answer.status == 404 && answer.headers["content-type"] == "application/problem+json")
        #expect(!(try await bill.isPaid()))
        let island = try bill.town.island(Town.first)
        #expect(try await island.payments.unmatchedPayments(by: .platform(name: "tests")).map(\.paymentID) == ["STUB-3"])
        try await bill.town.leave()
    }

    @Test("A notice that was lost is sent again")
    func aNoticeThatWasLostIsSentAgain() async throws {
        let bill = try await Bill.open()
        bill.town.cutLines()
        try await bill.siti.pay(bill.request)
        #expect(!(try await bill.isPaid()))
        bill.town.mendLines()
        bill.town.clock.advance(bySeconds: 60)
        #expect(try await bill.isPaid())
        try await bill.town.leave()
    }
}

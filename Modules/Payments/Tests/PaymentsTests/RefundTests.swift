import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Payments

/// What becomes of money that settled nothing, and of money that is given back.
@Suite("Refunds and credits")
struct RefundTests {
    let counter: Counter
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))
    let cashier = Principal.cashier(id: Identifier(at: Instant(milliseconds: 5)))

    init() throws { counter = try Counter() }

    private func command(_ name: String) throws -> CommandID { try #require(CommandID("command-\(name)")) }

    /// A payment of that amount for Siti's bill, which may fit it or not.
    private func pay(_ rupiah: Int, _ bill: OpenBill, as name: String = "P-1") async throws -> ReceivedPayment {
        do { _ = try await counter.payments.receive(counter.notice(name, for: bill.reference, rupiah: rupiah)) } catch is Problem {}
        return try await payment(name)
    }

    private func payment(_ name: String) async throws -> ReceivedPayment {
        let id = try await counter.database.read { tx in
            try tx.row("SELECT id FROM payments WHERE payment_id = :name", ["name": name])?.identifier("id")
        }
        let found = try await counter.payments.file(of: try #require(id), by: treasurer)
        return try #require(found).payment
    }

    private func grant(_ rupiah: Int, of payment: ReceivedPayment, _ name: String, way: RefundWay = .transfer) async throws -> Refund {
        try await counter.payments.grantRefund(
            of: payment.id, amount: counter.money(rupiah), way: way, reason: "Dibayar dua kali", command: command(name), by: treasurer)
    }

    private func left() async throws -> [String: Int] {
        let accounts = try await counter.payments.accounts(by: treasurer)
        #expect(accounts.map(\.rupiah).reduce(0, +) == 0)
        return Dictionary(uniqueKeysWithValues: accounts.map { ($0.account.name, $0.rupiah) })
    }

    @Test(
        "Money paid twice is given back in parts, and never more than came in",
        arguments: [(29_999, true), (30_000, true), (30_001, false)])
    func parts(rupiah: Int, isGranted: Bool) async throws {
        let bill = try await counter.bill()
        let dewis = try await counter.billDewi()
        _ = try await counter.events(BillOpened.self)
        let beside = try await counter.dewisRows(dewis)
        _ = try await pay(30_000, bill)
        let second = try await pay(30_000, bill, as: "P-2")
        #expect(second.standing == .alreadyPaid && second.held.rupiah == 30_000)
        guard isGranted else {
            await #expect(throws: Problem.self) { try await grant(rupiah, of: second, "one") }
            #expect(try await left()["suspense"] == -30_000)
            return
        }
        let refund = try await grant(rupiah, of: second, "one")
        #expect(try await grant(rupiah, of: second, "one") == refund, "a press twice grants once")
        await #expect(throws: Problem.self) { try await grant(30_001 - rupiah, of: second, "two") }
        #expect(try await left()["refunds"] == -rupiah)
        for _ in 0..<2 {
            try await counter.payments.noteTransfer(of: refund.id, voucher: "BANK-7", command: command("paid"), by: treasurer)
        }
        let after = try await left()
        #expect(after["refunds"] == 0 && after["treasury"] == -rupiah && after["suspense", default: 0] == rupiah - 30_000)
        await #expect(throws: Problem(.conflict, "problem.refund.ended")) {
            try await counter.payments.noteTransfer(of: refund.id, voucher: "BANK-8", command: command("again"), by: treasurer)
        }
        #expect(try await counter.events(MoneyGivenBack.self).map(\.given.rupiah) == [rupiah])
        #expect(try await counter.dewisRows(dewis) == beside)
    }

    @Test("What settled a bill is given back in full and no further, and what is given up is where it was before")
    func settled() async throws {
        let bill = try await counter.bill()
        let payment = try await pay(30_000, bill)
        let part = try await grant(10_000, of: payment, "part")
        await #expect(throws: Problem.self) { try await grant(20_001, of: payment, "much") }
        try await counter.payments.giveUp(part.id, command: command("up"), by: treasurer)
        #expect(try await left()["revenue:pnbp"] == -30_000)
        let whole = try await grant(30_000, of: self.payment("P-1"), "whole")
        #expect(whole.source == .revenue)
        #expect(try await left()["revenue:pnbp"] == 0)
        await #expect(throws: Problem.self) { try await grant(1, of: self.payment("P-1"), "more") }
        #expect(try await counter.payments.bill(for: counter.request, by: treasurer).status == .paid)
    }

    @Test("Money that was too much settles the bill by decision, and what is left of it is given back")
    func credited() async throws {
        let bill = try await counter.bill()
        let payment = try await pay(35_000, bill)
        #expect(payment.standing == .wrongAmount)
        for _ in 0..<2 {
            try await counter.payments.credit(
                payment.id, to: counter.request, reason: "Lebih Rp5.000", command: command("credit"), by: treasurer)
        }
        let credited = try await self.payment("P-1")
        #expect(credited.standing == .credited && credited.held.rupiah == 5_000 && credited.receipt?.sequence == 1)
        #expect(try await counter.payments.bill(for: counter.request, by: treasurer).status == .paid)
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await counter.payments.standing(for: counter.request, by: .citizen(id: counter.siti)).held.rupiah == 5_000)
        _ = try await grant(5_000, of: credited, "rest")
        let after = try await left()
        #expect(after["receivable"] == 0 && after["suspense"] == 0 && after["refunds"] == -5_000)
    }

    @Test("Money that is too little, or given back already, settles nothing", arguments: [29_999, 30_000])
    func notCredited(rupiah: Int) async throws {
        let bill = try await counter.bill()
        // A reference nobody knows, so that the right amount is held too.
        _ = try? await counter.payments.receive(counter.notice("P-1", for: "MPP-LAIN", rupiah: rupiah))
        let payment = try await payment("P-1")
        if rupiah == 30_000 { _ = try await grant(1, of: payment, "one") }
        await #expect(throws: Problem(.conflict, "problem.payment.nothingHeld")) {
            try await counter.payments.credit(
                payment.id, to: counter.request, reason: "Milik Siti", command: command("credit"), by: treasurer)
        }
        #expect(try await counter.payments.bill(for: counter.request, by: treasurer).status == .open)
        #expect(try await counter.events(BillPaid.self).isEmpty)
        #expect(bill.status == .open)
    }

    @Test(
        "Cash is given back from an open drawer that holds enough, and the count expects it", arguments: [(29_999, false), (30_000, true)])
    func cash(change: Int, isEnough: Bool) async throws {
        let bill = try await counter.bill()
        let refund = try await grant(30_000, of: pay(30_000, bill), "cash", way: .cash)
        await #expect(throws: Problem(.conflict, "problem.shift.none")) {
            try await counter.payments.giveBackCash(refund.id, command: command("give"), by: cashier)
        }
        try await counter.payments.beginShift(change: counter.money(change), command: command("begin"), by: cashier)
        guard isEnough else {
            await #expect(throws: Problem(.conflict, "problem.drawer.short")) {
                try await counter.payments.giveBackCash(refund.id, command: command("give"), by: cashier)
            }
            return
        }
        for _ in 0..<2 { try await counter.payments.giveBackCash(refund.id, command: command("give"), by: cashier) }
        let shift = try #require(try await counter.payments.openShift(of: cashier))
        #expect(shift.expected == .zero && shift.givenBack.rupiah == 30_000)
        let ended = try await counter.payments.endShift(counted: .zero, reason: "", command: command("end"), by: cashier)
        #expect(ended.difference == 0)
        #expect(try await left()["cash"] == 0)
    }

    @Test("In cash is given back what the desk can find, at its own request")
    func cashOfABill() async throws {
        let (bill, dewis) = (try await counter.bill(), try await counter.billDewi())
        let payment = try await pay(29_999, bill)
        let refund = try await grant(10_000, of: payment, "one", way: .cash)
        _ = try await grant(1, of: payment, "transfer")
        let dewi = try await grant(1, of: pay(1, dewis, as: "P-2"), "dewi", way: .cash)
        #expect(try await counter.payments.cashRefunds(for: counter.request, by: cashier) == [refund])
        #expect(try await counter.payments.cashRefunds(for: counter.dewisRequest, by: cashier) == [dewi])
        #expect(try await counter.payments.file(of: payment.id, by: treasurer)?.waysBack == [.cash, .transfer])
        _ = try? await counter.payments.receive(counter.notice("P-3", for: "MPP-LAIN", rupiah: 30_000))
        let lost = try await self.payment("P-3")
        #expect(try await counter.payments.file(of: lost.id, by: treasurer)?.waysBack == [.transfer])
        await #expect(throws: Problem(.invalid, "problem.refund.way", fields: [FieldIssue("way", "problem.refund.way")])) {
            try await grant(1, of: lost, "lost", way: .cash)
        }
        #expect(try await self.payment("P-3").held.rupiah == 30_000)
        try await counter.payments.giveUp(refund.id, command: command("up"), by: treasurer)
        #expect(try await counter.payments.cashRefunds(for: counter.request, by: cashier).isEmpty)
        await #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try await counter.payments.cashRefunds(for: counter.request, by: treasurer)
        }
    }

    @Test("What was settled stands under its day and kind, whichever way it came, and not a day before or after")
    func receipts() async throws {
        let bill = try await counter.bill()
        _ = try await pay(29_999, bill)
        let day = IndonesianZone.western.local(counter.clock.now).date
        let payments = counter.payments
        #expect(try await payments.receipts(from: day, to: day, by: treasurer).isEmpty)
        let much = try await pay(35_000, bill, as: "P-2")
        try await payments.credit(much.id, to: counter.request, reason: "Lebih bayar", command: command("credit"), by: treasurer)
        _ = try await pay(30_000, bill, as: "P-3")
        counter.clock.advance(bySeconds: 86_400)
        _ = try await pay(50_000, counter.billDewi(), as: "P-4")
        let next = day.advanced(byDays: 1)
        func found(_ first: CivilDate, _ last: CivilDate) async throws -> [DayReceipts] {
            try await payments.receipts(from: first, to: last, by: treasurer)
        }
        #expect(try await found(day, day) == [DayReceipts(day: day, revenue: .state, amount: counter.money(30_000), receipts: 1)])
        #expect(try await found(day, next).map(\.day) == [day, next])
        #expect(try await found(next, next).map(\.receipts) == [1])
        #expect(try await found(day.advanced(byDays: -9), day.advanced(byDays: -1)).isEmpty)
        #expect(try await found(next.advanced(byDays: 1), next.advanced(byDays: 9)).isEmpty)
        for other in [Principal.visitor, .citizen(id: counter.siti), cashier] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden")) { try await payments.receipts(from: day, to: day, by: other) }
        }
    }

    @Test("Nobody decides about money but finance and the operator, and no reason is no decision")
    func refused() async throws {
        let payment = try await pay(1, counter.bill())
        let (payments, request) = (counter.payments, counter.request)
        for other in [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .administrator(id: counter.siti),
            cashier, .platform(name: "tests"), .program(id: counter.siti, agency: "polri", scopes: Set(ProgramScope.allCases)),
        ] {
            let refusal = Problem(.forbidden, "problem.forbidden")
            await #expect(throws: refusal, "\(other.kind)") {
                try await payments.credit(payment.id, to: request, reason: "Milik Siti", command: command("c"), by: other)
            }
            await #expect(throws: refusal, "\(other.kind)") {
                try await payments.grantRefund(
                    of: payment.id, amount: counter.money(1), way: .cash, reason: "Milik Siti", command: command("g"), by: other)
            }
            await #expect(throws: refusal, "\(other.kind)") { try await payments.giveUp(payment.id, command: command("u"), by: other) }
        }
        for reason in ["", "abcd", String(repeating: "a", count: 501)] {
            await #expect(throws: Problem(.invalid, "problem.refund.reason", fields: [FieldIssue("reason", "problem.refund.reason")])) {
                try await payments.grantRefund(
                    of: payment.id, amount: counter.money(1), way: .cash, reason: reason, command: command("g"), by: treasurer)
            }
        }
        await #expect(throws: Problem.self) { try await grant(1, of: payment, "way", way: .provider) }
        #expect(try await left()["suspense"] == -1)
    }
}

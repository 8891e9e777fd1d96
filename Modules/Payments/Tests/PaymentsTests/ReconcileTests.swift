import Foundation
import Kernel
import Payments
import Storage
import Synchronization
import Testing

@Suite("Asking a provider")
struct ReconcileTests {
    let counter: Counter
    let bank = SlowBank()
    let payments: PaymentService
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))

    init() throws {
        counter = try Counter()
        payments = PaymentService(database: counter.database, providers: [bank, CashDesk()], zone: .western)
    }

    private func bill() async throws {
        let (payments, request, siti, amount) = (payments, counter.request, counter.siti, try counter.money(30_000))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
    }

    private func standing() async throws -> BillStanding {
        try await payments.standing(for: counter.request, by: .citizen(id: counter.siti))
    }

    private func confirmation(_ name: String = "B-1", rupiah: Int = 30_000) async throws -> Payments.Confirmation {
        let charge = try #require(try await standing().charge)
        return try Payments.Confirmation(
            paymentID: name, reference: charge.reference, amount: counter.money(rupiah), paidAt: counter.clock.now, proof: "NTPN123")
    }

    @Test("A charge is asked for after the bill is written, once, and a bank that is down is asked again")
    func opening() async throws {
        bank.isDown.withLock { $0 = true }
        try await bill()
        #expect(try await standing().isOpening)
        try await payments.openChosen(for: counter.request)
        #expect(try await standing().charge == nil)
        #expect(try await payments.openWanted() == 0, "not before a minute has passed")
        bank.isDown.withLock { $0 = false }
        counter.clock.advance(bySeconds: 60)
        #expect(try await payments.openWanted() == 1)
        let opened = try await standing()
        #expect(opened.charge?.code == "8800" && !opened.isOpening)
        #expect(try await payments.openWanted() == 0)
        try await payments.openChosen(for: counter.request)
        #expect(bank.asked.withLock { $0 } == ["open 1", "open 1"])
    }

    @Test("A provider that fails three times is hidden, keeps its payers, and comes back by itself", arguments: [59, 60])
    func hidden(seconds: Int) async throws {
        try await bill()
        try await payments.openChosen(for: counter.request)
        bank.isDown.withLock { $0 = true }
        for failures in 1...3 {
            counter.clock.advance(bySeconds: 7 * 3600)
            #expect(try await standing().offered == ["bank-uji", "cash"], "before failure \(failures)")
            #expect(try await payments.reconcile() == 1)
        }
        #expect(try await standing().offered == ["cash"])
        #expect(try await standing().charge != nil, "what was opened stays payable")
        await #expect(throws: Problem.notFound("")) {
            try await payments.choose("bank-uji", for: counter.request, by: .citizen(id: counter.siti))
        }
        counter.clock.advance(bySeconds: seconds)
        #expect(try await standing().offered == (seconds < 60 ? ["cash"] : ["bank-uji", "cash"]))
    }

    @Test("Money of which no notice came is found by asking, once, with the number of the state's treasury")
    func found() async throws {
        try await bill()
        try await payments.openChosen(for: counter.request)
        counter.clock.advance(bySeconds: 59)
        #expect(try await payments.reconcile() == 0)
        counter.clock.advance(bySeconds: 1)
        bank.state.withLock { $0 = .pending(at: counter.clock.now) }
        #expect(try await payments.reconcile() == 1)
        #expect(try await standing().charge?.pendingAt == counter.clock.now)
        #expect(try await standing().bill.status == .open)
        let paid = try await confirmation()
        bank.state.withLock { $0 = .paid([paid]) }
        for _ in 0..<3 {
            counter.clock.advance(bySeconds: 3600)
            try await payments.reconcile()
        }
        let settled = try await standing()
        #expect(settled.bill.status == .paid && settled.proof == "NTPN123")
        bank.word.withLock { $0 = .paid(paid) }
        #expect(try await payments.receive(ProviderNotice(provider: "bank-uji", headers: [:], body: Data())) == .repeated)
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test("A bank that answers for another charge, or otherwise than before, is noted and changes nothing")
    func lies() async throws {
        try await bill()
        try await payments.openChosen(for: counter.request)
        let paid = try await confirmation()
        let other = Payments.Confirmation(paymentID: "B-9", reference: "UJI-LAIN", amount: paid.amount, paidAt: paid.paidAt)
        let changed = try await confirmation(rupiah: 1)
        bank.state.withLock { $0 = .paid([other, paid, changed]) }
        counter.clock.advance(bySeconds: 60)
        try await payments.reconcile()
        #expect(try await standing().bill.status == .paid)
        #expect(try await counter.audit("payment.contradicted").count == 2)
        #expect(try await payments.unmatchedPayments(by: treasurer).isEmpty)
    }

    @Test("It is asked with growing gaps, and no more three days after the charge has expired")
    func gaps() async throws {
        try await bill()
        try await payments.openChosen(for: counter.request)
        var gaps: [Int] = []
        let start = counter.clock.now
        for _ in 0..<(4 * 24 * 60) {
            counter.clock.advance(bySeconds: 60)
            if try await payments.reconcile() == 1 { gaps.append(counter.clock.now.seconds(since: start)) }
        }
        #expect(gaps.prefix(5) == [60, 120, 240, 480, 960])
        #expect(gaps.last ?? 0 >= 3600 + 3 * 86_400 && gaps.last ?? 0 < 3600 + 3 * 86_400 + 6 * 3600)
        let asked = bank.asked.withLock { $0.count }
        counter.clock.advance(bySeconds: 30 * 86_400)
        #expect(try await payments.reconcile() == 0)
        #expect(bank.asked.withLock { $0.count } == asked)
    }

    @Test("A charge that is over is not asked for again")
    func over() async throws {
        try await bill()
        try await payments.openChosen(for: counter.request)
        bank.state.withLock { $0 = .over }
        counter.clock.advance(bySeconds: 60)
        #expect(try await payments.reconcile() == 1)
        counter.clock.advance(bySeconds: 86_400)
        #expect(try await payments.reconcile() == 0)
    }

    @Test("A provider from which the region has parted is not asked any more, and keeps nobody else waiting")
    func parted() async throws {
        try await bill()
        let parted = PaymentService(database: counter.database, providers: [CashDesk()], zone: .western)
        #expect(try await parted.openWanted() == 1)
        #expect(try await parted.openWanted() == 0)
        #expect(try await parted.standing(for: counter.request, by: .citizen(id: counter.siti)).isOpening == false)
        #expect(bank.asked.withLock { $0 }.isEmpty)
    }

    // MARK: Refunds

    private func refund() async throws -> Refund {
        try await bill()
        try await payments.openChosen(for: counter.request)
        let paid = try await confirmation()
        bank.word.withLock { $0 = .paid(paid) }
        let notice = ProviderNotice(provider: "bank-uji", headers: [:], body: Data())
        _ = try await payments.receive(notice)
        let id = try #require(
            try await counter.database.read { tx in try tx.row("SELECT id FROM payments")?.identifier("id") })
        return try await payments.grantRefund(
            of: id, amount: counter.money(30_000), way: .provider, reason: "Permohonan ditolak",
            command: CommandID(counter.request), by: treasurer)
    }

    private func status(of refund: Refund) async throws -> RefundStatus? {
        try await payments.refunds(by: treasurer).first { $0.id == refund.id }?.status
    }

    private func tell(_ answer: RefundAnswer, of refund: Identifier) async throws -> NoticeOutcome {
        bank.word.withLock { $0 = .refund(RefundReport(refund: refund, answer: answer)) }
        return try await payments.receive(ProviderNotice(provider: "bank-uji", headers: [:], body: Data()))
    }

    @Test("A refund is asked for until the bank answers, and given back once however often it is told")
    func givenBack() async throws {
        let refund = try await refund()
        bank.isDown.withLock { $0 = true }
        #expect(try await payments.sendRefunds() == 1)
        #expect(try await payments.sendRefunds() == 0)
        bank.isDown.withLock { $0 = false }
        counter.clock.advance(bySeconds: 60)
        #expect(try await payments.sendRefunds() == 1)
        #expect(try await status(of: refund) == .granted, "pending")
        #expect(try await tell(.done(voucher: "R-1"), of: refund.id) == .recorded)
        #expect(try await tell(.done(voucher: "R-1"), of: refund.id) == .repeated)
        await #expect(throws: Problem(.conflict, "problem.refund.ended")) { try await tell(.refused, of: refund.id) }
        counter.clock.advance(bySeconds: 86_400)
        #expect(try await payments.sendRefunds() == 0)
        #expect(try await status(of: refund) == .done)
        let accounts = try await payments.accounts(by: treasurer)
        #expect(accounts.map(\.rupiah).reduce(0, +) == 0)
        #expect(accounts.first { $0.account.name == "clearing:bank-uji" }?.rupiah == 0)
    }

    @Test("A refund that the bank refuses is where it was before, and can be granted another way")
    func refused() async throws {
        let refund = try await refund()
        bank.answer.withLock { $0 = .refused }
        try await payments.sendRefunds()
        #expect(try await status(of: refund) == .failed)
        let again = try await payments.grantRefund(
            of: refund.payment, amount: refund.amount, way: .cash, reason: "Bank menolak",
            command: CommandID(counter.siti), by: treasurer)
        #expect(again.status == .granted)
        #expect(try await payments.accounts(by: treasurer).first { $0.account == .refunds }?.rupiah == -30_000)
    }

    @Test("A refund is given up only when there is no provider to ask any more")
    func givenUp() async throws {
        let refund = try await refund()
        await #expect(throws: Problem.notFound("")) {
            try await payments.giveUp(refund.id, command: CommandID(counter.siti), by: treasurer)
        }
        let parted = PaymentService(database: counter.database, providers: [CashDesk()], zone: .western)
        #expect(try await parted.sendRefunds() == 1)
        #expect(try await status(of: refund) == .granted)
        try await parted.giveUp(refund.id, command: CommandID(counter.siti), by: treasurer)
        #expect(try await status(of: refund) == .failed)
        #expect(try await payments.accounts(by: treasurer).first { $0.account == .revenue(.state) }?.rupiah == -30_000)
    }

    @Test("A notice of a refund that is nobody's, or another provider's, is not found")
    func foreign() async throws {
        let refund = try await refund()
        await #expect(throws: Problem.notFound("")) { try await tell(.done(voucher: "R"), of: Identifier(at: counter.clock.now)) }
        #expect(try await status(of: refund) == .granted)
    }
}

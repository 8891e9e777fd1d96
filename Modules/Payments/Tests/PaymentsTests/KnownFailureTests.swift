import Foundation
import Kernel
import Payments
import Storage
import Synchronization
import Testing

/// What payment systems of public services are known to have done to people, each played once more against this one.
@Suite("Failures that others are known for")
struct KnownFailureTests {
    let counter: Counter
    let bank = SlowBank()
    let payments: PaymentService

    init() throws {
        counter = try Counter()
        payments = PaymentService(database: counter.database, providers: [bank, counter.provider, CashDesk()], zone: .western)
    }

    private func bill() async throws {
        let (payments, request, siti, amount) = (payments, counter.request, counter.siti, try counter.money(30_000))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
        try await payments.openChosen(for: counter.request)
    }

    private func standing() async throws -> BillStanding {
        try await payments.standing(for: counter.request, by: .citizen(id: counter.siti))
    }

    private func confirmation(_ name: String, rupiah: Int = 30_000) async throws -> Payments.Confirmation {
        let charge = try #require(try await standing().charge)
        return try Payments.Confirmation(
            paymentID: name, reference: charge.reference, amount: counter.money(rupiah), paidAt: counter.clock.now)
    }

    private func tell(_ report: ProviderReport) async throws -> NoticeOutcome {
        bank.word.withLock { $0 = report }
        return try await payments.receive(ProviderNotice(provider: bank.name, headers: [:], body: Data()))
    }

    private func kept() async throws -> [Int] { try await payments.unmatchedPayments(by: .platform(name: "tests")).map(\.held.rupiah) }

    @Test("Money was taken and the request never moved: here a notice that never comes is asked for within minutes")
    func neverMoved() async throws {
        try await bill()
        let paid = try await confirmation("B-1")
        bank.state.withLock { $0 = .paid([paid]) }
        counter.clock.advance(bySeconds: 60)
        try await payments.reconcile()
        #expect(try await counter.events(BillPaid.self).map(\.bill.purpose) == [counter.request])
    }

    @Test("Retries were summed: here a payment told five times is one payment, and two halves are not a whole")
    func summed() async throws {
        try await bill()
        let half = try await confirmation("B-1", rupiah: 15_000)
        for _ in 0..<5 { await #expect(throws: Problem(.conflict, "problem.payment.wrongAmount")) { try await tell(.paid(half)) } }
        let other = try await confirmation("B-2", rupiah: 15_000)
        await #expect(throws: Problem(.conflict, "problem.payment.wrongAmount")) { try await tell(.paid(other)) }
        #expect(try await standing().bill.status == .open)
        #expect(try await kept() == [15_000, 15_000])
        let whole = try await confirmation("B-3")
        #expect(try await tell(.paid(whole)) == .recorded)
        for _ in 0..<5 { #expect(try await tell(.paid(whole)) == .repeated) }
        let accounts = try await payments.accounts(by: .platform(name: "tests"))
        #expect(accounts.first { $0.account == .clearing(provider: bank.name) }?.rupiah == 60_000)
    }

    @Test("The receipt hung for days: here it has its number in the same write as the payment")
    func receiptHung() async throws {
        try await bill()
        _ = try await tell(.paid(confirmation("B-1")))
        #expect(try await standing().receipt?.text == "KW/2026/00001")
    }

    @Test("Charged twice: here two tabs that pay by two methods settle one bill, and the second money is held and given back")
    func chargedTwice() async throws {
        try await bill()
        let first = try await confirmation("B-1")
        try await payments.choose("stub-qris", for: counter.request, by: .citizen(id: counter.siti))
        let reference = try #require(try await standing().charge?.reference)
        bank.word.withLock { $0 = .paid(first) }
        let (payments, notice, name) = (payments, try counter.notice("Q-1", for: reference), bank.name)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await payments.receive(notice)) == .recorded }
            group.addTask {
                (try? await payments.receive(ProviderNotice(provider: name, headers: [:], body: Data()))) == .recorded
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try await kept() == [30_000])
        #expect(try await standing().held.rupiah == 30_000, "and she is shown it")
        #expect(try await counter.events(PaymentHeld.self).map(\.held.rupiah) == [30_000])
        let second = try #require(try await payments.unmatchedPayments(by: .platform(name: "tests")).first)
        let treasurer = Principal.finance(id: counter.dewi)
        let refund = try await payments.grantRefund(
            of: second.id, amount: second.held, way: .transfer, reason: "Dibayar dua kali", command: CommandID(second.id), by: treasurer)
        try await payments.noteTransfer(of: refund.id, voucher: "BANK-1", command: CommandID(refund.id), by: treasurer)
        #expect(try await kept().isEmpty)
    }

    @Test("People were told twice: here a payment of which the bank tells, answers and tells again is told of once")
    func toldTwice() async throws {
        try await bill()
        let paid = try await confirmation("B-1")
        _ = try await tell(.paid(paid))
        bank.state.withLock { $0 = .paid([paid]) }
        for _ in 0..<3 {
            counter.clock.advance(bySeconds: 7200)
            try await payments.reconcile()
            _ = try await tell(.paid(paid))
        }
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await counter.audit("bill.paid").count == 1)
    }

    @Test("Paid, and shown as unpaid for a week: here it is shown as paid and awaiting confirmation, and settles with the confirmation")
    func shownAsUnpaid() async throws {
        try await bill()
        let paidAt = counter.clock.now
        let charge = try #require(try await standing().charge)
        #expect(try await tell(.pending(reference: charge.reference, at: paidAt)) == .recorded)
        #expect(try await tell(.pending(reference: charge.reference, at: paidAt)) == .repeated)
        #expect(try await standing().charge?.pendingAt == paidAt)
        counter.clock.advance(bySeconds: 3 * 86_400)
        bank.state.withLock {
            $0 = .paid([
                Payments.Confirmation(
                    paymentID: "NTB-1", reference: charge.reference, amount: charge.amount, paidAt: paidAt, proof: "0123456789ABCDEF")
            ])
        }
        try await payments.reconcile()
        let paid = try await standing()
        #expect(paid.bill.paidAt == paidAt && paid.proof == "0123456789ABCDEF")
    }
}

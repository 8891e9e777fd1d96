import Foundation
import Kernel
import Payments
import Storage
import Testing

/// How a bill can be paid, and that what is owed does not change with it.
@Suite("Charges")
struct ChargeTests {
    let counter: Counter

    init() throws { counter = try Counter() }

    private func standing() async throws -> BillStanding {
        try await counter.payments.standing(for: counter.request, by: .citizen(id: counter.siti))
    }

    private func choose(_ provider: String) async throws {
        try await counter.payments.choose(provider, for: counter.request, by: .citizen(id: counter.siti))
    }

    @Test("The payer changes her mind and back again: one bill, and each way keeps its charge")
    func choosing() async throws {
        let bill = try await counter.bill()
        let dewis = try await counter.billDewi()
        let beside = try await counter.dewisRows(dewis)
        #expect(bill.standing.offered == ["stub-qris", "cash"])
        try await choose("cash")
        let cash = try await standing()
        #expect(cash.bill.id == bill.id && cash.bill.provider == "cash" && cash.charge?.qrisPayload == nil)
        try await choose("cash")
        #expect(try await standing() == cash)
        try await choose("stub-qris")
        #expect(try await standing().charge == bill.standing.charge)
        #expect(try await counter.dewisRows(dewis) == beside)
        #expect(try await counter.events(BillOpened.self).filter { $0.bill.id == bill.id }.count == 1)
    }

    @Test(
        "A charge holds for a day; the next one has another reference, and money for the old one still settles the bill",
        arguments: [-1, 0, 1])
    func expiry(seconds: Int) async throws {
        let bill = try await counter.bill()
        counter.clock.advance(bySeconds: StubQRISProvider.validSeconds + seconds)
        let isOver = seconds >= 0
        #expect(try await standing().charge?.isExpired(at: counter.clock.now) == isOver)
        try await choose("stub-qris")
        let renewed = try await standing()
        #expect((renewed.charge?.reference == bill.reference) == !isOver)
        if isOver { #expect(renewed.charge?.reference == bill.reference + "-2") }
        #expect(try await counter.payments.receive(counter.notice(for: bill.reference)) == .recorded)
        #expect(try await standing().bill.status == .paid)
    }

    @Test("Nobody but the payer chooses, nothing but what is on offer, and only while it is owed")
    func refused() async throws {
        let bill = try await counter.bill()
        for other in [
            Principal.visitor, .citizen(id: counter.dewi), .cashier(id: counter.siti), .finance(id: counter.siti),
            .platform(name: "tests"),
        ] {
            await #expect(throws: Problem.notFound(""), "\(other.kind)") {
                try await counter.payments.choose("cash", for: counter.request, by: other)
            }
        }
        await #expect(throws: Problem.notFound("")) { try await choose("bank-lain") }
        _ = try await counter.payments.receive(counter.notice(for: bill.reference))
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) { try await choose("cash") }
        #expect(try await standing().bill.provider == "stub-qris")
    }

    @Test("A cancelled bill is not paid any more: money for it is kept apart, and the books have nothing owed")
    func cancelled() async throws {
        let bill = try await counter.bill()
        let dewis = try await counter.billDewi()
        let beside = try await counter.dewisRows(dewis)
        let (payments, request) = (counter.payments, counter.request)
        for _ in 0..<2 { try await counter.database.write { tx in try payments.cancelBill(for: request, tx) } }
        #expect(try await standing().bill.status == .cancelled)
        await #expect(throws: Problem(.conflict, "problem.payment.billCancelled")) {
            try await payments.receive(counter.notice(for: bill.reference))
        }
        await #expect(throws: Problem(.conflict, "problem.payment.billCancelled")) { try await choose("cash") }
        let left = try await payments.accounts(by: .operatorAtConsole(name: "root"))
        #expect(left.first { $0.account == .suspense }?.rupiah == -30_000)
        #expect(left.first { $0.account == .receivable }?.rupiah == 50_000, "Dewi still owes hers")
        #expect(left.map(\.rupiah).reduce(0, +) == 0)
        #expect(try await counter.dewisRows(dewis) == beside)
        #expect(try await counter.audit("bill.cancelled").count == 1)
    }

    @Test("A paid bill is not cancelled")
    func paid() async throws {
        let bill = try await counter.bill()
        _ = try await counter.payments.receive(counter.notice(for: bill.reference))
        let (payments, request) = (counter.payments, counter.request)
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) {
            try await counter.database.write { tx in try payments.cancelBill(for: request, tx) }
        }
        #expect(try await standing().bill.status == .paid)
    }

    @Test("Where only cash is taken, the bill can be paid at the desk from the first moment")
    func onlyCash() async throws {
        let payments = PaymentService(database: counter.database, providers: [CashDesk()], zone: .eastern)
        let (request, siti, amount) = (counter.request, counter.siti, try counter.money(30_000))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .regional, for: request, payer: siti, description: "SKCK", tx)
        }
        let standing = try await payments.standing(for: request, by: .citizen(id: siti))
        #expect(standing.bill.provider == "cash" && standing.charge?.provider == "cash" && standing.offered == ["cash"])
        await #expect(throws: Problem.notFound("")) {
            try await payments.receive(ProviderNotice(provider: "cash", headers: [:], body: .init()))
        }
    }
}

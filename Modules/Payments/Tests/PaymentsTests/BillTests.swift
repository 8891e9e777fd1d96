import Kernel
import Storage
import Testing

@testable import Payments

@Suite("Bills")
struct BillTests {
    let counter: Counter

    init() throws { counter = try Counter() }

    @Test("A bill that is asked for again is the same bill, whatever is asked")
    func onlyOne() async throws {
        let first = try await counter.bill()
        let again = try await counter.bill(rupiah: 99_000)
        #expect(first == again)
        #expect(try await counter.events(BillOpened.self).count == 1)
        #expect(try await counter.audit("bill.opened").count == 1)
    }

    @Test("Another person's bill is not found, nor one that does not exist")
    func hidden() async throws {
        try await counter.bill()
        let stranger = Identifier(at: counter.clock.now)
        for other in [
            Principal.visitor, .citizen(id: stranger), .officer(id: counter.siti, agency: "polri"), .administrator(id: counter.siti),
        ] {
            await #expect(throws: Problem.notFound("")) { try await counter.payments.bill(for: counter.request, by: other) }
        }
        await #expect(throws: Problem.notFound("")) { try await counter.payments.bill(for: stranger, by: .citizen(id: counter.siti)) }
        #expect(try await counter.payments.bill(for: counter.request, by: .platform(name: "outbox")).payer == counter.siti)
    }

    @Test("A bill of nothing, without words or without a provider is refused")
    func refused() async throws {
        let request = counter.request
        let siti = counter.siti
        let payments = counter.payments
        let amount = try counter.money(30_000)
        await #expect(throws: Problem(.invalid, "problem.bill.amount")) {
            try await counter.database.write { tx in
                try payments.openBill(.zero, .state, for: request, payer: siti, description: "SKCK", tx)
            }
        }
        await #expect(throws: Problem(.invalid, "problem.bill.description")) {
            try await counter.database.write { tx in try payments.openBill(amount, .state, for: request, payer: siti, description: "", tx) }
        }
        let poor = PaymentService(database: counter.database, providers: [], zone: .western)
        await #expect(throws: Problem(.unavailable, "problem.payment.noProvider")) {
            try await counter.database.write { tx in try poor.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx) }
        }
    }

    @Test("A bill carries a QRIS picture with its amount and reference")
    func picture() async throws {
        let bill = try await counter.bill()
        let payload = try QRISPayload(parsing: bill.qrisPayload)
        #expect(payload.amount == bill.amount)
        #expect(payload.billNumber == bill.reference)
        #expect(payload.value("59") == "MPP KABUPATEN CONTOH")
        #expect(bill.status == .open)
        #expect(bill.paidAt == nil)
        #expect(try await counter.events(BillOpened.self).map(\.subject) == [counter.request])
    }

    @Test("A bill is settled once: every status is in the table, and paid is the end")
    func moves() async throws {
        let bill = try await counter.bill()
        let paid = try bill.bill.after(.settle, at: counter.clock.now)
        #expect(paid.status == .paid)
        #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) { try paid.after(.settle, at: counter.clock.now) }
        #expect(Bill.moves.reachable(from: .open) == Set(BillStatus.allCases))
        #expect(Bill.moves.ambiguousLines.isEmpty)
        #expect(Bill.moves.moves(from: .paid).isEmpty)
    }

    @Test("Bills and payments have the statuses that the database knows")
    func referenceTables() async throws {
        let (statuses, standings) = try await counter.database.read { tx in
            (
                try tx.rows("SELECT status FROM bill_statuses").map { try $0.text("status") },
                try tx.rows("SELECT standing FROM payment_standings").map { try $0.text("standing") }
            )
        }
        #expect(Set(statuses) == Set(BillStatus.allCases.map(\.rawValue)))
        #expect(Set(standings) == Set(PaymentStanding.allCases.map(\.rawValue)))
    }
}

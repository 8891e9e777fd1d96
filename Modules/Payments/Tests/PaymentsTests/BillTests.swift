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

    @Test("What nobody has paid is listed from the oldest on, also among bills of one moment, and leaves the list paid or cancelled")
    func unpaid() async throws {
        let treasurer = Principal.finance(id: counter.siti)
        let (payments, amount) = (counter.payments, try counter.money(10_000))
        let first = try await counter.bill()
        counter.clock.advance(bySeconds: 1)
        try await counter.billDewi()
        counter.clock.advance(bySeconds: 1)
        // Three of one moment.
        for number in 0..<3 {
            let (purpose, payer) = (Identifier(at: Instant(milliseconds: Int64(100 + number))), counter.dewi)
            _ = try await counter.database.write { tx in
                try payments.openBill(amount, .regional, for: purpose, payer: payer, description: "Izin", tx)
            }
        }
        for limit in [1, 2, 4, 5, 6] {
            var read: [UnpaidBill] = []
            var page = try await payments.unpaidBills(limit: limit, by: treasurer)
            while let last = page.last {
                read += page
                page = try await payments.unpaidBills(after: BillCursor(after: last.bill), limit: limit, by: treasurer)
            }
            #expect(read.map(\.bill.amount.rupiah) == [30_000, 50_000, 10_000, 10_000, 10_000] && Set(read).count == 5, "\(limit)")
            #expect(read.allSatisfy { $0.charge != nil && $0.payment == nil })
        }
        // A rupiah too little settles nothing, and stands beside the bill.
        _ = try? await payments.receive(counter.notice("P-1", for: first.reference, rupiah: 29_999))
        let held = try #require(try await payments.unmatchedPayments(by: treasurer).first)
        #expect(try await payments.unpaidBills(by: treasurer).map(\.payment) == [held.id, nil, nil, nil, nil])
        _ = try await payments.receive(counter.notice("P-2", for: first.reference))
        let dewisRequest = counter.dewisRequest
        try await counter.database.write { tx in try payments.cancelBill(for: dewisRequest, tx) }
        let rest = try await payments.unpaidBills(by: treasurer)
        #expect(rest.map(\.bill.description) == ["Izin", "Izin", "Izin"])
        #expect(try await payments.accounts(by: treasurer).first { $0.account == .receivable }?.rupiah == 30_000)
        for other in [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .cashier(id: counter.siti),
        ] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden")) { try await payments.unpaidBills(by: other) }
        }
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

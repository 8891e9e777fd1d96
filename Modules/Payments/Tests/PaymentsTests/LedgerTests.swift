import Foundation
import Kernel
import Payments
import Storage
import StorageTesting
import Testing

/// The books: what went in on one side went out on the other, whatever happened.
@Suite("The books")
struct LedgerTests {
    let counter: Counter
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))

    init() throws { counter = try Counter() }

    @Test("Names of accounts are read back, and others are none")
    func names() {
        let accounts: [LedgerAccount] =
            [.receivable, .cash, .treasury, .suspense, .refunds, .marks, .differences, .clearing(provider: "stub-qris")]
            + RevenueKind.allCases.map { .revenue($0) }
        for account in accounts { #expect(LedgerAccount(name: account.name) == account) }
        for name in ["", "Cash", "cash:", "cash:1", "clearing", "clearing:", "revenue", "revenue:", "revenue:gift", ":"] {
            #expect(LedgerAccount(name: name) == nil, "\(name)")
        }
    }

    @Test("An account's entries come newest first and in pages, with both sides told")
    func paging() async throws {
        let (payments, siti, amount) = (counter.payments, counter.siti, try counter.money(10_000))
        for _ in 0..<5 {
            let request = Identifier(at: counter.clock.now)
            _ = try await counter.database.write { tx in
                try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
            }
        }
        let first = try await payments.postings(on: .receivable, limit: 2, by: treasurer)
        let second = try await payments.postings(on: .receivable, before: first.last?.position, limit: 2, by: treasurer)
        let third = try await payments.postings(on: .receivable, before: second.last?.position, limit: 2, by: treasurer)
        #expect((first + second + third).map(\.position) == [5, 4, 3, 2, 1])
        #expect(first.allSatisfy { $0.debit == .receivable && $0.credit == .revenue(.state) && $0.cause == .billed && $0.amount == amount })
        #expect(try await payments.postings(on: .revenue(.state), by: treasurer).count == 5)
        #expect(try await payments.postings(on: .cash, by: treasurer).isEmpty)
    }

    @Test("A day of the books is the region's own", arguments: [IndonesianZone.western, .eastern])
    func days(zone: IndonesianZone) async throws {
        // 23:30 in the west, and 01:30 of the next day in the east.
        let day = try #require(CivilDate("2026-11-23"))
        counter.clock.advance(
            bySeconds: IndonesianZone.western.instant(day, try #require(TimeOfDay("23:30"))).seconds(since: counter.clock.now))
        let payments = PaymentService(database: counter.database, providers: [CashDesk()], zone: zone)
        let (request, siti, amount) = (counter.request, counter.siti, try counter.money(10_000))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
        let (today, tomorrow) = (zone == .western ? day : day.advanced(byDays: 1), zone == .western ? day.advanced(byDays: 1) : day)
        #expect(try await payments.balances(on: today, by: treasurer).map(\.account) == [.receivable, .revenue(.state)])
        #expect(try await payments.balances(on: tomorrow, by: treasurer).isEmpty)
    }

    @Test("Nobody reads the books but whoever answers for them")
    func readers() async throws {
        for other in [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .cashier(id: counter.siti),
            .program(id: counter.siti, agency: "polri", scopes: Set(ProgramScope.allCases)),
        ] {
            let refusal = Problem(.forbidden, "problem.forbidden")
            await #expect(throws: refusal, "\(other.kind)") { try await counter.payments.accounts(by: other) }
            await #expect(throws: refusal, "\(other.kind)") { try await counter.payments.postings(on: .cash, by: other) }
            await #expect(throws: refusal, "\(other.kind)") { try await counter.payments.shifts(by: other) }
            await #expect(throws: refusal, "\(other.kind)") {
                try await counter.payments.balances(on: CivilDate(daysSince1970: 20_000), by: other)
            }
        }
        #expect(try await counter.payments.accounts(by: .administrator(id: counter.siti)).isEmpty)
    }

    @Test("The database itself refuses an entry of nothing, within one account, or twice for one cause")
    func refused() async throws {
        try await counter.bill()
        let bill = try await counter.payments.bill(for: counter.request, by: treasurer)
        for (debit, credit, amount, cause) in [
            ("cash", "cash", 1, "filled"), ("cash", "treasury", 0, "filled"), ("cash", "treasury", -1, "filled"),
            ("receivable", "revenue:pnbp", 30_000, "billed"),
        ] {
            await #expect(throws: (any Error).self, "\(debit) \(credit) \(amount) \(cause)") {
                try await counter.database.write { tx in
                    try tx.execute(
                        """
                        INSERT INTO ledger (position, day, cause, subject_id, debit, credit, amount, at)
                        VALUES (99, 1, :cause, :subject, :debit, :credit, :amount, 1)
                        """, ["cause": cause, "subject": bill.id, "debit": debit, "credit": credit, "amount": amount])
                }
            }
        }
        #expect(try await counter.payments.postings(on: .receivable, by: treasurer).count == 1)
    }
}

import Foundation
import Kernel
import Storage
import Testing

@testable import Payments

@Suite("Closing a month")
struct MonthTests {
    let counter: Counter
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))

    init() throws { counter = try Counter() }

    private func month(_ text: String) throws -> BookMonth { try #require(BookMonth(text)) }

    @Test("A month is written and read alike, and others are none")
    func names() throws {
        for text in ["2026-01", "2026-12", "1970-01"] { #expect(BookMonth(text)?.text == text) }
        for text in ["", "2026", "2026-00", "2026-13", "2026-1", "26-01", "2026-01-01", "1969-12"] {
            #expect(BookMonth(text) == nil, "\(text)")
        }
        for (text, days) in [("2026-02", 28), ("2028-02", 29), ("2026-11", 30), ("2026-12", 31)] {
            #expect(BookMonth(text)?.days == days)
        }
        #expect(try month("2026-12").next.text == "2027-01" && month("2027-01").previous.text == "2026-12")
    }

    @Test("Only a month that has ended is closed, by whoever decides about money", arguments: [("2026-10", true), ("2026-11", false)])
    func closing(text: String, isOver: Bool) async throws {
        let month = try month(text)
        for other in [Principal.administrator(id: counter.siti), .cashier(id: counter.siti), .visitor] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden")) { try await counter.payments.closeMonth(month, by: other) }
        }
        guard isOver else {
            await #expect(throws: Problem(.conflict, "problem.month.running")) {
                try await counter.payments.closeMonth(month, by: treasurer)
            }
            return
        }
        for _ in 0..<2 { try await counter.payments.closeMonth(month, by: treasurer) }
        try await counter.payments.closeMonth(month.previous, by: treasurer)
        #expect(try await counter.payments.lastClosedMonth(by: treasurer) == month)
        #expect(try await counter.audit("month.closed").map(\.subject) == ["2026-10"])
    }

    @Test("With the clock set back into a closed month nothing is lost: it is entered on the first day that is open")
    func clockSetBack() async throws {
        let bill = try await counter.bill()
        try await counter.payments.closeMonth(month("2026-10"), by: treasurer)
        counter.clock.advance(bySeconds: -40 * 86_400)
        #expect(try await counter.payments.receive(counter.notice(for: bill.reference)) == .recorded)
        let day = try #require(CivilDate("2026-11-01"))
        #expect(try await counter.payments.balances(on: day, by: treasurer).map(\.account.name).contains("clearing:stub-qris"))
    }

    @Test(
        "An entry in a closed month is refused, and one on the day after it is not",
        arguments: [("2026-10-31", false), ("2026-11-01", true)])
    func refused(text: String, isEntered: Bool) async throws {
        let (siti, day, amount) = (counter.siti, try #require(CivilDate(text)), try counter.money(1))
        try await counter.payments.closeMonth(month("2026-10"), by: treasurer)
        let enter: @Sendable (WriteTransaction) throws -> Void = { tx in
            try LedgerStore().post(.filled, siti, amount, debit: .cash, credit: .treasury, on: day, tx)
        }
        if isEntered {
            try await counter.database.write(enter)
        } else {
            await #expect(throws: Problem(.conflict, "problem.month.closed")) { try await counter.database.write(enter) }
        }
        #expect(try await counter.payments.accounts(by: treasurer).isEmpty == !isEntered)
    }
}

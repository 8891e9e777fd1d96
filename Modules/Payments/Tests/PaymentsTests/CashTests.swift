import Kernel
import Payments
import Storage
import Testing

/// Money that is paid into a hand.
@Suite("The cash desk")
struct CashTests {
    let counter: Counter
    let cashier = Principal.cashier(id: Identifier(at: Instant(milliseconds: 5)))
    let neighbour = Principal.cashier(id: Identifier(at: Instant(milliseconds: 6)))
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))

    init() throws { counter = try Counter() }

    private func command(_ name: String) throws -> CommandID { try #require(CommandID("command-\(name)")) }

    private func begin(_ rupiah: Int = 100_000, by principal: Principal? = nil) async throws {
        let who = principal ?? cashier
        try await counter.payments.beginShift(
            change: counter.money(rupiah), command: command("begin-\(who.reference)-\(rupiah)"), by: who)
    }

    private func take(_ rupiah: Int, _ name: String = "take", by principal: Principal? = nil) async throws -> CashReceipt {
        try await counter.payments.takeCash(
            for: counter.request, handed: counter.money(rupiah), command: command(name), by: principal ?? cashier)
    }

    /// What is left on every account on which something moved, by name.
    private func balances() async throws -> [String: Int] {
        Dictionary(uniqueKeysWithValues: try await counter.payments.accounts(by: treasurer).map { ($0.account.name, $0.rupiah) })
    }

    @Test("Cash settles the bill once, whatever is pressed again, and Dewi's stays as it was")
    func once() async throws {
        try await counter.bill()
        let dewis = try await counter.billDewi()
        let beside = try await counter.dewisRows(dewis)
        try await begin()
        let first = try await take(50_000)
        let second = try await take(50_000)
        #expect(first == second && first.change == Money(rupiah: 20_000))
        #expect(first.payment.receipt == ReceiptNumber(year: 2026, sequence: 1) && first.payment.receipt?.text == "KW/2026/00001")
        let bill = try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti))
        #expect(bill.status == .paid && bill.paidAt == counter.clock.now)
        #expect(try await counter.audit("cash.taken").count == 1)
        #expect(try await counter.payments.openShift(of: cashier)?.taken == Money(rupiah: 30_000))
        #expect(try await counter.dewisRows(dewis) == beside)
        #expect(try await counter.events(BillPaid.self).count == 1)
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) { try await take(30_000, "another") }
        #expect(try await counter.payments.openShift(of: cashier)?.receipts == 1)
    }

    @Test("A press for one bill does not pay another", arguments: [true, false])
    func foreignCommand(isOpen: Bool) async throws {
        try await counter.bill()
        try await counter.billDewi()
        try await begin()
        _ = try await take(30_000)
        await #expect(throws: Problem(.conflict, "problem.command.foreign")) {
            try await counter.payments.takeCash(
                for: counter.dewisRequest, handed: counter.money(isOpen ? 50_000 : 60_000), command: command("take"), by: cashier)
        }
        #expect(try await counter.payments.bill(for: counter.dewisRequest, by: cashier).status == .open)
    }

    @Test("As much as is owed is enough, a rupiah less is not", arguments: [29_999, 30_000, 30_001])
    func handed(rupiah: Int) async throws {
        try await counter.bill()
        try await begin()
        guard rupiah < 30_000 else {
            #expect(try await take(rupiah).change.rupiah == rupiah - 30_000)
            return
        }
        let problem = await #expect(throws: Problem.self) { try await take(rupiah) }
        #expect(problem?.messageKey == "problem.cash.tooLittle" && problem?.fields.map(\.field) == ["handed"])
        #expect(try await counter.payments.bill(for: counter.request, by: cashier).status == .open)
        #expect(try await counter.payments.openShift(of: cashier)?.taken == .zero)
    }

    @Test("Without an open shift nothing is taken, and nobody but a cashier takes anything")
    func whoMay() async throws {
        try await counter.bill()
        await #expect(throws: Problem(.conflict, "problem.shift.none")) { try await take(30_000) }
        try await begin()
        await #expect(throws: Problem(.conflict, "problem.shift.none")) { try await take(30_000, by: neighbour) }
        for other in [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .administrator(id: counter.siti),
            treasurer, .operatorAtConsole(name: "root"),
        ] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") { try await take(30_000, by: other) }
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") { try await begin(by: other) }
        }
        #expect(try await counter.payments.bill(for: counter.request, by: cashier).status == .open)
    }

    @Test("A cashier has one shift at a time, and her neighbour another")
    func oneShift() async throws {
        try await begin()
        let first = try await counter.payments.openShift(of: cashier)
        await #expect(throws: Problem(.conflict, "problem.shift.open")) { try await begin(7) }
        try await begin(by: neighbour)
        #expect(try await counter.payments.openShift(of: cashier) == first)
        #expect(try await counter.payments.openShift(of: neighbour)?.id != first?.id)
    }

    @Test(
        "A shift ends with what was counted; what differs wants a reason and goes into the books",
        arguments: [(129_999, "short"), (130_000, nil), (130_001, "over")] as [(Int, String?)])
    func ending(counted: Int, fault: String?) async throws {
        try await counter.bill()
        try await begin()
        try await begin(5, by: neighbour)
        _ = try await take(30_000)
        let aside = try await counter.payments.openShift(of: neighbour)
        if let fault {
            let problem = await #expect(throws: Problem.self) {
                try await counter.payments.endShift(counted: counter.money(counted), reason: "ya", command: command("end"), by: cashier)
            }
            #expect(problem?.messageKey == "problem.shift.\(fault)" && problem?.fields.map(\.field) == ["reason"])
            #expect(problem?.arguments == ["difference": "Rp1"])
            #expect(try await counter.payments.openShift(of: cashier) != nil)
        }
        let ended = try await counter.payments.endShift(
            counted: counter.money(counted), reason: "Salah hitung kembalian", command: command("end"), by: cashier)
        #expect(ended.difference == counted - 130_000 && ended.closing?.reason == (fault == nil ? nil : "Salah hitung kembalian"))
        #expect(
            try await counter.payments.endShift(
                counted: counter.money(counted), reason: "Salah hitung kembalian", command: command("end"), by: cashier) == ended)
        #expect(try await counter.payments.openShift(of: cashier) == nil)
        #expect(try await counter.payments.openShift(of: neighbour) == aside)
        let left = try await balances()
        #expect(left["cash"] == 5 && left["treasury"] == counted - 100_005)
        #expect(left["differences", default: 0] == 130_000 - counted)
        #expect(left["receivable"] == 0 && left["revenue:pnbp"] == -30_000)
        #expect(left.values.reduce(0, +) == 0)
        await #expect(throws: Problem(.conflict, "problem.shift.none")) { try await take(30_000, "late") }
    }

    @Test("Cash and a webhook for one bill: the second is kept as paid twice, and the books say where it lies")
    func twoWays() async throws {
        let bill = try await counter.bill()
        try await begin()
        _ = try await take(30_000)
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) {
            try await counter.payments.receive(counter.notice(for: bill.reference))
        }
        let left = try await balances()
        #expect(left["cash"] == 130_000 && left["clearing:stub-qris"] == 30_000 && left["suspense"] == -30_000)
        #expect(left.values.reduce(0, +) == 0)
        #expect(try await counter.payments.unmatchedPayments(by: treasurer).map(\.standing) == [.alreadyPaid])
    }

    @Test(
        "The number of a receipt has one form, and whether it was given is known",
        arguments: [
            ("KW/2026/00001", true), ("KW/2026/00002", false), ("KW/2025/00001", false), ("KW/2026/1", nil), ("kw/2026/00001", nil),
            ("KW/2026/00000", nil), ("KW/2026/+0001", nil), ("KW/2026/00001/", nil), ("2026-00001", nil), ("", nil),
        ] as [(String, Bool?)])
    func receiptNumbers(text: String, isGiven: Bool?) async throws {
        try await counter.bill()
        try await begin()
        _ = try await take(30_000)
        guard let number = ReceiptNumber(text) else {
            #expect(isGiven == nil)
            return
        }
        #expect(try await counter.payments.hasReceipt(number) == isGiven && number.text == text)
    }

    @Test("Paid at the provider first, the cash desk takes nothing")
    func paidBefore() async throws {
        let bill = try await counter.bill()
        try await begin()
        _ = try await counter.payments.receive(counter.notice(for: bill.reference))
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) { try await take(30_000) }
        #expect(try await counter.payments.openShift(of: cashier)?.receipts == 0)
        #expect(try await counter.payments.standing(for: counter.request, by: cashier).receipt?.sequence == 1)
    }

    @Test("A shift shows its own receipts, the newest first, and only to its cashier")
    func receipts() async throws {
        try await counter.bill()
        try await counter.billDewi()
        try await begin()
        _ = try await take(30_000)
        counter.clock.advance(bySeconds: 60)
        _ = try await counter.payments.takeCash(
            for: counter.dewisRequest, handed: counter.money(50_000), command: command("dewi"), by: cashier)
        let shift = try #require(try await counter.payments.openShift(of: cashier))
        let taken = try await counter.payments.taken(in: shift, limit: 10, by: cashier)
        #expect(taken.map(\.bill.purpose) == [counter.dewisRequest, counter.request])
        #expect(taken.map(\.payment.receipt?.sequence) == [2, 1])
        #expect(try await counter.payments.taken(in: shift, limit: 1, by: cashier).count == 1)
        await #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try await counter.payments.taken(in: shift, limit: 10, by: neighbour)
        }
    }
}

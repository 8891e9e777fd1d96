import Kernel
import Payments
import Storage
import Synchronization
import Testing

/// An administrator takes a way of paying off, and puts it on again.
@Suite("The switch of a provider")
struct ProviderSwitchTests {
    let counter: Counter
    let ratna = Principal.administrator(id: Identifier(at: Instant(milliseconds: 8)))
    let cashier = Principal.cashier(id: Identifier(at: Instant(milliseconds: 5)))

    init() throws { counter = try Counter() }

    private func flip(_ provider: String, _ isOn: Bool, reason: String = "Alat sedang diperbaiki") async throws {
        try await counter.payments.setSwitch(provider, isOn: isOn, reason: reason, by: ratna)
    }

    private func offered() async throws -> [String] {
        try await counter.payments.standing(for: counter.request, by: .citizen(id: counter.siti)).offered
    }

    @Test("What is off is offered to nobody, at once; what was opened with it is paid, and on again it is offered")
    func offAndOn() async throws {
        let bill = try await counter.bill()
        #expect(try await offered() == ["stub-qris", "cash"])
        try await flip("stub-qris", false)
        #expect(try await offered() == ["cash"])
        #expect(try await counter.billDewi().bill.provider == "cash", "a new bill begins with what is on")
        await #expect(throws: Problem(.notFound, "problem.notFound")) {
            try await counter.payments.choose("stub-qris", for: counter.dewisRequest, by: .citizen(id: counter.dewi))
        }
        let beside = try await counter.payments.bill(for: counter.dewisRequest, by: .citizen(id: counter.dewi))
        #expect(try await counter.payments.receive(counter.notice(for: bill.reference)) == .recorded)
        #expect(try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti)).status == .paid)
        #expect(try await counter.payments.bill(for: counter.dewisRequest, by: .citizen(id: counter.dewi)) == beside)
        try await flip("stub-qris", true)
        #expect(try await offered() == ["stub-qris", "cash"])
        let states = try await counter.payments.providerStates(by: ratna)
        #expect(states.map(\.name) == ["stub-qris", "cash"] && states.map(\.isOn) == [true, true])
        #expect(states.first?.latest?.version == 2 && states.last?.latest == nil)
    }

    @Test("With all switched off nothing can be billed, and with one hidden it still can")
    func allOff() async throws {
        try await flip("stub-qris", false)
        try await flip("cash", false)
        await #expect(throws: Problem(.unavailable, "problem.payment.noProvider")) { try await counter.bill() }
        try await flip("cash", true)
        #expect(try await counter.bill().bill.provider == "cash")
    }

    @Test("The cash desk takes nothing for a bill that was not to be paid there before; where its payer had chosen cash, it does")
    func cash() async throws {
        try await counter.bill()
        try await counter.billDewi()
        try await counter.payments.choose("cash", for: counter.dewisRequest, by: .citizen(id: counter.dewi))
        let begin = try #require(CommandID("command-begin"))
        try await counter.payments.beginShift(change: .zero, command: begin, by: cashier)
        try await flip("cash", false)
        let (first, second) = (try #require(CommandID("command-take-1")), try #require(CommandID("command-take-2")))
        await #expect(throws: Problem(.conflict, "problem.cash.off")) {
            try await counter.payments.takeCash(for: counter.request, handed: counter.money(30_000), command: first, by: cashier)
        }
        #expect(try await counter.payments.openShift(of: cashier)?.receipts == 0)
        #expect(try await counter.payments.bill(for: counter.request, by: cashier).status == .open)
        _ = try await counter.payments.takeCash(
            for: counter.dewisRequest, handed: counter.money(50_000), command: second, by: cashier)
        #expect(try await counter.payments.bill(for: counter.dewisRequest, by: cashier).status == .paid)
        try await flip("cash", true)
        _ = try await counter.payments.takeCash(for: counter.request, handed: counter.money(30_000), command: first, by: cashier)
        #expect(try await counter.payments.openShift(of: cashier)?.receipts == 2)
    }

    @Test("A bill whose ways leave cash out is not taken at the desk")
    func ways() async throws {
        let (payments, request, siti, amount) = (counter.payments, counter.request, counter.siti, try counter.money(30_000))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", ways: ["stub-qris"], tx)
        }
        #expect(try await offered() == ["stub-qris"])
        let (begin, take) = (try #require(CommandID("command-begin")), try #require(CommandID("command-take")))
        try await payments.beginShift(change: .zero, command: begin, by: cashier)
        await #expect(throws: Problem(.conflict, "problem.cash.off")) {
            try await payments.takeCash(for: request, handed: amount, command: take, by: cashier)
        }
    }

    @Test("Switching to what it is already leaves no trace, and each change one")
    func idempotent() async throws {
        try await flip("cash", true)
        #expect(try await counter.payments.providerStates(by: ratna).allSatisfy { $0.latest == nil })
        for _ in 0..<2 { try await flip("cash", false) }
        let entries = try await counter.database.read { try $0.auditEntries(about: "cash") }
        #expect(entries.map(\.action) == ["provider.disabled"] && entries.first?.reason == "Alat sedang diperbaiki")
        #expect(entries.first?.actorKind == "administrator")
    }

    @Test("Only administrators and the operator switch, with a reason, and only what the region has")
    func refusals() async throws {
        let others = [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), cashier,
            .finance(id: counter.siti), .platform(name: "tests"),
            .program(id: counter.siti, agency: "polri", scopes: Set(ProgramScope.allCases)),
        ]
        for other in others {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") {
                try await counter.payments.setSwitch("cash", isOn: false, reason: "Alat sedang diperbaiki", by: other)
            }
        }
        for reason in ["", "  ya  ", "empa", String(repeating: "x", count: 501)] {
            let refused = await #expect(throws: Problem.self) { try await flip("cash", false, reason: reason) }
            #expect(refused?.messageKey == "problem.reason.length" && refused?.fields.map(\.field) == ["reason"], "\(reason)")
        }
        await #expect(throws: Problem(.notFound, "problem.notFound")) { try await flip("simponi", false) }
        #expect(try await counter.payments.providerStates(by: ratna).allSatisfy { $0.isOn })
        for (provider, reason) in [("cash", "lima."), ("stub-qris", String(repeating: "x", count: 500))] {
            try await flip(provider, false, reason: reason)
        }
        #expect(try await counter.payments.providerStates(by: .operatorAtConsole(name: "root")).allSatisfy { !$0.isOn })
    }

    @Test("A provider that has failed three times is told with since when, until it is shown again")
    func hidden() async throws {
        let bank = SlowBank()
        let payments = PaymentService(database: counter.database, providers: [bank, CashDesk()], zone: .western)
        let (request, siti, amount) = (counter.request, counter.siti, try counter.money(30_000))
        bank.isDown.withLock { $0 = true }
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", tx)
        }
        var since: Instant?
        for failure in 1...4 {
            try await payments.openWanted()
            let state = try await payments.providerStates(by: ratna).first
            if failure == 3 { since = counter.clock.now }
            #expect(state?.hiddenSince == since && state?.isOn == true, "\(failure)")
            counter.clock.advance(bySeconds: 3600)
        }
        #expect(try await payments.providerStates(by: ratna).first?.hiddenSince == nil, "its while is over")
        #expect(try await payments.standing(for: request, by: .citizen(id: siti)).offered == ["bank-uji", "cash"])
    }
}

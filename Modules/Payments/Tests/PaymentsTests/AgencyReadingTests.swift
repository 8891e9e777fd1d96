import Kernel
import Payments
import Storage
import Testing

/// What an agency's own program reads of the money for its services.
@Suite("Money of an agency's services")
struct AgencyReadingTests {
    let counter: Counter
    let polri = Principal.program(id: Identifier(at: Instant(milliseconds: 9)), agency: "polri", scopes: [.readPayments])
    let dukcapil = Principal.program(id: Identifier(at: Instant(milliseconds: 10)), agency: "disdukcapil", scopes: [.readPayments])
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))

    init() throws { counter = try Counter() }

    /// Bills Siti for a service of the police, or of another agency.
    @discardableResult
    private func bill(_ request: Identifier? = nil, agency: String? = "polri", rupiah: Int = 30_000) async throws -> Bill {
        let (payments, siti, amount) = (counter.payments, counter.siti, try counter.money(rupiah))
        let request = request ?? counter.request
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", agency: agency, tx)
        }
        return try await payments.bill(for: request, by: .citizen(id: siti))
    }

    private func reference(_ request: Identifier? = nil) async throws -> String {
        let standing = try await counter.payments.standing(for: request ?? counter.request, by: .citizen(id: counter.siti))
        return try #require(standing.charge?.reference)
    }

    @Test("The list goes on behind its cursor, leaves out a moment that is not over, and has one agency's bills alone")
    func list() async throws {
        var bills: [Bill] = []
        for number in 0..<5 {
            bills.append(try await bill(Identifier(at: Instant(milliseconds: Int64(100 + number)))))
            try await bill(Identifier(at: Instant(milliseconds: Int64(200 + number))), agency: "disdukcapil")
            if number < 4 { counter.clock.advance(bySeconds: 1) }
        }
        var read: [Bill] = []
        var cursor = BillCursor.start
        while true {
            let stretch = try await counter.payments.bills(with: .open, after: cursor, limit: 3, by: polri)
            guard let last = stretch.last else { break }
            read += stretch
            cursor = try #require(BillCursor(BillCursor(after: last).text))
        }
        #expect(read == Array(bills.prefix(4)), "the fifth is of this very moment")
        counter.clock.advance(bySeconds: 1)
        #expect(try await counter.payments.bills(with: .open, after: cursor, limit: 3, by: polri) == [bills[4]])
        #expect(try await counter.payments.bills(with: .paid, after: .start, limit: 3, by: polri).isEmpty)
        #expect(try await counter.payments.bills(with: .open, after: .start, limit: 9, by: dukcapil).count == 5)
    }

    @Test("A bill is shown with what came in and what goes back, to its own agency alone")
    func account() async throws {
        let mine = try await bill()
        let beside = try await bill(counter.dewisRequest, agency: "disdukcapil")
        let reference = try await reference()
        _ = try await counter.payments.receive(counter.notice("P-1", for: reference))
        counter.clock.advance(bySeconds: 1)
        await #expect(throws: Problem(.conflict, "problem.payment.alreadyPaid")) {
            try await counter.payments.receive(counter.notice("P-2", for: reference))
        }
        let held = try #require(try await counter.payments.unmatchedPayments(by: treasurer).first)
        let command = try #require(CommandID("command-refund"))
        _ = try await counter.payments.grantRefund(
            of: held.id, amount: counter.money(10_000), way: .transfer, reason: "Dibayar dua kali", command: command, by: treasurer)
        let account = try await counter.payments.account(of: mine.id, by: polri)
        #expect(account.bill.status == .paid && account.payments.map(\.standing) == [.settled, .alreadyPaid])
        #expect(account.refunds.map(\.amount.rupiah) == [10_000] && account.payments.last?.held.rupiah == 20_000)
        let other = try await counter.payments.account(of: beside.id, by: dukcapil)
        #expect(other.bill == beside && other.payments.isEmpty && other.refunds.isEmpty)
        for (bill, program) in [(mine.id, dukcapil), (beside.id, polri), (counter.request, polri)] {
            await #expect(throws: Problem(.notFound, "problem.notFound")) { try await counter.payments.account(of: bill, by: program) }
        }
    }

    @Test("Each thing that happens is told once, in its order and to its agency; a bill of nobody's agency is told to none")
    func events() async throws {
        let mine = try await bill()
        try await bill(counter.dewisRequest, agency: "disdukcapil")
        try await bill(Identifier(at: Instant(milliseconds: 300)), agency: nil)
        let reference = try await reference()
        for _ in 0..<2 { _ = try await counter.payments.receive(counter.notice("P-1", for: reference)) }
        _ = try? await counter.payments.receive(counter.notice("P-2", for: reference))
        let held = try #require(try await counter.payments.unmatchedPayments(by: treasurer).first)
        let (grant, note) = (try #require(CommandID("command-grant")), try #require(CommandID("command-note")))
        let refund = try await counter.payments.grantRefund(
            of: held.id, amount: held.amount, way: .transfer, reason: "Dibayar dua kali", command: grant, by: treasurer)
        #expect(try await counter.payments.billEvents(after: 0, limit: 9, by: polri).count == 3, "granted is not done")
        try await counter.payments.noteTransfer(of: refund.id, voucher: "TRF-1", command: note, by: treasurer)
        let events = try await counter.payments.billEvents(after: 0, limit: 9, by: polri)
        #expect(events.map(\.kind) == [.opened, .paid, .held, .givenBack] && Set(events.map(\.id)).count == 4)
        #expect(events.allSatisfy { $0.bill == mine.id && $0.purpose == counter.request && $0.amount.rupiah == 30_000 })
        #expect(events.map(\.payment) == [nil, nil, held.id, nil] && events.map(\.refund) == [nil, nil, nil, refund.id])
        #expect(events.map(\.position) == events.map(\.position).sorted())
        #expect(try await counter.payments.billEvents(after: events[1].position, limit: 1, by: polri) == [events[2]])
        #expect(try await counter.payments.billEvents(after: events[3].position, limit: 9, by: polri).isEmpty)
        #expect(try await counter.payments.billEvents(after: 0, limit: 9, by: dukcapil).map(\.kind) == [.opened])
    }

    @Test("A day of the region ends at its midnight, and what came in on it is settled, held and given back, and nothing else")
    func days() async throws {
        try await bill()
        try await bill(counter.dewisRequest, agency: "disdukcapil", rupiah: 50_000)
        let reference = try await reference()
        // The clock stands at 23 November 2026, 08.30 WIB; until midnight it is 15 hours and a half.
        counter.clock.advance(bySeconds: 15 * 3600 + 1800 - 1)
        _ = try await counter.payments.receive(counter.notice("P-1", for: reference))
        counter.clock.advance(bySeconds: 1)
        _ = try? await counter.payments.receive(counter.notice("P-2", for: reference))
        let held = try #require(try await counter.payments.unmatchedPayments(by: treasurer).first)
        let command = try #require(CommandID("command-grant"))
        _ = try await counter.payments.grantRefund(
            of: held.id, amount: counter.money(1), way: .transfer, reason: "Dibayar dua kali", command: command, by: treasurer)
        let monday = try #require(CivilDate("2026-11-23"))
        let days = try await counter.payments.reconciliation(from: monday, days: 3, by: polri)
        #expect(days.map(\.day.iso8601) == ["2026-11-23", "2026-11-24", "2026-11-25"] && days.map(\.payments) == [1, 1, 0])
        #expect(days.map(\.received.rupiah) == [30_000, 30_000, 0] && days.map(\.settled.rupiah) == [30_000, 0, 0])
        #expect(days.map(\.held.rupiah) == [0, 29_999, 0] && days.map(\.givenBack.rupiah) == [0, 1, 0])
        #expect(try await counter.payments.reconciliation(from: monday, days: 3, by: dukcapil).allSatisfy { $0.payments == 0 })
    }

    @Test("Nobody but a program whose key may read payments reads them so")
    func whoMay() async throws {
        let mine = try await bill()
        let monday = try #require(CivilDate("2026-11-23"))
        var scopes = Set(ProgramScope.allCases)
        scopes.remove(.readPayments)
        let others = [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .administrator(id: counter.siti),
            .cashier(id: counter.siti), treasurer, .operatorAtConsole(name: "root"), .platform(name: "tests"),
            .program(id: counter.siti, agency: "polri", scopes: scopes),
        ]
        for other in others {
            let forbidden = Problem(.forbidden, "problem.forbidden")
            await #expect(throws: forbidden, "\(other.kind)") { try await counter.payments.account(of: mine.id, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.bills(with: .open, after: .start, limit: 1, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.billEvents(after: 0, limit: 1, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.reconciliation(from: monday, days: 1, by: other) }
        }
    }

    @Test("A bill from before gets its agency once, and one of which nobody knows it stays as it is")
    func filing() async throws {
        try await bill(agency: nil)
        try await bill(counter.dewisRequest, agency: nil)
        let known = counter.request
        #expect(try await counter.payments.fileBills { request, _ in request == known ? "polri" : nil } == 1)
        #expect(try await counter.payments.fileBills { request, _ in request == known ? "disdukcapil" : nil } == 0)
        #expect(try await counter.payments.bill(for: known, by: .citizen(id: counter.siti)).agency == "polri")
        #expect(try await counter.payments.bill(for: counter.dewisRequest, by: .citizen(id: counter.siti)).agency == nil)
    }

    @Test(
        "A cursor is read as it was written and not otherwise",
        arguments: ["", "_", "5", "-1_x", "05_", "5_x", "5_6_7", String(repeating: "9", count: 70)])
    func cursors(text: String) async throws {
        #expect(BillCursor(text) == nil)
        let cursor = BillCursor(after: try await bill())
        #expect(BillCursor(cursor.text) == cursor && BillCursor("0" + cursor.text) == nil && BillCursor("+" + cursor.text) == nil)
        #expect(BillCursor(BillCursor.start.text) == .start)
    }
}

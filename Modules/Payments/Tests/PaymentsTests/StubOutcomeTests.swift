import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// Each row of the table in the module's README, and what the portal makes of it.
@Suite("What the stubs do wrong")
struct StubOutcomeTests {
    let stage: StubStage

    init() throws { stage = try StubStage() }

    @Test("The README prints the table as the code has it", arguments: StubOutcome.allCases)
    func printed(_ outcome: StubOutcome) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(text.contains("| \(outcome.digits) | \(outcome.meaning) |"))
    }

    @Test("The last two digits decide, and what is not listed behaves")
    func digits() throws {
        for (rupiah, outcome) in [
            (30_000, StubOutcome.behaves), (30_003, .noticeLost), (111, .declined), (30_012, .behaves), (99, .behaves),
        ] {
            #expect(StubOutcome(of: try stage.counter.money(rupiah)) == outcome)
        }
    }

    @Test("01: the payer has no charge, can pay otherwise, and the provider is asked again", arguments: ["stub-va", "stub-simponi"])
    func doesNotOpen(_ name: String) async throws {
        #expect(try await stage.bill(name, rupiah: 30_001).isOpening)
        stage.counter.clock.advance(bySeconds: 60)
        #expect(try await stage.payments.openWanted() == 1)
        let standing = try await stage.standing()
        #expect(standing.isOpening && standing.charge == nil)
    }

    @Test("02: a page of HTML is no charge, and asked again there is one", arguments: ["stub-va", "stub-simponi"])
    func nonsense(_ name: String) async throws {
        #expect(try await stage.bill(name, rupiah: 30_002).charge == nil)
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.openWanted()
        let charge = try #require(try await stage.standing().charge)
        #expect(charge.code?.hasSuffix("1") == true, "the one that was opened the first time")
    }

    @Test("03: a notice that is lost leaves the money to a question", arguments: StubStage.names)
    func noticeLost(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_003)
        #expect(try await stage.press(.pay).isDelivered == false)
        stage.counter.clock.advance(bySeconds: 60)
        #expect(try await stage.desk.deliverDue() == StubRound())
        #expect(stage.line.carried.withLock { $0.isEmpty })
        #expect(try await stage.standing().bill.status == .open)
        try await stage.payments.reconcile()
        #expect(try await stage.standing().bill.status == .paid)
    }

    @Test("04: a notice that comes twice is one payment", arguments: StubStage.names)
    func noticeTwice(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_004)
        try await stage.press(.pay)
        #expect(stage.line.carried.withLock { $0.count } == (name == "stub-simponi" ? 4 : 2))
        #expect(try await stage.counter.events(BillPaid.self).count == 1)
        #expect(try await stage.standing().held == .zero)
    }

    @Test("05: the confirmation before the payment, or a quarter of an hour late, is one payment", arguments: StubStage.names)
    func outOfOrder(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_005)
        try await stage.press(.pay)
        if name == "stub-simponi" {
            let reports = try stage.line.carried.withLock { $0 }.map { try stage.stub(name).report(in: $0) }
            guard reports.count == 2, case .paid = reports[0], case .pending = reports[1] else {
                Issue.record("not the other way round: \(reports)")
                return
            }
        } else {
            stage.counter.clock.advance(bySeconds: 60)
            try await stage.payments.reconcile()
            #expect(stage.line.carried.withLock { $0.isEmpty })
            stage.counter.clock.advance(bySeconds: 839)
            #expect(try await stage.desk.deliverDue() == StubRound())
            stage.counter.clock.advance(bySeconds: 1)
            #expect(try await stage.desk.deliverDue().delivered == 1)
        }
        #expect(try await stage.counter.events(BillPaid.self).count == 1)
        #expect(try await stage.standing().held == .zero)
    }

    @Test("06: money that was taken twice settles once and is held once", arguments: StubStage.names)
    func paidTwice(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_006)
        #expect(try await stage.press(.pay).payments.count == 2)
        let standing = try await stage.standing()
        #expect(standing.bill.status == .paid && standing.held == standing.bill.amount)
    }

    @Test("07: a refund that is refused stays refused", arguments: StubStage.names)
    func refundRefused(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_007)
        try await stage.press(.pay)
        let order = try await stage.order(back: 1)
        for _ in 0..<2 { #expect(try await stage.refund(order, with: name) == .refused) }
    }

    @Test("08: a refund that takes a minute is told of, and known when it is asked for", arguments: StubStage.names)
    func refundLater(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_008)
        try await stage.press(.pay)
        let order = try await stage.order(back: 1_000)
        #expect(try await stage.refund(order, with: name) == .pending)
        stage.counter.clock.advance(bySeconds: 59)
        #expect(try await stage.refund(order, with: name) == .pending)
        #expect(try await stage.desk.deliverDue() == StubRound())
        stage.counter.clock.advance(bySeconds: 1)
        let done = RefundAnswer.done(voucher: "REF-\(order.id)")
        #expect(try await stage.refund(order, with: name) == done)
        // The portal never granted it, and so does not know it; what it was told is what matters here.
        _ = try await stage.desk.deliverDue()
        let notice = try #require(stage.line.carried.withLock { $0.last })
        #expect(try stage.stub(name).report(in: notice) == .refund(RefundReport(refund: order.id, answer: done)))
    }

    @Test("09: a rupiah too little settles nothing and is held", arguments: StubStage.names)
    func tooLittle(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_009)
        try await stage.press(.pay)
        let standing = try await stage.standing()
        #expect(standing.bill.status == .open && standing.held.rupiah == 30_008)
    }

    @Test("10: a gateway that does not answer is no answer, and its notice counts", arguments: StubStage.names)
    func doesNotAnswer(_ name: String) async throws {
        try await stage.bill(name, rupiah: 30_010)
        stage.line.state.withLock { $0 = .silent }
        try await stage.press(.pay)
        await #expect(throws: (any Error).self) { try await stage.state(name) }
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.reconcile()
        #expect(try await stage.standing().bill.status == .open)
        stage.line.state.withLock { $0 = .open }
        _ = try await stage.desk.deliverDue()
        #expect(try await stage.standing().bill.status == .paid)
    }

    @Test("11: a payment that is declined ends the charge, and its payer gets another", arguments: StubStage.names)
    func declined(_ name: String) async throws {
        let first = try #require(try await stage.bill(name, rupiah: 30_011).charge)
        let charge = try await stage.press(.pay)
        #expect(charge.payments.isEmpty && charge.state == .declined)
        #expect(try await stage.state(name) == .over)
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.reconcile()
        let over = try #require(try await stage.standing().charge)
        #expect(over.isExpired(at: stage.counter.clock.now))
        try await stage.payments.choose(name, for: stage.counter.request, by: .citizen(id: stage.counter.siti))
        #expect(try await stage.reference() != first.reference)
    }
}

import Foundation
import Kernel
import Payments
import Storage
import StorageTesting
import Synchronization
import Testing

@Suite("The stub's desk")
struct StubDeskTests {
    let counter: Counter
    let line: Line
    let desk: StubDesk

    init() throws {
        counter = try Counter()
        line = Line(counter.payments)
        desk = StubDesk(database: counter.database, providers: [counter.provider], carrier: line)
    }

    @Test("Siti presses pay twice, pays once, and the portal hears it once")
    func twice() async throws {
        let bill = try await counter.bill()
        let first = try await desk.pay(bill.reference)
        counter.clock.advance(bySeconds: 3)
        let second = try await desk.pay(bill.reference)
        #expect(first == second)
        #expect(first.isDelivered)
        #expect(line.carried.withLock { $0.count } == 1)
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test("Siti's phones pay at the same moment, and she pays once")
    func twiceAtOnce() async throws {
        let bill = try await counter.bill()
        let desk = desk
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await desk.pay(bill.reference) } }
            try await group.waitForAll()
        }
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await counter.payments.unmatchedPayments(by: .platform(name: "test")).isEmpty)
    }

    @Test("A desk that cannot reach the portal tells it later, and nothing is recorded twice", arguments: [Line.State.broken, .silent])
    func unreachable(_ state: Line.State) async throws {
        let bill = try await counter.bill()
        line.state.withLock { $0 = state }
        let charge = try await desk.pay(bill.reference)
        #expect(charge.paidAt == counter.clock.now)
        #expect(!charge.isDelivered)
        // Not yet due, then due but the line still broken.
        #expect(try await desk.deliverDue() == StubRound())
        counter.clock.advance(bySeconds: 6)
        #expect(try await desk.deliverDue().postponed == 1)
        // An hour later the old signature would be stale; it is signed anew.
        counter.clock.advance(bySeconds: 3600)
        line.state.withLock { $0 = .open }
        #expect(try await desk.deliverDue().delivered == 1)
        #expect(try await desk.deliverDue() == StubRound())
        let paid = try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti))
        #expect(paid.paidAt == charge.paidAt)
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await desk.charge(bill.reference).isDelivered)
    }

    @Test("A webhook whose answer was lost is told again, and nothing is recorded twice")
    func answerLost() async throws {
        let bill = try await counter.bill()
        let deaf = StubDesk(database: counter.database, providers: [counter.provider], carrier: LostAnswer(payments: counter.payments))
        #expect(try await deaf.pay(bill.reference).isDelivered == false)
        counter.clock.advance(bySeconds: 60)
        #expect(try await desk.deliverDue().delivered == 1)
        #expect(try await counter.events(BillPaid.self).count == 1)
        #expect(try await counter.audit("bill.paid").count == 1)
    }

    @Test("A process that ends between taking the money and telling the portal leaves it to the next round")
    func interrupted() async throws {
        let bill = try await counter.bill()
        let dying = StubDesk(database: counter.database, providers: [counter.provider], carrier: Dying())
        await #expect(throws: CancellationError.self) { try await dying.pay(bill.reference) }
        #expect(try await desk.charge(bill.reference).paidAt == counter.clock.now)
        counter.clock.advance(bySeconds: 6)
        #expect(try await desk.deliverDue().delivered == 1)
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test("A desk that is overtaken by another one changes nothing more, whether or not it succeeds too", arguments: [true, false])
    func overtaken(succeeds: Bool) async throws {
        let bill = try await counter.bill()
        let slow = StubDesk(
            database: counter.database, providers: [counter.provider],
            carrier: Overtaken(first: desk, reference: bill.reference, answer: succeeds))
        let charge = try await slow.pay(bill.reference)
        #expect(charge.isDelivered, "the other one has told it meanwhile")
        let rows = try await counter.database.everyRow(of: bill.reference).filter { $0.hasPrefix("stub_notices:") }
        #expect(rows.count == 1)
        #expect(rows.allSatisfy { $0.contains("attempts 1,") }, "what the slow one did is not counted any more")
        #expect(try await counter.events(BillPaid.self).count == 1)
    }

    @Test("The desk knows no charge that it did not give out")
    func unknown() async throws {
        await #expect(throws: Problem.notFound("")) { try await desk.charge("MPP0000") }
        await #expect(throws: Problem.notFound("")) { try await desk.pay("MPP0000") }
    }

    @Test("The desk shows what the QRIS picture says")
    func shows() async throws {
        let bill = try await counter.bill()
        let charge = try await desk.charge(bill.reference)
        #expect(charge.amount == bill.amount)
        #expect(charge.merchantName == "MPP KABUPATEN CONTOH")
        #expect(charge.merchantCity == "CONTOH")
        #expect(charge.purpose == counter.request)
        #expect(charge.paidAt == nil)
    }
}

/// The portal hears, but the desk hears nothing back.
private struct LostAnswer: NoticeCarrier {
    let payments: PaymentService

    func carry(_ notice: ProviderNotice) async throws -> Bool {
        _ = try await payments.receive(notice)
        return false
    }
}

/// Another desk tells the portal while this one is still trying, which then succeeds too, or fails.
private struct Overtaken: NoticeCarrier {
    let first: StubDesk
    let reference: String
    let answer: Bool

    func carry(_ notice: ProviderNotice) async throws -> Bool {
        try await first.pay(reference)
        return answer
    }
}

private struct Dying: NoticeCarrier {
    func carry(_ notice: ProviderNotice) async throws -> Bool { throw CancellationError() }
}

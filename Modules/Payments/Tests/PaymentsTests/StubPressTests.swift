import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// What a person can do at the gateway, and what it keeps of it.
@Suite("What is pressed at the gateway")
struct StubPressTests {
    let stage: StubStage

    init() throws { stage = try StubStage() }

    @Test("Who paid a billing code waits for the treasury, and its number stands with the payment")
    func treasury() async throws {
        try await stage.bill("stub-simponi")
        let paid = try await stage.press(.payUnconfirmed)
        #expect(paid.payments.map(\.bankNumber) == ["000000000001"] && paid.payments.allSatisfy { !$0.isConfirmed && $0.proof == nil })
        var standing = try await stage.standing()
        #expect(standing.bill.status == .open && standing.charge?.pendingAt == stage.counter.clock.now)
        #expect(try await stage.state("stub-simponi") == .pending(at: stage.counter.clock.now))
        #expect(try await stage.refund(stage.order(back: 1), with: "stub-simponi") == .refused, "not before it is confirmed")
        stage.counter.clock.advance(bySeconds: 86_400)
        let confirmed = try await stage.press(.confirm)
        standing = try await stage.standing()
        #expect(standing.bill.status == .paid && standing.bill.paidAt == paid.paidAt)
        let number = try #require(standing.proof)
        #expect(number == confirmed.payments.first?.proof && TreasuryNumber(typed: number)?.text == number)
        #expect(try await stage.press(.confirm) == confirmed, "confirmed once")
    }

    @Test("A treasury's word that never comes is found by asking")
    func treasuryIsSilent() async throws {
        try await stage.bill("stub-simponi")
        try await stage.desk.tell(stage.reference(), in: .lost)
        try await stage.press(.payUnconfirmed)
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.reconcile()
        #expect(try await stage.standing().charge?.pendingAt != nil)
        try await stage.press(.confirm)
        stage.counter.clock.advance(bySeconds: 120)
        try await stage.payments.reconcile()
        #expect(try await stage.standing().bill.status == .paid)
        #expect(stage.line.carried.withLock { $0.isEmpty })
    }

    @Test("Only the treasury's code is paid without being confirmed", arguments: ["stub-qris", "stub-va"])
    func onlyTreasury(_ name: String) async throws {
        try await stage.bill(name)
        #expect(try await stage.press(.payUnconfirmed).payments.isEmpty)
    }

    @Test("A charge is paid until the moment in which it ends, and from then on only late", arguments: StubStage.names, [-1, 0, 1])
    func expiry(_ name: String, milliseconds: Int64) async throws {
        let end = try #require(try await stage.bill(name).charge?.expiresAt)
        stage.counter.clock.set(Instant(milliseconds: end.milliseconds + milliseconds))
        let (inTime, late): (StubPress, StubPress) = (.pay, .payLate)
        let wrong = milliseconds < 0 ? late : inTime
        #expect(try await stage.press(wrong).payments.isEmpty)
        #expect(try await stage.press(milliseconds < 0 ? inTime : late).payments.count == 1)
        #expect(try await stage.standing().bill.status == .paid, "who owes and pays has paid, late too")
    }

    @Test("A charge that was ended by hand is over for the portal, and late money settles all the same", arguments: StubStage.names)
    func ended(_ name: String) async throws {
        try await stage.bill(name)
        #expect(try await stage.press(.expire).state == .expired)
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.reconcile()
        #expect(try #require(try await stage.standing().charge).isExpired(at: stage.counter.clock.now))
        #expect(try await stage.press(.pay).payments.isEmpty)
        #expect(try await stage.press(.payLate).payments.count == 1)
        #expect(try await stage.standing().bill.status == .paid)
    }

    @Test("Paid twice by hand is held once, and the same press does it once", arguments: StubStage.names)
    func again(_ name: String) async throws {
        try await stage.bill(name)
        #expect(try await stage.press(.payAgain).payments.isEmpty, "nothing was paid that could be paid again")
        try await stage.press(.pay)
        for _ in 0..<2 { #expect(try await stage.press(.payAgain, "tekan-lagi").payments.count == 2) }
        #expect(try await stage.standing().held.rupiah == 30_000)
    }

    @Test("Another amount settles nothing", arguments: StubStage.names)
    func wrong(_ name: String) async throws {
        try await stage.bill(name)
        #expect(try await stage.press(.payWrong).payments.map(\.amount.rupiah) == [29_999])
        let standing = try await stage.standing()
        #expect(standing.bill.status == .open && standing.held.rupiah == 29_999)
    }

    @Test("What Siti presses leaves Dewi's as it was", arguments: StubPress.allCases)
    func beside(_ press: StubPress) async throws {
        try await stage.bill("stub-simponi")
        let dewis = try #require(try await stage.billDewi("stub-simponi").charge).reference
        let before = try await stage.counter.database.everyRow(of: stage.counter.dewi, stage.counter.dewisRequest, dewis)
        try await stage.press(press)
        #expect(try await stage.counter.database.everyRow(of: stage.counter.dewi, stage.counter.dewisRequest, dewis) == before)
    }

    @Test("A notice is given up after the twenty-fourth try, and the money is found by asking")
    func givesUp() async throws {
        try await stage.bill("stub-va")
        stage.line.state.withLock { $0 = .broken }
        try await stage.press(.pay)
        for round in 2...StubDesk.tries {
            stage.counter.clock.advance(bySeconds: 3600)
            #expect(try await stage.desk.deliverDue().postponed == 1, "round \(round)")
        }
        stage.counter.clock.advance(bySeconds: 86_400)
        #expect(try await stage.desk.deliverDue() == StubRound())
        try await stage.payments.reconcile()
        #expect(try await stage.standing().bill.status == .paid)
    }

    @Test("The list of a day has what was confirmed on it, by the region's clock, and one stub's only")
    func settlement() async throws {
        try await stage.bill("stub-simponi")
        let dewis = try #require(try await stage.billDewi("stub-va").charge).reference
        let zone = IndonesianZone.western
        let day = zone.local(stage.counter.clock.now).date
        let midnight = zone.instant(day.advanced(byDays: 1), try #require(TimeOfDay(minutes: 0)))
        let header = "payment_id,reference,amount,paid_at\n"
        stage.counter.clock.set(midnight.advanced(bySeconds: -1))
        try await stage.press(.payUnconfirmed)
        let other = try await stage.desk.pay(dewis)
        func file(_ name: String, _ days: Int) async throws -> String {
            try await stage.desk.settlementFile(of: name, on: day.advanced(byDays: days), in: zone)
        }
        #expect(try await file("stub-simponi", 0) == header, "not confirmed yet")
        stage.counter.clock.set(midnight)
        try await stage.press(.confirm)
        #expect(try await file("stub-simponi", 0) == header)
        let reference = try await stage.reference()
        #expect(
            try await file("stub-simponi", 1)
                == header + "STUB-tekan-satu,\(reference),30000,\(midnight.advanced(bySeconds: -1).iso8601)\n")
        #expect(try await file("stub-simponi", 2) == header)
        let payment = try #require(other.payments.first)
        #expect(try await file("stub-va", 0) == header + "\(payment.paymentID),\(dewis),50000,\(payment.paidAt.iso8601)\n")
        #expect(try await file("stub-qris", 0) == header)
        await #expect(throws: Problem.notFound("")) { try await file("bank-lain", 0) }
    }

    @Test(
        "The treasury's number is read as people type it",
        arguments: [
            ("0123456789ABCDEF", "0123456789ABCDEF"), ("o123 4567 89ab cdef", "0123456789ABCDEF"),
            ("OI23-4567-89AB-CDEF", "0123456789ABCDEF"),
            ("0123456789ABCDE", nil), ("0123456789ABCDEFG", nil), ("", nil), ("0123456789ABCDE/", nil), ("0123456789ABCDEé", nil),
        ])
    func number(_ typed: String, _ kept: String?) {
        #expect(TreasuryNumber(typed: typed)?.text == kept)
    }
}

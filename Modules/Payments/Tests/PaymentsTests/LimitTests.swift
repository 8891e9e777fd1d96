import Foundation
import Kernel
import Payments
import Storage
import StorageTesting
import Synchronization
import Testing

/// One below, at, one above.
@Suite("The limits of payments")
struct LimitTests {
    let counter: Counter

    init() throws { counter = try Counter() }

    @Test("One rupiah too little or too much settles nothing", arguments: [(29_999, false), (30_000, true), (30_001, false)])
    func amounts(rupiah: Int, settles: Bool) async throws {
        let bill = try await counter.bill()
        let start = counter.clock.now
        let notice = try counter.notice(for: bill.reference, rupiah: rupiah)
        counter.clock.advance(bySeconds: 60)
        if settles {
            #expect(try await counter.payments.receive(notice) == .recorded)
        } else {
            await #expect(throws: Problem(.conflict, "problem.payment.wrongAmount")) { try await counter.payments.receive(notice) }
        }
        let kept = try await counter.payments.unmatchedPayments(by: .platform(name: "test"))
        #expect(kept.map(\.amount.rupiah) == (settles ? [] : [rupiah]))
        #expect(kept.allSatisfy { $0.paidAt == start && $0.receivedAt == start.advanced(bySeconds: 60) })
        #expect(kept.allSatisfy { $0.paymentID == "P-1" && $0.reference == bill.reference && $0.provider == "stub-qris" })
        let paid = try await counter.payments.bill(for: counter.request, by: .citizen(id: counter.siti))
        #expect(paid.paidAt == (settles ? start : nil), "when the bank took it, not when it was told")
        #expect(paid.createdAt == start)
    }

    @Test("Money that settled nothing is listed newest first")
    func order() async throws {
        let bill = try await counter.bill()
        for number in 1...3 {
            let notice = try counter.notice("P-\(number)", for: bill.reference, rupiah: number)
            await #expect(throws: Problem.self) { try await counter.payments.receive(notice) }
            counter.clock.advance(bySeconds: number == 2 ? 0 : 1)
        }
        let kept = try await counter.payments.unmatchedPayments(by: .operatorAtConsole(name: "root"))
        #expect(kept.last?.paymentID == "P-1")
        #expect(
            kept.map(\.id) == kept.sorted { ($0.receivedAt.milliseconds, $0.id.text) > ($1.receivedAt.milliseconds, $1.id.text) }.map(\.id))
    }

    @Test("A bill's description has one to two hundred characters", arguments: [(0, false), (1, true), (200, true), (201, false)])
    func descriptions(length: Int, isTaken: Bool) async throws {
        let (payments, request, siti, amount) = (counter.payments, counter.request, counter.siti, try counter.money(1))
        let words = String(repeating: "é", count: length)
        let open: @Sendable (WriteTransaction) throws -> Identifier = { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: words, tx)
        }
        if isTaken {
            _ = try await counter.database.write(open)
            #expect(try await payments.bill(for: request, by: .citizen(id: siti)).description == words)
        } else {
            await #expect(throws: Problem(.invalid, "problem.bill.description")) { try await counter.database.write(open) }
        }
    }

    @Test("A webhook's names have one to a hundred bytes", arguments: [(0, false), (1, true), (100, true), (101, false)])
    func names(length: Int, isReadable: Bool) async throws {
        let name = String(repeating: "R", count: length)
        for (payment, reference) in [(name, "R"), ("P", name)] {
            let notice = try counter.notice(payment, for: reference)
            await #expect(
                throws: isReadable
                    ? Problem(.notFound, "problem.payment.unknownReference") : Problem(.invalid, "problem.webhook.unreadable")
            ) { try await counter.payments.receive(notice) }
        }
    }

    @Test("A signature whose hexadecimal digits are too few, too many or an odd number is refused", arguments: [0, 1, 62, 63, 65, 66])
    func signatures(length: Int) async throws {
        let bill = try await counter.bill()
        let genuine = try counter.notice(for: bill.reference)
        let header = "t=\(counter.clock.now.milliseconds / 1000),v1=" + String(repeating: "0", count: length)
        let forged = ProviderNotice(provider: "stub-qris", headers: ["x-stub-signature": header], body: genuine.body)
        await #expect(throws: Problem(.unauthenticated, "problem.webhook.forged")) { try await counter.payments.receive(forged) }
    }

    @Test("The desk tries again later and later, one hour at most")
    func delays() async throws {
        let line = Line(counter.payments)
        let desk = StubDesk(database: counter.database, providers: [counter.provider], carrier: line)
        let bill = try await counter.bill()
        line.state.withLock { $0 = .silent }
        try await desk.pay(bill.reference)
        for delaySeconds in [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600] {
            counter.clock.advance(bySeconds: delaySeconds - 1)
            #expect(try await desk.deliverDue() == StubRound(), "too early before \(delaySeconds) s")
            counter.clock.advance(bySeconds: 1)
            #expect(try await desk.deliverDue().postponed == 1, "not tried after \(delaySeconds) s")
        }
        let rows = try await counter.database.everyRow(of: bill.reference).filter { $0.hasPrefix("stub_notices") }
        #expect(rows.count == 1 && rows.allSatisfy { $0.contains("attempts 13,") })
    }

    @Test("The desk tells what is due longest first, as many as it is asked for")
    func rounds() async throws {
        let line = Line(counter.payments)
        let desk = StubDesk(database: counter.database, providers: [counter.provider], carrier: line)
        let (sitis, dewis) = (try await counter.bill(), try await counter.billDewi())
        line.state.withLock { $0 = .broken }
        try await desk.pay(dewis.reference)
        counter.clock.advance(bySeconds: 1)
        try await desk.pay(sitis.reference)
        line.state.withLock { $0 = .open }
        counter.clock.advance(bySeconds: 5)
        #expect(try await desk.deliverDue(limit: 1).delivered == 1)
        #expect(try await counter.events(BillPaid.self).map(\.bill.payer) == [counter.dewi])
        #expect(try await desk.deliverDue(limit: 1).delivered == 1)
        #expect(try await desk.deliverDue() == StubRound())
    }

    @Test("A QRIS value has one to ninety-nine printable characters, and a bill number at most twenty-five")
    func fields() throws {
        for (value, isTaken) in [
            ("A", true), (String(repeating: "A", count: 99), true), (String(repeating: "A", count: 100), false), (" ~", true),
            ("\u{1F}", false), ("\u{7F}", false),
        ] {
            let fields = [QRISField("00", "01"), QRISField("59", value)]
            if isTaken {
                let payload = try QRISPayload(fields)
                #expect(try QRISPayload(parsing: payload.text) == payload)
            } else {
                #expect(throws: Problem(.invalid, "problem.qris.broken")) { try QRISPayload(fields) }
            }
        }
        for id in ["5/", "5:", "/5", "999", ""] {
            #expect(throws: Problem(.invalid, "problem.qris.broken")) { try QRISPayload([QRISField("00", "01"), QRISField(id, "A")]) }
        }
        let (merchant, amount) = (QRISMerchant.nobody(name: "MPP", city: "Contoh"), try counter.money(1))
        for length in [1, 25] {
            let number = String(repeating: "9", count: length)
            #expect(try QRISPayload.dynamic(merchant: merchant, amount: amount, billNumber: number).billNumber == number)
        }
    }
}

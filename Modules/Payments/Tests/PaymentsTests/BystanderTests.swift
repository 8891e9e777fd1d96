import Kernel
import Payments
import Storage
import Synchronization
import Testing

/// Whatever is done to Siti's bill leaves every row of Dewi's byte for byte as it was.
@Suite("Who stands beside")
struct BystanderTests {
    let counter: Counter
    let line: Line
    let desk: StubDesk

    init() throws {
        counter = try Counter()
        line = Line(counter.payments)
        desk = StubDesk(database: counter.database, providers: [counter.provider], carrier: line)
    }

    /// Both are billed, Dewi first or last: a statement that takes any row takes the first.
    private func bills(dewiIsFirst: Bool) async throws -> (siti: OpenBill, dewi: OpenBill) {
        if dewiIsFirst {
            let dewis = try await counter.billDewi()
            return (try await counter.bill(), dewis)
        }
        let sitis = try await counter.bill()
        return (sitis, try await counter.billDewi())
    }

    @Test("Siti's payment settles her bill and leaves Dewi's as it was", arguments: [true, false])
    func paid(dewiIsFirst: Bool) async throws {
        let (sitis, dewis) = try await bills(dewiIsFirst: dewiIsFirst)
        let before = try await counter.dewisRows(dewis)
        #expect(try await counter.payments.receive(counter.notice("P-1", for: sitis.reference)) == .recorded)
        #expect(try await counter.dewisRows(dewis) == before)
        let (payments, request, other) = (counter.payments, counter.request, counter.dewisRequest)
        let isPaid = try await counter.database.read { tx in try [request, other].map { try payments.isPaid($0, tx) } }
        #expect(isPaid == [true, false])
        #expect(try await counter.payments.receive(counter.notice("P-2", for: dewis.reference, rupiah: 50_000)) == .recorded)
        // Events of different bills are told side by side, so that their order says nothing.
        let told = try await counter.events(BillPaid.self).map(\.bill.payer)
        #expect(told.count == 2 && Set(told) == [counter.siti, counter.dewi])
        #expect(try await counter.payments.unmatchedPayments(by: .platform(name: "test")).isEmpty, "what settled a bill is not listed")
    }

    @Test("Siti's bill is not Dewi's, and neither sees the other's", arguments: [true, false])
    func hidden(dewiIsFirst: Bool) async throws {
        let (sitis, dewis) = try await bills(dewiIsFirst: dewiIsFirst)
        #expect(sitis.payer == counter.siti)
        #expect(dewis.payer == counter.dewi)
        #expect(sitis.reference != dewis.reference)
        await #expect(throws: Problem.notFound("")) {
            try await counter.payments.bill(for: counter.dewisRequest, by: .citizen(id: counter.siti))
        }
    }

    @Test("Siti's money that settles nothing leaves Dewi's bill as it was", arguments: [true, false])
    func unmatched(dewiIsFirst: Bool) async throws {
        let (sitis, dewis) = try await bills(dewiIsFirst: dewiIsFirst)
        let before = try await counter.dewisRows(dewis)
        // The amount of Dewi's bill under Siti's reference, and a reference that is nobody's.
        for (id, reference) in [("P-1", sitis.reference), ("P-2", "MPP-TIDAK-ADA")] {
            await #expect(throws: Problem.self) {
                try await counter.payments.receive(counter.notice(id, for: reference, rupiah: 50_000))
            }
        }
        #expect(try await counter.dewisRows(dewis) == before)
    }

    @Test("At the desk Siti pays and is told of, while what Dewi paid still waits", arguments: [true, false])
    func desk(dewiIsFirst: Bool) async throws {
        let (sitis, dewis) = try await bills(dewiIsFirst: dewiIsFirst)
        line.state.withLock { $0 = .broken }
        try await desk.pay(dewis.reference)
        let before = try await counter.dewisRows(dewis)
        #expect(try await desk.pay(sitis.reference).isDelivered == false, "put off, and Dewi's no further")
        #expect(try await counter.dewisRows(dewis) == before)
        line.state.withLock { $0 = .open }
        let told = try await desk.pay(sitis.reference)
        #expect(told.isDelivered)
        #expect(told.amount == sitis.amount)
        #expect(told.purpose == counter.request)
        #expect(try await counter.dewisRows(dewis) == before)
        #expect(try await desk.charge(dewis.reference).isDelivered == false)
        counter.clock.advance(bySeconds: 5)
        #expect(try await desk.deliverDue() == round(delivered: 1))
        #expect(line.carried.withLock { $0.count } == 2)
    }

    @Test("Another provider's reference and payment of the same name are others")
    func providers() async throws {
        let both = PaymentService(
            database: counter.database, providers: [counter.provider, OtherBank(inner: counter.provider)], zone: .western)
        let bill = try await counter.bill()
        let notice = try counter.notice("P-1", for: bill.reference)
        let elsewhere = ProviderNotice(provider: "bank-lain", headers: notice.headers, body: notice.body)
        await #expect(throws: Problem(.notFound, "problem.payment.unknownReference")) { try await both.receive(elsewhere) }
        #expect(try await both.receive(notice) == .recorded, "its own P-1 is not known yet")
        #expect(try await both.unmatchedPayments(by: .platform(name: "test")).map(\.provider) == ["bank-lain"])
    }

    private func round(delivered: Int) -> StubRound {
        var round = StubRound()
        round.delivered = delivered
        return round
    }
}

/// A second bank, which signs as the first one does.
private struct OtherBank: PaymentProvider, NoticeReader {
    let name = "bank-lain"
    let inner: StubQRISProvider
    var notices: (any NoticeReader)? { self }

    var opening: ChargeOpening { inner.opening }
    func report(in notice: ProviderNotice) throws -> ProviderReport { try inner.report(in: notice) }
}

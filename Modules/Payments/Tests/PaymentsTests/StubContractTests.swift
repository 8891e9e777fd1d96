import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// What the portal relies on with every provider, asked of each stub. A real provider's test begins with these.
@Suite("What every provider keeps")
struct StubContractTests {
    let stage: StubStage

    init() throws { stage = try StubStage() }

    @Test("Asked twice for the same order it answers the same charge, and for the next attempt another", arguments: StubStage.names)
    func opening(_ name: String) async throws {
        let order = try stage.order()
        let first = try await stage.open(order, with: name)
        #expect(try await stage.open(order, with: name) == first)
        let next = try await stage.open(try stage.order(attempt: 2), with: name)
        #expect(next.reference != first.reference)
        #expect(next.code == nil || next.code != first.code)
        #expect(try #require(first.expiresAt) > stage.counter.clock.now)
    }

    @Test("Asked by six at once it opens one charge", arguments: StubStage.names)
    func openingAtOnce(_ name: String) async throws {
        let (stage, order) = (stage, try stage.order())
        let charges = try await withThrowingTaskGroup(of: Charge.self) { group in
            for _ in 0..<6 { group.addTask { try await stage.open(order, with: name) } }
            return try await group.reduce(into: Set<Charge>()) { $0.insert($1) }
        }
        #expect(charges.count == 1)
    }

    @Test("A process that ends before the portal has noted a charge finds the same one again", arguments: StubStage.names)
    func killedBetween(_ name: String) async throws {
        let (payments, siti, request) = (stage.payments, stage.counter.siti, stage.counter.request)
        let amount = try stage.counter.money(30_000)
        _ = try await stage.counter.database.write { tx in
            try payments.openBill(amount, .state, for: request, payer: siti, description: "SKCK", ways: [name], tx)
        }
        let bill = try await stage.standing().bill
        let order = BillOrder(id: bill.id, amount: bill.amount, description: bill.description, at: stage.counter.clock.now)
        let lost = try await stage.open(order, with: name)
        stage.counter.clock.advance(bySeconds: 60)
        try await payments.openWanted()
        let kept = try #require(try await stage.standing().charge)
        #expect(kept.reference == lost.reference && kept.code == lost.code && kept.expiresAt == lost.expiresAt)
    }

    @Test("A notice that is forged or altered is refused", arguments: StubStage.names)
    func forged(_ name: String) async throws {
        let stub = try stage.stub(name)
        let reference = try #require(try await stage.bill(name).charge).reference
        let money = Payments.Confirmation(
            paymentID: "P-1", reference: reference, amount: try stage.counter.money(30_000), paidAt: stage.counter.clock.now)
        let genuine = try stub.notice(of: money, at: stage.counter.clock.now)
        var altered = genuine.body
        altered[altered.count / 2] ^= 1
        let others = try stage.stubs.filter { $0.name != name }.map { try $0.notice(of: money, at: stage.counter.clock.now) }
        let refused =
            [
                ProviderNotice(provider: name, headers: genuine.headers, body: altered),
                ProviderNotice(provider: name, headers: [:], body: genuine.body),
                ProviderNotice(provider: name, headers: genuine.headers, body: Data(genuine.body.dropLast())),
                ProviderNotice(provider: name, headers: genuine.headers, body: genuine.body + Data("\n".utf8)),
            ] + others.map { ProviderNotice(provider: name, headers: $0.headers, body: $0.body) }
        for notice in refused {
            await #expect(throws: Problem(.unauthenticated, "problem.webhook.forged")) { try await stage.payments.receive(notice) }
        }
        #expect(try await stage.standing().bill.status == .open)
        #expect(try await stage.payments.receive(genuine) == .recorded)
        #expect(try await stage.payments.receive(genuine) == .repeated)
    }

    @Test("A notice holds for five minutes, either way", arguments: StubStage.names, [-301, -300, 300, 301])
    func stale(_ name: String, seconds: Int) async throws {
        let stub = try stage.stub(name)
        let reference = try #require(try await stage.bill(name).charge).reference
        let money = Payments.Confirmation(
            paymentID: "P-1", reference: reference, amount: try stage.counter.money(30_000), paidAt: stage.counter.clock.now)
        let notice = try stub.notice(of: money, at: stage.counter.clock.now.advanced(bySeconds: seconds))
        if abs(seconds) == 300 {
            #expect(try await stage.payments.receive(notice) == .recorded)
        } else {
            await #expect(throws: Problem(.unauthenticated, "problem.webhook.stale")) { try await stage.payments.receive(notice) }
        }
    }

    @Test("What it answers when it is asked is what it told by itself", arguments: StubStage.names)
    func agrees(_ name: String) async throws {
        try await stage.bill(name)
        let dewis = try #require(try await stage.billDewi(name).charge).reference
        // Events that are delivered are gone: hers are before she is looked at.
        _ = try await stage.counter.events(BillOpened.self)
        let before = try await stage.counter.database.everyRow(of: stage.counter.dewi, stage.counter.dewisRequest, dewis)
        #expect(try await stage.state(name) == .open)
        try await stage.press(.pay)
        let told = try stage.line.carried.withLock { $0 }.compactMap { notice -> Payments.Confirmation? in
            if case .paid(let confirmation) = try stage.stub(name).report(in: notice) { confirmation } else { nil }
        }
        #expect(told.count == 1)
        #expect(try await stage.state(name) == .paid(told))
        stage.counter.clock.advance(bySeconds: 60)
        try await stage.payments.reconcile()
        #expect(try await stage.standing().bill.status == .paid)
        #expect(try await stage.counter.events(BillPaid.self).map(\.bill.payer) == [stage.counter.siti])
        // Dewi's charge was asked for in the same round; nothing else of hers has changed.
        let after = try await stage.counter.database.everyRow(of: stage.counter.dewi, stage.counter.dewisRequest, dewis)
        #expect(after.filter { !$0.hasPrefix("charges:") } == before.filter { !$0.hasPrefix("charges:") })
    }

    @Test("A refund that is asked for twice gives back once, and never more than came in", arguments: StubStage.names)
    func refunds(_ name: String) async throws {
        try await stage.bill(name)
        try await stage.press(.pay)
        let part = try await stage.order(back: 10_000)
        let answer = try await stage.refund(part, with: name)
        guard case .done = answer else {
            Issue.record("not given back: \(answer)")
            return
        }
        stage.counter.clock.advance(bySeconds: 3600)
        #expect(try await stage.refund(part, with: name) == answer)
        #expect(try await stage.refund(stage.order(back: 20_001), with: name) == .refused, "one above what is left")
        let rest = try await stage.refund(stage.order(back: 20_000), with: name)
        #expect(rest != .refused && rest != answer)
        #expect(try await stage.refund(stage.order(back: 1), with: name) == .refused, "nothing is left")
    }

    @Test("Of another's payment, and of one that nobody made, nothing is given back", arguments: StubStage.names)
    func strangersRefund(_ name: String) async throws {
        try await stage.bill(name)
        try await stage.press(.pay)
        let genuine = try await stage.order(back: 1_000)
        for (payment, reference) in [("STUB-tidak-ada", genuine.reference), (genuine.paymentID, "MPP0000")] {
            let order = RefundOrder(
                id: Identifier(at: stage.counter.clock.now), paymentID: payment, reference: reference, amount: genuine.amount)
            #expect(try await stage.refund(order, with: name) == .refused)
        }
        let other = try #require(StubStage.names.first { $0 != name })
        #expect(try await stage.refund(genuine, with: other) == .refused, "asked at the wrong door")
    }

    @Test("A code is a text of digits, as long as it should be")
    func codes() async throws {
        let account = try #require(try await stage.open(stage.order(), with: "stub-va").code)
        #expect(account == "0009900000000001")
        let code = try #require(try await stage.open(stage.order(), with: "stub-simponi").code)
        #expect(code == "820000000000001" && code.count == 15)
        #expect(StubKind(provider: "a", prefix: "A", validSeconds: 1, codePrefix: "82", codeLength: 5).code(999) == "82999")
        for (wanted, given) in [(9, 10), (10, 10), (18, 18), (19, 18)] {
            #expect(StubBank(prefix: "00099", accountLength: wanted).accountLength == given)
        }
    }

    @Test("A billing code holds seven days to the second, a virtual account one")
    func validity() async throws {
        stage.counter.clock.advance(bySeconds: 1)
        let second = Instant(milliseconds: stage.counter.clock.now.milliseconds / 1000 * 1000)
        let order = BillOrder(
            id: stage.counter.request, amount: try stage.counter.money(30_000), description: "SKCK",
            at: Instant(milliseconds: second.milliseconds + 999))
        #expect(try await stage.open(order, with: "stub-simponi").expiresAt == second.advanced(byDays: 7))
        #expect(try await stage.open(order, with: "stub-va").expiresAt == second.advanced(byDays: 1))
    }
}

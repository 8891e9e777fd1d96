import Kernel
import Payments
import Storage
import Testing

/// Random histories of everything that can happen to money, with lies among it: after every step the books add up, no bill is paid twice,
/// and nothing that came in is lost.
@Suite("Histories of money", .timeLimit(.minutes(5)))
struct HistoryTests {
    /// A plain generator of numbers that can be repeated.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    @Test("Whatever happens in whatever order, the books add up", arguments: 0..<40)
    func random(seed: Int) async throws {
        let counter = try Counter()
        var dice = Dice(state: UInt64(seed) &* 7_919 &+ 17)
        let cashiers = [5, 6].map { Principal.cashier(id: Identifier(at: Instant(milliseconds: $0))) }
        let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))
        let purposes = (0..<4).map { _ in Identifier(at: counter.clock.now) }
        var notices: [ProviderNotice] = []
        for step in 0..<60 {
            counter.clock.advance(bySeconds: [0, 1, 90, 40_000][dice.roll(4)] - (dice.roll(10) == 0 ? 30 : 0))
            let purpose = purposes[dice.roll(purposes.count)]
            let cashier = cashiers[dice.roll(2)]
            let amount = try counter.money([30_000, 29_999, 650_000][dice.roll(3)])
            let command = try #require(CommandID("command-\(dice.roll(30))-\(seed)"))
            let payments = counter.payments
            let siti = counter.siti
            do {
                switch dice.roll(9) {
                case 0, 1:
                    _ = try await counter.database.write { tx in
                        try payments.openBill(amount, .state, for: purpose, payer: siti, description: "SKCK", tx)
                    }
                case 2: try await payments.choose(["cash", "stub-qris"][dice.roll(2)], for: purpose, by: .citizen(id: siti))
                case 3: try await payments.beginShift(change: amount, command: command, by: cashier)
                case 4: _ = try await payments.takeCash(for: purpose, handed: counter.money(700_000), command: command, by: cashier)
                case 5:
                    let reason = dice.roll(2) == 0 ? "" : "Salah hitung"
                    _ = try await payments.endShift(counted: amount, reason: reason, command: command, by: cashier)
                case 6: try await counter.database.write { tx in try payments.cancelBill(for: purpose, tx) }
                case 7:
                    // The provider tells of a payment: the right amount or another, a known reference or none.
                    let charge = try? await payments.standing(for: purpose, by: treasurer).charge
                    let notice = try counter.notice(
                        "P-\(dice.roll(12))", for: charge?.reference ?? "MPP0000", rupiah: [30_000, 29_999, 650_000, 0][dice.roll(4)])
                    notices.append(notice)
                    _ = try await payments.receive(notice)
                default:
                    guard !notices.isEmpty else { continue }
                    _ = try await payments.receive(notices[dice.roll(notices.count)])
                }
            } catch let problem as Problem where problem.code != .unexpected {}
            try await check(counter, purposes, treasurer, "seed \(seed), step \(step)")
        }
        #expect(try await counter.payments.accounts(by: treasurer).map(\.rupiah).reduce(0, +) == 0, "seed \(seed)")
    }

    private func check(_ counter: Counter, _ purposes: [Identifier], _ treasurer: Principal, _ place: String) async throws {
        let accounts = try await counter.payments.accounts(by: treasurer)
        #expect(accounts.map(\.rupiah).reduce(0, +) == 0, "\(place)")
        let left = Dictionary(uniqueKeysWithValues: accounts.map { ($0.account.name, $0.rupiah) })
        var owed = 0
        var billed = 0
        for purpose in purposes {
            guard let bill = try? await counter.payments.bill(for: purpose, by: treasurer) else { continue }
            if bill.status == .open { owed += bill.amount.rupiah }
            if bill.status != .cancelled { billed += bill.amount.rupiah }
        }
        #expect(left["receivable", default: 0] == owed, "\(place)")
        #expect(left["revenue:pnbp", default: 0] == -billed, "\(place)")
        let unmatched = try await counter.payments.unmatchedPayments(by: treasurer)
        #expect(left["suspense", default: 0] == -unmatched.map(\.amount.rupiah).reduce(0, +), "\(place)")
        let drawers = try await counter.payments.shifts(by: treasurer).filter { $0.closing == nil }
        #expect(left["cash", default: 0] == drawers.map(\.expected.rupiah).reduce(0, +), "\(place)")
        let (rows, settled) = try await counter.database.read { tx in
            (
                try tx.count("SELECT count(*) FROM payments WHERE amount > 0"),
                try tx.count("SELECT count(*) FROM bills WHERE status = 'paid'")
            )
        }
        #expect(rows == settled + unmatched.count, "\(place): each payment settled one bill, or waits")
    }
}

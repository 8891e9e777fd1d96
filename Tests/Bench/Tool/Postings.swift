import ArgumentParser
import Foundation
import Kernel
import Payments
import Storage

/// How many payments a region's books take in a second, next to SQLite alone, while they are short and when they are long.
struct Postings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures opening bills and settling them by a provider's notices.",
        discussion: """
            Each turn opens bills and receives the notices that they were paid, so many at a time. The rows that it left are then written
            once more by SQLite alone, with the same tables and indexes: one connection, one synced commit for each payment. Prints medians
            of the turns, and how much of the speed is left with many older bills.
            """)

    @Option(help: "A new folder on the disk that the portal's data lie on.") var data: String
    @Option(parsing: .upToNextOption, help: "How many bills were paid before.") var older = [1_000, 200_000]
    @Option(parsing: .upToNextOption, help: "How many arrive side by side.") var crowds = [1, 8, 32]
    @Option(help: "How many payments a turn has.") var payments = 500

    private static let turns = 5

    func run() async throws {
        let folder = URL(fileURLWithPath: data)
        var tills: [Till] = []
        for size in older {
            let till = try Till(folder.appendingPathComponent("older-\(size)"))
            try await till.fill(size)
            tills.append(till)
        }
        for crowd in crowds {
            var turns: [[Turn]] = tills.map { _ in [] }
            // By turns, so that an hour in which the disk is busy meets all of them.
            for _ in 0..<Self.turns {
                for (number, till) in tills.enumerated() { turns[number].append(try await turn(of: till, crowd, in: folder)) }
            }
            for (size, turns) in zip(older, turns) {
                print(
                    String(
                        format: "  %3d at a time, after %6d: %5.0f bills/s, %5.0f notices/s, together %5.0f payments/s, "
                            + "bare %5.0f commits/s of %d rows, ratio %.2f (goal 0.50)",
                        crowd, size, turns.median(\.bills), turns.median(\.notices), turns.median(\.payments), turns.median(\.bare),
                        turns.first?.rows ?? 0, turns.median { $0.payments / $0.bare }))
            }
            if let few = turns.first, let many = turns.last, turns.count > 1 {
                let left = zip(many, few).map { $0.payments / $1.payments }.sorted()[Self.turns / 2]
                print(String(format: "  %3d at a time: %.2f of the speed is left with so many (goal 1)", crowd, left))
            }
        }
        for till in tills { try till.close() }
    }

    private func turn(of till: Till, _ crowd: Int, in folder: URL) async throws -> Turn {
        let ends = try TableEnds(till.bareConnection())
        let speed = try await till.takePayments(payments, sideBySide: crowd)
        let added = try ends.added()
        return Turn(
            bills: speed.bills, notices: speed.notices, bare: try added.commitRate(in: folder, commits: payments),
            rows: added.count / payments)
    }
}

/// What one turn reached, all of it in a second.
private struct Turn {
    let bills: Double
    let notices: Double
    let bare: Double
    /// How many rows a payment left.
    let rows: Int

    /// A bill and its notice, one after the other.
    var payments: Double { 1 / (1 / bills + 1 / notices) }
}

extension [Turn] {
    fileprivate func median(_ figure: (Turn) -> Double) -> Double { map(figure).sorted()[count / 2] }
}

/// All of Payments that is measured here: a region's bills, and a bank that exists only here.
private struct Till {
    private let folder: URL
    private let database: PlatformDatabase
    private let payments: PaymentService
    private let bank: StubQRISProvider
    private let clock = SystemWallClock()
    private let payer = Identifier(at: SystemWallClock().now)
    private let amount: Money

    init(_ folder: URL) throws {
        guard let region = RegionSlug("kab-contoh"), let amount = Money(rupiah: 30_000) else { throw ValidationError("no region") }
        self.folder = folder
        self.amount = amount
        // A bill that is paid wakes one reaction, as in the portal; here nobody takes what is owed to it.
        let settleFee = Reaction<Void>("settle-fee").on(BillPaid.self) { _, _, _ in }
        database = try PlatformDatabase(
            folder: folder, region: region, masterKey: KeyFile.load(in: folder), migrations: PaymentService.migrations,
            listeners: Listeners([settleFee]), clock: clock)
        bank = StubQRISProvider(signingKey: Data(repeating: 7, count: 32), merchantName: "Contoh", merchantCity: "Contoh", clock: clock)
        payments = PaymentService(database: database, providers: [bank], zone: .western)
    }

    func close() throws { try database.close() }

    func bareConnection() throws -> BareConnection { try BareConnection(folder.appendingPathComponent("mpp.sqlite").path) }

    func fill(_ count: Int) async throws {
        for start in stride(from: 0, to: count, by: 10_000) {
            _ = try await takePayments(min(10_000, count - start), sideBySide: 128)
        }
    }

    /// Opens so many bills and settles them. How the notices come about is the bank's matter, and not counted.
    /// - Returns: how many a second.
    func takePayments(_ count: Int, sideBySide crowd: Int) async throws -> (bills: Double, notices: Double) {
        let purposes = (0..<count).map { _ in Identifier(at: clock.now) }
        let opening = try await purposes.eachSideBySide(crowd) { purpose in try await openBill(for: purpose) }
        var notices: [ProviderNotice] = []
        for purpose in purposes { notices.append(try await notice(for: purpose)) }
        let settling = try await notices.eachSideBySide(crowd) { notice in try await receive(notice) }
        return (Double(count) / (opening / .seconds(1)), Double(count) / (settling / .seconds(1)))
    }

    private func openBill(for purpose: Identifier) async throws {
        try await database.write { tx in
            _ = try payments.openBill(amount, .state, for: purpose, payer: payer, description: "Contoh layanan", tx)
        }
    }

    private func notice(for purpose: Identifier) async throws -> ProviderNotice {
        let standing = try await payments.standing(for: purpose, by: .citizen(id: payer))
        guard let reference = standing.charge?.reference else { throw ValidationError("no charge for \(purpose)") }
        return try bank.notice(
            of: Confirmation(paymentID: "BENCH-\(purpose)", reference: reference, amount: amount, paidAt: clock.now), at: clock.now)
    }

    private func receive(_ notice: ProviderNotice) async throws {
        let outcome = try await payments.receive(notice)
        guard outcome == .recorded else { throw ValidationError("a notice was \(outcome.rawValue)") }
    }
}

extension Array where Element: Sendable {
    /// Does it for each, so many at a time.
    /// - Returns: how long all of it took.
    fileprivate func eachSideBySide(_ crowd: Int, _ work: @escaping @Sendable (Element) async throws -> Void) async throws -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, element) in enumerated() {
                if number >= crowd { try await group.next() }
                group.addTask { try await work(element) }
            }
            try await group.waitForAll()
        }
        return clock.now - start
    }
}

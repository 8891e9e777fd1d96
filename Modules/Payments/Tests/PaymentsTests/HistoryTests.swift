import Foundation
import Kernel
import Payments
import Storage
import Synchronization
import Testing

/// Random histories of everything that can happen to money, with lies, failures and a process that ends in the middle among it: after every
/// step the books add up, no bill is paid twice, no more is given back than came in, and nothing that came in is lost.
///
/// `MPP_HISTORIES` says how many, 200 where it says nothing (`Scripts/check` asks for 2000); each has a seed of its own, which stands in every
/// complaint.
@Suite("Histories of money", .timeLimit(.minutes(30)))
struct HistoryTests {
    static let count = ProcessInfo.processInfo.environment["MPP_HISTORIES"].flatMap { Int($0) } ?? 200
    private static let batch = 50
    /// The causes of all that was entered, and in how many histories.
    private static let reached = Mutex<(causes: Set<String>, histories: Int)>(([], 0))

    @Test("Whatever happens in whatever order, the books add up", arguments: 0..<((count + batch - 1) / batch))
    func random(batch: Int) async throws {
        let seeds = (batch * HistoryTests.batch)..<min((batch + 1) * HistoryTests.batch, HistoryTests.count)
        var causes: Set<String> = []
        for seed in seeds { causes.formUnion(try await History(seed: seed).run(steps: 45)) }
        // What never happens shows nothing: the last batch to end looks whether all of them together came to every kind of entry.
        let reached = HistoryTests.reached.withLock { reached in
            reached.causes.formUnion(causes)
            reached.histories += seeds.count
            return reached
        }
        guard reached.histories == HistoryTests.count, HistoryTests.count >= 200 else { return }
        #expect(reached.causes == Set(PostingCause.allCases.map(\.rawValue)))
    }
}

/// One history, in a database of its own.
private final class History {
    let seed: Int
    let counter: Counter
    let bank = SlowBank()
    var payments: PaymentService
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))
    let cashiers = [5, 6].map { Principal.cashier(id: Identifier(at: Instant(milliseconds: $0))) }
    let purposes: [Identifier]
    var notices: [ProviderNotice] = []
    /// What was imported or refused, with whose it is.
    var files: [(data: Data, provider: String)] = []
    /// A plain generator of numbers that can be repeated.
    private var dice: UInt64

    init(seed: Int) throws {
        self.seed = seed
        // In memory where there is such a folder: what is tried here is not the disk.
        counter = try Counter(home: URL(fileURLWithPath: "/dev/shm"))
        payments = PaymentService(
            database: counter.database, providers: [counter.provider, bank, TransferProvider(), CashDesk()], zone: .western)
        let now = counter.clock.now
        purposes = (0..<3).map { _ in Identifier(at: now) }
        dice = UInt64(seed) &* 7_919 &+ 17
    }

    private func roll(_ sides: Int) -> Int {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((dice >> 33) % UInt64(sides))
    }

    private func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }

    private func money(_ rupiah: Int...) throws -> Money { try counter.money(pick(rupiah)) }

    private func command() throws -> CommandID { try #require(CommandID("command-\(roll(40))")) }

    /// - Returns: the causes of all that was entered.
    func run(steps: Int) async throws -> Set<String> {
        // Two in three regions have an account into which people transfer.
        if seed % 3 > 0 { try await payments.setBankAccount(bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: treasurer) }
        for step in 0..<steps {
            counter.clock.advance(bySeconds: pick([0, 1, 90, 40_000]) - (roll(10) == 0 ? 30 : 0))
            bank.isDown.withLock { $0 = roll(4) == 0 }
            let what = roll(21)
            do { try await happen(what) } catch let problem as Problem where problem.code != .unexpected {} catch is CancellationError {}
            try await check("seed \(seed), step \(step), kind \(what)")
        }
        try await settleDown()
        return try await counter.database.read { tx in Set(try tx.rows("SELECT DISTINCT cause FROM ledger").map { try $0.text("cause") }) }
    }

    private func happen(_ what: Int) async throws {
        let (purpose, siti, payments) = (pick(purposes), counter.siti, payments)
        switch what {
        case 0, 1:
            let amount = try money(30_000, 650_000)
            _ = try await counter.database.write { tx in
                try payments.openBill(amount, .state, for: purpose, payer: siti, description: "SKCK", tx)
            }
        case 2: try await payments.choose(pick(["cash", "stub-qris", "bank-uji", "transfer"]), for: purpose, by: .citizen(id: siti))
        case 3: try await payments.beginShift(change: money(0, 100_000), command: command(), by: pick(cashiers))
        case 4: _ = try await payments.takeCash(for: purpose, handed: money(29_999, 700_000), command: command(), by: pick(cashiers))
        case 5:
            _ = try await payments.endShift(
                counted: money(0, 100_000, 900_000), reason: pick(["", "Salah hitung", "Salah hitung"]), command: command(),
                by: pick(cashiers))
        case 6: try await counter.database.write { tx in try payments.cancelBill(for: purpose, tx) }
        case 7:
            // The provider tells of a payment: the right amount or another, a known reference or none.
            let reference = try await reference(of: "stub-qris", for: purpose)
            let notice = try counter.notice("P-\(roll(12))", for: reference ?? "MPP0000", rupiah: pick([30_000, 29_999, 650_000, 0]))
            notices.append(notice)
            _ = try await payments.receive(notice)
        case 8: if !notices.isEmpty { _ = try await payments.receive(pick(notices)) }
        case 9:
            // The bank has taken money, once or twice, and tells of it only when it is asked.
            let reference = try await reference(of: bank.name, for: purpose)
            let now = counter.clock.now
            let confirmations = try (0...roll(2)).map { number in
                Payments.Confirmation(
                    paymentID: "B-\(reference ?? "")-\(number)", reference: reference ?? "UJI0", amount: try money(30_000, 650_000),
                    paidAt: now)
            }
            let state = pick([ChargeState.open, .pending(at: now), .paid(confirmations), .over])
            bank.state.withLock { $0 = state }
            try await payments.reconcile()
        case 10: try await payments.openWanted()
        case 11: try await grant()
        case 12:
            let answer = pick([RefundAnswer.pending, .refused, .done(voucher: "R-\(roll(9))")])
            bank.answer.withLock { $0 = answer }
            try await payments.sendRefunds()
        case 13: try await endRefund()
        case 14: try await credit(to: purpose)
        case 15, 16: try await confirm()
        case 17: try await importStatement()
        case 18: try await importSettlement()
        case 19: try await resolve()
        default:
            if roll(2) == 0 { return try await reopen() }
            let month = BookMonth(of: IndonesianZone.western.local(counter.clock.now).date).previous
            try await payments.closeMonth(month, by: treasurer)
        }
    }

    private func reference(of provider: String, for purpose: Identifier) async throws -> String? {
        try await counter.database.read { tx in
            try tx.row(
                """
                SELECT reference FROM charges JOIN bills ON bills.id = charges.bill_id
                WHERE purpose_id = :purpose AND charges.provider = :provider ORDER BY opened_at DESC
                """, ["purpose": purpose, "provider": provider])?.text("reference")
        }
    }

    private func ids(_ sql: String) async throws -> [Identifier] {
        try await counter.database.read { tx in try tx.rows(sql).map { try $0.identifier("id") } }
    }

    private func grant() async throws {
        let all = try await ids("SELECT id FROM payments ORDER BY received_at, id")
        guard !all.isEmpty else { return }
        _ = try await payments.grantRefund(
            of: pick(all), amount: money(1, 29_999, 30_000, 650_000), way: pick(RefundWay.allCases), reason: "Dibayar dua kali",
            command: command(), by: treasurer)
    }

    private func endRefund() async throws {
        // Mostly as it was granted, and at times another way.
        let way = pick(RefundWay.allCases)
        let granted = roll(5) == 0 ? "" : "WHERE way = '\(way.rawValue)' AND status = 'granted'"
        let all = try await ids("SELECT id FROM refunds \(granted) ORDER BY granted_at, id")
        guard !all.isEmpty else { return try await grant() }
        switch (way, roll(3)) {
        case (.cash, 1...2): try await payments.giveBackCash(pick(all), command: command(), by: pick(cashiers))
        case (.transfer, 1...2):
            try await payments.noteTransfer(of: pick(all), voucher: "BANK-\(roll(5))", command: command(), by: treasurer)
        case (.cash, _), (.transfer, _): try await payments.giveUp(pick(all), command: command(), by: treasurer)
        case (.provider, _):
            let report = RefundReport(refund: pick(all), answer: pick([.refused, .done(voucher: "R-1")]))
            bank.word.withLock { $0 = .refund(report) }
            _ = try await payments.receive(ProviderNotice(provider: bank.name, headers: [:], body: Data()))
        }
    }

    private func credit(to purpose: Identifier) async throws {
        let all = try await ids("SELECT id FROM payments WHERE held > 0 ORDER BY received_at, id")
        guard !all.isEmpty else { return }
        try await payments.credit(pick(all), to: purpose, reason: "Milik pemohon", command: command(), by: treasurer)
    }

    /// Somebody has seen a transfer at the bank, or takes another for it.
    private func confirm() async throws {
        let all = try await ids(
            """
            SELECT charges.id FROM charges JOIN bills ON bills.id = charges.bill_id
            WHERE charges.provider = 'transfer' AND bills.status = '\(pick(["open", "open", "paid"]))' ORDER BY opened_at, charges.id
            """)
        guard !all.isEmpty else {
            return try await payments.choose(TransferProvider.name, for: pick(purposes), by: .citizen(id: counter.siti))
        }
        let charge = try await payments.transfer(pick(all), by: treasurer).charge
        let today = IndonesianZone.western.local(counter.clock.now).date
        _ = try await payments.confirmTransfer(
            charge.id, bankReference: "FT-\(roll(6))", amount: pick([charge.amount, charge.amount, money(30_000, 29_999)]), date: today,
            command: command(), by: treasurer)
    }

    /// A statement of the bank: what was transferred, what was not, a line twice, a line that cannot be read, or a file of before.
    private func importStatement() async throws {
        let amounts = try await counter.database.read { tx in
            try tx.rows("SELECT amount FROM charges WHERE provider = 'transfer' ORDER BY opened_at, id").map {
                try $0.money("amount").rupiah
            }
        }
        let today = IndonesianZone.western.local(counter.clock.now).date
        let lines = (0...roll(3)).map { _ in
            let day = today.advanced(byDays: -roll(2)).iso8601
            return "\(day);TRSF;\(pick(amounts + [30_000, 29_999]));FT-\(roll(6))\n"
        }
        let text = "Tanggal;Keterangan;Jumlah;Referensi\n" + lines.joined() + pick(["", "", lines[0], "\(today.iso8601);TRSF;banyak;X\n"])
        try await importFile(text, of: TransferProvider.name)
    }

    /// The daily file of a bank that was asked: payments that the books know, with their amount or another, and such as nobody knows.
    private func importSettlement() async throws {
        let known = try await counter.database.read { tx in
            try tx.rows("SELECT payment_id, reference, amount FROM payments WHERE provider = 'bank-uji' ORDER BY received_at, id").map {
                "\(try $0.text("payment_id")),\(try $0.text("reference")),\(try $0.money("amount").rupiah)"
            }
        }
        let today = IndonesianZone.western.local(counter.clock.now).date.iso8601
        let others = ["B-9,UJI0,30000", "B-\(roll(3)),UJI9,29999"]
        let lines = (0...roll(3)).map { _ in "\(pick(known + others)),\(today)\n" }
        try await importFile("payment_id,reference,amount,paid_at\n" + lines.joined(), of: bank.name)
    }

    private func importFile(_ text: String, of provider: String) async throws {
        files.append((Data(text.utf8), provider))
        let file = roll(3) == 0 ? pick(files) : (Data(text.utf8), provider)
        _ = try await payments.importFile(file.0, of: file.1, by: treasurer)
    }

    private func resolve() async throws {
        let open = try await payments.openDifferences(by: treasurer)
        guard !open.isEmpty else { return }
        try await payments.resolve(pick(open).difference.id, reason: "Sudah diperiksa", by: treasurer)
    }

    /// The process ends with a question on its way, and another one goes on with the same folder.
    private func reopen() async throws {
        bank.isDying.withLock { $0 = true }
        defer { bank.isDying.withLock { $0 = false } }
        counter.clock.advance(bySeconds: 6 * 3600)
        do {
            try await payments.openWanted()
            try await payments.reconcile()
            try await payments.sendRefunds()
        } catch is CancellationError {}
        payments = PaymentService(
            database: counter.database, providers: [counter.provider, bank, TransferProvider(), CashDesk()], zone: .western)
    }

    /// When the bank is up again, nobody who has paid waits.
    private func settleDown() async throws {
        bank.isDown.withLock { $0 = false }
        for purpose in purposes {
            guard let reference = try await reference(of: bank.name, for: purpose),
                let bill = try? await payments.bill(for: purpose, by: treasurer), bill.status == .open
            else { continue }
            let paid = Payments.Confirmation(
                paymentID: "END-\(reference)", reference: reference, amount: bill.amount, paidAt: counter.clock.now)
            let asksMore = try await counter.database.read { tx in
                try tx.count("SELECT count(*) FROM charges WHERE reference = :reference AND asks_at IS NOT NULL", ["reference": reference])
            }
            guard asksMore == 1 else { continue }
            bank.state.withLock { $0 = .paid([paid]) }
            counter.clock.advance(bySeconds: 6 * 3600)
            try await payments.reconcile(limit: 100)
            #expect(try await payments.bill(for: purpose, by: treasurer).status == .paid, "seed \(seed): paid, and left standing")
        }
        try await check("seed \(seed), at the end")
    }

    /// Each question answers with what is wrong: zero, or no row at all.
    private static let questions: [(what: String, sql: String)] = [
        ("both sides over all accounts", "SELECT sum(debits) - sum(credits) FROM ledger_sums"),
        ("sums are those of the entries", "SELECT sum(debits) - (SELECT coalesce(sum(amount), 0) FROM ledger) FROM ledger_sums"),
        (
            "what is owed is what open bills say",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'receivable'), 0)
                - coalesce((SELECT sum(amount) FROM bills WHERE status = 'open'), 0)
            """
        ),
        (
            "what is held is what payments say",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'suspense'), 0)
                + coalesce((SELECT sum(held) FROM payments), 0)
            """
        ),
        (
            "what is to be given back is what refunds say",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'refunds'), 0)
                + coalesce((SELECT sum(amount) FROM refunds WHERE status = 'granted'), 0)
            """
        ),
        (
            "what lies in drawers is what open shifts say",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'cash'), 0)
                - coalesce((SELECT sum(change + taken - given_back) FROM cash_shifts WHERE closed_at IS NULL), 0)
            """
        ),
        (
            "revenue is what was billed and not given back",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'revenue:pnbp'), 0)
                + coalesce((SELECT sum(amount) FROM bills WHERE status <> 'cancelled'), 0)
                - coalesce((SELECT sum(amount) FROM refunds WHERE source = 'revenue' AND status <> 'failed'), 0)
            """
        ),
        (
            "providers hold what came in and did not go out",
            """
            SELECT coalesce((SELECT sum(debits - credits) FROM ledger_sums WHERE account LIKE 'clearing:%'), 0)
                - coalesce((SELECT sum(amount) FROM payments WHERE shift_id IS NULL), 0)
                + coalesce((SELECT sum(amount) FROM refunds WHERE way = 'provider' AND status = 'done'), 0)
                + coalesce((SELECT sum(amount) FROM payments WHERE id IN (SELECT payment_id FROM settlement_lines)), 0)
            """
        ),
        ("what came in is paid out once", "SELECT count(*) - count(DISTINCT payment_id) FROM settlement_lines"),
        (
            "marks are what transfers brought above the fee",
            """
            SELECT coalesce((SELECT debits - credits FROM ledger_sums WHERE account = 'marks'), 0) + coalesce((
                SELECT sum(payments.amount - bills.amount) FROM payments JOIN bills ON bills.id = payments.bill_id
                WHERE standing = 'settled'), 0)
            """
        ),
        (
            "no bill is paid twice, and none without money",
            """
            SELECT count(*) FROM bills WHERE (status = 'paid') <> (
                SELECT count(*) FROM payments WHERE bill_id = bills.id AND standing IN ('settled', 'credited'))
            """
        ),
        (
            "no more is given back than came in",
            """
            SELECT count(*) FROM payments WHERE given_back > amount OR given_back <> (
                SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = payments.id AND status <> 'failed')
            """
        ),
        (
            "receipts by day are what paid bills say",
            """
            SELECT coalesce((SELECT sum(amount) FROM day_receipts), 0) - coalesce((SELECT sum(amount) FROM bills WHERE status = 'paid'), 0)
            """
        ),
        (
            "receipts have no gaps",
            "SELECT coalesce(max(receipt_sequence), 0) - count(receipt_sequence) FROM payments WHERE receipt_year = 2026"
        ),
    ]

    private func check(_ place: String) async throws {
        let wrong = try await counter.database.read { tx in
            try History.questions.compactMap { question in
                let answer = try tx.count(question.sql)
                return answer == 0 ? nil : "\(question.what): \(answer)"
            }
        }
        #expect(wrong.isEmpty, "\(place)")
    }
}

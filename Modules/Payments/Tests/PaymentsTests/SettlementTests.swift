import Foundation
import Kernel
import Payments
import Storage
import Testing

/// Statements of the bank and daily files of providers, held against the books. The clock stands at 2026-11-23 in the western zone.
@Suite("Statements and settlement files")
struct SettlementTests {
    private static let head = "Tanggal;Keterangan;Jumlah;Referensi\n"

    private func take(_ text: String, _ bank: Bank, of provider: String = "transfer", by principal: Principal? = nil) async throws
        -> ImportReport
    {
        try await bank.payments.importFile(Data(text.utf8), of: provider, by: principal ?? bank.treasurer)
    }

    private func line(_ charge: BillCharge, _ reference: String = "FT001", date: String = "23/11/2026", _ words: String = "TRSF") -> String
    {
        "\(date);\(words);\(charge.amount.rupiah);\(reference)\n"
    }

    // MARK: What is refused

    @Test(
        "A file that cannot be read to its end is refused with its line, and nothing of it is imported",
        arguments: [
            ("", "problem.settlement.empty", nil), ("Tanggal;Keterangan;Jumlah\n", "problem.settlement.empty", nil),
            ("halo\n", "problem.settlement.columns", nil), ("%PDF-1.7\n1 0 obj", "problem.settlement.columns", nil),
            (head + "23/11/2026;A;10.000;X\n31/02/2026;B;10.000;Y\n", "problem.settlement.cell", "3"),
            (head + "23/11/2026;A;10.000;X\n\n24/11/2026;B;10.000;Y\n", "problem.settlement.cell", "4"),
            (head + "23/11/2026;A;10.000,50;X\n", "problem.settlement.cell", "2"),
            (head + "23/11/2026;A;banyak;X\n", "problem.settlement.cell", "2"),
            (head + "23/11/2026;A;1.00.000;X\n", "problem.settlement.cell", "2"),
            (head + "23/11/26;A;10.000;X\n", "problem.settlement.cell", "2"),
            (head + "23/11/2026;A;10.000\n", "problem.settlement.line", "2"),
            (head + "23/11/2026;A;B;10.000;X\n", "problem.settlement.line", "2"),
            (head + "23/11/2026;keluar;-10.000;X\n", "problem.settlement.nothing", nil),
        ] as [(String, String, String?)])
    func unreadable(text: String, key: String, line: String?) async throws {
        let bank = try await Bank()
        _ = try await bank.sitis()
        let before = try await bank.balances()
        let problem = await #expect(throws: Problem.self) { try await take(text, bank) }
        #expect(problem?.messageKey == key && problem?.arguments["line"] == line && problem?.fields.map(\.field) == ["file"])
        #expect(try await bank.balances() == before)
        #expect(try await bank.payments.settlementFiles(by: bank.treasurer).isEmpty)
    }

    @Test("Only finance and the operator import, and only from a provider that the region has and that is no drawer")
    func whoMay() async throws {
        let bank = try await Bank()
        let text = Self.head + "23/11/2026;A;10.000;X\n"
        for other in [Principal.visitor, bank.siti, .administrator(id: bank.counter.siti), .cashier(id: bank.counter.siti)] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") { try await take(text, bank, by: other) }
        }
        for provider in ["cash", "bank-lain", ""] {
            await #expect(throws: Problem(.notFound, "problem.settlement.provider")) { try await take(text, bank, of: provider) }
        }
    }

    // MARK: How tables are written

    @Test(
        "One statement in every way that banks and spreadsheets write it",
        arguments: [
            "Tanggal;Keterangan;Jumlah;Saldo\n23/11/2026;Q;1.234.567,00;0\n",
            "tanggal,keterangan,jumlah,saldo\n2026-11-23,Q,1234567.00,0\n",
            "Rekening: 123\n\nTanggal,Keterangan,Jumlah\n23-11-2026,\"Q, dan \"\"B\"\"\nbaris\",\"1,234,567.00\"\n",
            "TGL\tURAIAN\tKREDIT\r\n23.11.2026\tQ\tRp 1.234.567\r\n", "Date;Description;Amount\r23/11/2026 08:10;Q;1234567 CR\r",
        ])
    func written(text: String) async throws {
        let windows = try #require(text.replacing("Q", with: "Å").data(using: .windowsCP1252))
        let files: [Data] = [
            Data(text.utf8), Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8), windows, Data([0xFF, 0xFE]) + utf16(text, isLittle: true),
            Data([0xFE, 0xFF]) + utf16(text, isLittle: false), utf16(text, isLittle: true), utf16(text, isLittle: false),
        ]
        for (index, data) in files.enumerated() {
            let bank = try await Bank()
            let report = try await bank.payments.importFile(data, of: "transfer", by: bank.treasurer)
            #expect(report.entered == 1 && report.held == 1, "file \(index)")
            #expect(try await bank.balances() == ["clearing:transfer": 0, "suspense": -1_234_567, "treasury": 1_234_567], "file \(index)")
        }
    }

    private func utf16(_ text: String, isLittle: Bool) -> Data {
        Data(text.utf16.flatMap { isLittle ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] })
    }

    // MARK: Transfers

    @Test("A line of her exact amount settles her bill and is paid out; Dewi, who owes the same, owes it still")
    func settles() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        try await bank.payments.sendProof(Data("gambar".utf8), for: bank.counter.request, by: bank.siti)
        let report = try await take(Self.head + line(siti), bank)
        #expect(report.entered == 1 && report.held == 0 && report.differences == 0)
        #expect(try await bank.status(bank.counter.request) == .paid)
        #expect(try await bank.payments.standing(for: bank.counter.dewisRequest, by: bank.dewi).charge == dewi)
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
        let left = try await bank.balances()
        #expect(left["clearing:transfer"] == 0 && left["treasury"] == siti.amount.rupiah && left.values.reduce(0, +) == 0)
        #expect(try await bank.payments.waitingTransfers(by: bank.treasurer).isEmpty)
        #expect(try await bank.counter.events(BillPaid.self).count == 1)
        // Typed by hand after the statement has come, it would be there twice.
        await #expect(throws: Problem(.conflict, "problem.transfer.known")) { try await bank.confirm(siti, "LAIN") }
    }

    @Test("The same file twice changes nothing; half of it first and all of it later is the same as all of it")
    func twice() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        let half = Self.head + line(siti)
        let whole = half + line(siti) + line(dewi, "FT002")
        #expect(try await take(half, bank).entered == 1)
        let before = try await bank.balances()
        let again = try await take(half, bank)
        #expect(again.isKnown && again.entered == 0)
        #expect(try await bank.balances() == before)
        let rest = try await take(whole, bank)
        #expect(rest.entered == 1 && rest.repeated == 2 && rest.differences == 0)
        #expect(try await bank.status(bank.counter.dewisRequest) == .paid)
        #expect(try await bank.counter.audit("settlement.imported").count == 2)
        #expect(try await bank.balances()["clearing:transfer"] == 0)
    }

    @Test("A transfer confirmed by hand is no second payment, by the bank's reference or by its amount", arguments: ["ft 001", "X-9"])
    func byHandBefore(reference: String) async throws {
        let bank = try await Bank()
        let siti = try await bank.sitis()
        _ = try await bank.confirm(siti)
        let report = try await take(Self.head + line(siti, reference), bank)
        #expect(report.matched == 1 && report.entered == 0)
        let left = try await bank.balances()
        #expect(left["clearing:transfer"] == 0 && left["suspense"] == nil && left["treasury"] == siti.amount.rupiah)
        // A second transfer of the same amount is more money, and is held.
        let second = try await take(Self.head + line(siti, "X-10"), bank)
        #expect(second.entered == 1 && second.held == 1)
        #expect(try await bank.balances()["suspense"] == -siti.amount.rupiah)
    }

    @Test("A line without a name is known by its words; the same words twice in a file are two payments")
    func nameless() async throws {
        let bank = try await Bank()
        let siti = try await bank.sitis()
        let head = "Tanggal;Keterangan;Jumlah\n"
        let row = "23/11/2026;TRSF;\(siti.amount.rupiah)\n"
        #expect(try await take(head + row, bank).entered == 1)
        let report = try await take(head + row + row, bank)
        #expect(report.repeated == 1 && report.entered == 1 && report.held == 1)
    }

    @Test("The code in the description finds its charge after its day; the amount alone does not")
    func late() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        bank.counter.clock.advance(bySeconds: 3 * 86_400)
        let code = siti.reference.lowercased().replacing("trf", with: "trf ")
        let report = try await take(
            Self.head + line(siti, date: "26/11/2026", "Bayar \(code)") + line(dewi, "FT002", date: "26/11/2026"), bank)
        #expect(report.entered == 2 && report.held == 1)
        #expect(try await bank.status(bank.counter.request) == .paid)
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
        #expect(try await bank.payments.unmatchedPayments(by: bank.treasurer).map(\.standing) == [.unknownReference])
    }

    @Test("Confirmed by hand and not on the statement of its day: a difference, until a later statement shows it or somebody says why")
    func unconfirmed() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        _ = try await bank.confirm(siti)
        _ = try await bank.confirm(dewi, "FT002", command: "confirm-2")
        let other = "23/11/2026;Sewa;5.000;Z1\n"
        #expect(try await take(Self.head + other, bank).differences == 2)
        let open = try await bank.payments.openDifferences(by: bank.treasurer)
        #expect(open.map(\.difference.kind) == [.unconfirmed, .unconfirmed])
        #expect(try await take(Self.head + other + line(siti), bank).differences == 0)
        let left = try await bank.payments.openDifferences(by: bank.treasurer)
        #expect(left.map(\.payment.reference) == [dewi.reference])
        let difference = try #require(left.first).difference
        for other in [Principal.visitor, bank.siti, .administrator(id: bank.counter.siti), .cashier(id: bank.counter.siti)] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") {
                try await bank.payments.resolve(difference.id, reason: "Salah rekening", by: other)
            }
        }
        let short = await #expect(throws: Problem.self) { try await bank.payments.resolve(difference.id, reason: "ya", by: bank.treasurer) }
        #expect(short?.fields.map(\.field) == ["reason"])
        try await bank.payments.resolve(difference.id, reason: "Salah rekening", by: bank.treasurer)
        await #expect(throws: Problem(.conflict, "problem.difference.ended")) {
            try await bank.payments.resolve(difference.id, reason: "Salah rekening", by: bank.treasurer)
        }
        #expect(try await bank.counter.audit("difference.resolved").map(\.reason) == ["Salah rekening"])
        #expect(try await bank.payments.openDifferences(by: bank.treasurer).isEmpty)
    }

    // MARK: Providers

    private func bankWithQRIS() async throws -> (bank: Bank, siti: BillCharge, dewi: BillCharge) {
        let bank = try await Bank(hasAccount: false)
        func charge(_ purpose: Identifier, _ payer: Identifier) async throws -> BillCharge {
            try await bank.bill(purpose, of: payer)
            try await bank.payments.choose("stub-qris", for: purpose, by: .citizen(id: payer))
            return try #require(try await bank.payments.standing(for: purpose, by: .citizen(id: payer)).charge)
        }
        return (
            bank, try await charge(bank.counter.request, bank.counter.siti), try await charge(bank.counter.dewisRequest, bank.counter.dewi)
        )
    }

    private static let dailyHead = "payment_id,reference,amount,paid_at\n"
    private func daily(_ id: String, _ charge: BillCharge, rupiah: Int = 30_000) -> String {
        "\(id),\(charge.reference),\(rupiah),2026-11-23T08:00:00+07:00\n"
    }

    @Test("A daily file pays out what is known, enters what no notice told of, and counts two rows of one payment once")
    func daily() async throws {
        let (bank, siti, dewi) = try await bankWithQRIS()
        _ = try await bank.payments.receive(bank.counter.notice("P-1", for: siti.reference))
        let report = try await take(
            Self.dailyHead + daily("P-1", siti) + daily("P-1", siti) + daily("P-2", dewi)
                + "P-3,ASING,7000,2026-11-23T08:00:00Z\n", bank, of: "stub-qris")
        #expect(report.matched == 1 && report.repeated == 1 && report.entered == 2 && report.held == 1 && report.differences == 0)
        #expect(try await bank.status(bank.counter.dewisRequest) == .paid)
        let left = try await bank.balances()
        #expect(left["clearing:stub-qris"] == 0 && left["treasury"] == 67_000 && left["suspense"] == -7_000)
        #expect(left.values.reduce(0, +) == 0)
        // The notice that comes after the file is known.
        #expect(try await bank.payments.receive(bank.counter.notice("P-2", for: dewi.reference)) == .repeated)
    }

    @Test("Another amount, another charge and a payment that the file leaves out are differences, and nothing is paid out for them")
    func differences() async throws {
        let (bank, siti, dewi) = try await bankWithQRIS()
        _ = try await bank.payments.receive(bank.counter.notice("P-1", for: siti.reference))
        _ = try await bank.payments.receive(bank.counter.notice("P-2", for: dewi.reference))
        let first = try await take(Self.dailyHead + daily("P-1", siti, rupiah: 29_000), bank, of: "stub-qris")
        #expect(first.differences == 2 && first.matched == 0)
        let open = try await bank.payments.openDifferences(by: bank.treasurer)
        #expect(Set(open.map(\.difference.kind)) == [.amount, .missing])
        #expect(open.first { $0.difference.kind == .amount }?.difference.told == Money(rupiah: 29_000))
        #expect(try await bank.balances()["treasury"] == nil)
        #expect(try await take(Self.dailyHead + daily("P-2", siti), bank, of: "stub-qris").differences == 1)
        // The right file ends what was open.
        let right = try await take(Self.dailyHead + daily("P-1", siti) + daily("P-2", dewi), bank, of: "stub-qris")
        #expect(right.matched == 2 && right.differences == 0)
        #expect(try await bank.payments.openDifferences(by: bank.treasurer).isEmpty)
        #expect(try await bank.balances()["clearing:stub-qris"] == 0)
    }

    @Test(
        "A daily file with one bad cell is refused whole",
        arguments: [
            ",R,1,2026-11-23T08:00:00Z", "P,,1,2026-11-23T08:00:00Z", "P,R,0,2026-11-23T08:00:00Z", "P,R,-1,2026-11-23T08:00:00Z",
            "P,R,1,kemarin", "P,R,1,2026-11-25T08:00:00Z", "P,R,1.5,2026-11-23T08:00:00Z",
        ])
    func badDaily(row: String) async throws {
        let (bank, _, dewi) = try await bankWithQRIS()
        let problem = await #expect(throws: Problem.self) {
            try await take(Self.dailyHead + daily("P-9", dewi) + row + "\n", bank, of: "stub-qris")
        }
        #expect(problem?.messageKey == "problem.settlement.cell" && problem?.arguments["line"] == "3")
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
    }

    @Test("Text that a spreadsheet would take for a formula is text", arguments: ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2"])
    func formulas(text: String) async throws {
        let bank = try await Bank()
        let siti = try await bank.sitis()
        let report = try await take(Self.head + line(siti, text, date: "23/11/2026", text), bank)
        #expect(report.entered == 1 && report.held == 0)
        let payments = try await bank.payments.transfer(siti.id, by: bank.treasurer).payments
        #expect(payments.map(\.paymentID) == [text])
        #expect(try await bank.status(bank.counter.request) == .paid)
    }
}

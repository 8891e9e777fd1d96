import Foundation
import Kernel
import Payments
import Storage
import Testing

/// A region with a bank account, or without one; Siti and Dewi owe the same.
struct Bank {
    let counter: Counter
    let payments: PaymentService
    let treasurer = Principal.finance(id: Identifier(at: Instant(milliseconds: 7)))
    var siti: Principal { .citizen(id: counter.siti) }
    var dewi: Principal { .citizen(id: counter.dewi) }

    init(hasAccount: Bool = true) async throws {
        counter = try Counter()
        payments = PaymentService(
            database: counter.database, providers: [TransferProvider(), CashDesk(), counter.provider], zone: .western, intake: Reader())
        let (siti, dewi) = (counter.siti, counter.dewi)
        try await counter.database.write { tx in
            try tx.createVaultKey(for: siti)
            try tx.createVaultKey(for: dewi)
        }
        if hasAccount { try await payments.setBankAccount(bank: "Bank Uji", number: "1234 5678 90", holder: "Kas Uji", by: treasurer) }
    }

    @discardableResult
    func bill(_ purpose: Identifier, of payer: Identifier, rupiah: Int = 30_000, ways: [String]? = nil) async throws -> BillStanding {
        let (payments, amount) = (payments, try counter.money(rupiah))
        _ = try await counter.database.write { tx in
            try payments.openBill(amount, .state, for: purpose, payer: payer, description: "SKCK", ways: ways, tx)
        }
        return try await payments.standing(for: purpose, by: .citizen(id: payer))
    }

    func sitis() async throws -> BillCharge {
        try await bill(counter.request, of: counter.siti)
        return try #require(try await payments.standing(for: counter.request, by: siti).charge)
    }

    func dewis() async throws -> BillCharge {
        try await bill(counter.dewisRequest, of: counter.dewi)
        return try #require(try await payments.standing(for: counter.dewisRequest, by: dewi).charge)
    }

    func confirm(
        _ charge: BillCharge, _ reference: String = "FT 001", rupiah: Int? = nil, date: String = "2026-11-23",
        command: String = "confirm-1",
        by principal: Principal? = nil
    ) async throws -> ReceivedPayment {
        try await payments.confirmTransfer(
            charge.id, bankReference: reference, amount: rupiah.map(counter.money) ?? charge.amount, date: #require(CivilDate(date)),
            command: #require(CommandID(command)), by: principal ?? treasurer)
    }

    func status(_ purpose: Identifier) async throws -> BillStatus { try await payments.bill(for: purpose, by: treasurer).status }

    /// What is left on every account on which something moved, by name.
    func balances() async throws -> [String: Int] {
        Dictionary(uniqueKeysWithValues: try await payments.accounts(by: treasurer).map { ($0.account.name, $0.rupiah) })
    }

    /// Takes what begins as a picture does.
    private struct Reader: ProofIntake {
        func read(_ content: Data) async throws -> ProofContent {
            guard content.starts(with: Data("gambar".utf8)) else {
                throw Problem(.unsupportedType, "problem.upload.type", fields: [FieldIssue("attachments.proof", "problem.upload.type")])
            }
            return ProofContent(data: content, mediaType: "image/png")
        }
    }
}

@Suite("Transfers into the region's account")
struct TransferTests {
    // MARK: The account

    @Test("Without an account nobody is asked to transfer, and the moment it is set everybody may")
    func account() async throws {
        let bank = try await Bank(hasAccount: false)
        let before = try await bank.bill(bank.counter.request, of: bank.counter.siti)
        #expect(before.bill.provider == "cash" && !before.offered.contains("transfer"))
        await #expect(throws: Problem.self) {
            try await bank.payments.choose("transfer", for: bank.counter.request, by: bank.siti)
        }
        let none = await #expect(throws: Problem.self) {
            try await bank.bill(bank.counter.dewisRequest, of: bank.counter.dewi, ways: ["transfer"])
        }
        #expect(none?.messageKey == "problem.payment.noProvider")
        try await bank.payments.setBankAccount(bank: " Bank Uji ", number: "12-3456.7890", holder: "Kas Uji", by: bank.treasurer)
        #expect(try await bank.payments.bankAccount()?.groupedNumber == "1234 5678 90")
        #expect(try await bank.payments.standing(for: bank.counter.request, by: bank.siti).offered.contains("transfer"))
        try await bank.payments.choose("transfer", for: bank.counter.request, by: bank.siti)
        let charge = try #require(try await bank.payments.standing(for: bank.counter.request, by: bank.siti).charge)
        #expect((30_001...30_999).contains(charge.amount.rupiah) && charge.provider == "transfer")
        #expect(charge.expiresAt == bank.counter.clock.now.advanced(bySeconds: 24 * 3600))
    }

    @Test(
        "An account is typed whole or not taken, and each fault is at its field",
        arguments: [
            ("B", "123456", "Kas", ["bank"]), ("Bank", "12345", "Kas", ["number"]), ("Bank", "123456", "Kas", []),
            ("Bank", "12345678901234567890", "Kas", []), ("Bank", "123456789012345678901", "Kas", ["number"]),
            ("Bank", "12345a", "Kas", ["number"]), ("Bank", "１２３４５６", "Kas", ["number"]), ("Bank", "123456", "K", ["holder"]),
            ("Bank", "123456", "12345", ["holder"]), ("", "", "", ["bank", "number", "holder"]),
            (String(repeating: "B", count: 60), "123456", String(repeating: "K", count: 100), []),
            (String(repeating: "B", count: 61), "123456", String(repeating: "K", count: 101), ["bank", "holder"]),
        ] as [(String, String, String, [String])])
    func accountFields(bank name: String, number: String, holder: String, faults: [String]) async throws {
        let bank = try await Bank(hasAccount: false)
        guard !faults.isEmpty else {
            try await bank.payments.setBankAccount(bank: name, number: number, holder: holder, by: bank.treasurer)
            #expect(try await bank.payments.bankAccount()?.number == number)
            return
        }
        let problem = await #expect(throws: Problem.self) {
            try await bank.payments.setBankAccount(bank: name, number: number, holder: holder, by: bank.treasurer)
        }
        #expect(problem?.fields.map(\.field) == faults)
        #expect(try await bank.payments.bankAccount() == nil)
    }

    @Test("Nobody but finance and the operator sets the account, and who did stands in the trail once")
    func accountRoles() async throws {
        let bank = try await Bank(hasAccount: false)
        for other in [
            Principal.visitor, bank.siti, .officer(id: bank.counter.siti, agency: "polri"), .administrator(id: bank.counter.siti),
            .cashier(id: bank.counter.siti),
        ] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") {
                try await bank.payments.setBankAccount(bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: other)
            }
        }
        for _ in 0..<2 {
            try await bank.payments.setBankAccount(
                bank: "Bank Uji", number: "1234567890", holder: "Kas Uji", by: .operatorAtConsole(name: "root"))
        }
        #expect(try await bank.counter.audit("account.set").map(\.subject) == ["rekening-1"])
    }

    // MARK: Marks

    @Test("Two who owe the same are asked for different amounts, at once too, and each keeps hers")
    func twoAtOnce() async throws {
        let bank = try await Bank()
        async let one = bank.sitis()
        async let other = bank.dewis()
        let (siti, dewi) = try await (one, other)
        #expect(siti.amount != dewi.amount && siti.amount.rupiah > 30_000 && dewi.amount.rupiah > 30_000)
        try await bank.payments.choose("transfer", for: bank.counter.request, by: bank.siti)
        #expect(try await bank.payments.standing(for: bank.counter.request, by: bank.siti).charge == siti)
    }

    @Test("All 999 marks in use: the next is told so and chooses otherwise; an expired one is free again after its rest")
    func allInUse() async throws {
        let bank = try await Bank()
        let first = try await bank.sitis()
        var amounts: Set<Int> = [first.amount.rupiah]
        let purposes = (0..<998).map { Identifier(at: Instant(milliseconds: Int64(1000 + $0))) }
        let (payments, payer, fee) = (bank.payments, bank.counter.dewi, try bank.counter.money(30_000))
        try await bank.counter.database.write { tx in
            for purpose in purposes {
                _ = try payments.openBill(fee, .state, for: purpose, payer: payer, description: "SKCK", tx)
            }
        }
        for purpose in purposes {
            amounts.insert(try #require(try await payments.standing(for: purpose, by: bank.dewi).charge).amount.rupiah)
        }
        #expect(amounts == Set(30_001...30_999))
        let late = try await bank.bill(bank.counter.dewisRequest, of: bank.counter.dewi)
        #expect(late.charge == nil && late.bill.status == .open)
        await #expect(throws: Problem(.unavailable, "problem.transfer.full")) {
            try await bank.payments.choose("transfer", for: bank.counter.dewisRequest, by: bank.dewi)
        }
        try await bank.payments.choose("cash", for: bank.counter.dewisRequest, by: bank.dewi)
        // Another fee has marks of its own.
        #expect(try await bank.bill(Identifier(at: Instant(milliseconds: 900)), of: bank.counter.dewi, rupiah: 60_000).charge != nil)
        for (seconds, isFree) in [(48 * 3600 - 1, false), (1, true)] {
            bank.counter.clock.advance(bySeconds: seconds)
            guard isFree else {
                await #expect(throws: Problem.self) {
                    try await bank.payments.choose("transfer", for: bank.counter.dewisRequest, by: bank.dewi)
                }
                continue
            }
            try await bank.payments.choose("transfer", for: bank.counter.dewisRequest, by: bank.dewi)
            #expect(try await bank.payments.standing(for: bank.counter.dewisRequest, by: bank.dewi).charge != nil)
        }
    }

    @Test("An expired charge is renewed with the amount that its payer may have typed already")
    func renewal() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        bank.counter.clock.advance(bySeconds: TransferProvider.openSeconds)
        try await bank.payments.choose("transfer", for: bank.counter.request, by: bank.siti)
        let renewed = try #require(try await bank.payments.standing(for: bank.counter.request, by: bank.siti).charge)
        #expect(renewed.id != siti.id && renewed.amount == siti.amount && renewed.reference == siti.reference + "-2")
        #expect(try await bank.payments.standing(for: bank.counter.dewisRequest, by: bank.dewi).charge == dewi)
    }

    // MARK: Proofs

    @Test("Proofs stand beside each other, the same file once, five at most, and a bad file leaves them as they are")
    func proofs() async throws {
        let bank = try await Bank()
        _ = try await bank.sitis()
        _ = try await bank.dewis()
        func send(_ text: String) async throws {
            try await bank.payments.sendProof(Data(text.utf8), for: bank.counter.request, by: bank.siti)
        }
        await #expect(throws: Problem.self) { try await send("<html>") }
        for index in 1...5 {
            try await send("gambar \(index)")
            bank.counter.clock.advance(bySeconds: 1)
        }
        try await send("gambar 1")
        let problem = await #expect(throws: Problem.self) { try await send("gambar 6") }
        #expect(problem?.messageKey == "problem.proof.many" && problem?.fields.map(\.field) == ["attachments.proof"])
        let kept = try await bank.payments.proofs(for: bank.counter.request, by: bank.siti)
        #expect(kept.count == 5 && kept.allSatisfy { $0.standing == .waiting })
        #expect(try await bank.payments.proofs(for: bank.counter.dewisRequest, by: bank.dewi) == [])
        #expect(try await bank.payments.content(of: kept[0].id, by: bank.siti).data == Data("gambar 1".utf8))
        #expect(try await bank.payments.content(of: kept[0].id, by: bank.treasurer).mediaType == "image/png")
        for stranger in [Principal.visitor, bank.dewi, .cashier(id: bank.counter.dewi), .administrator(id: bank.counter.dewi)] {
            await #expect(throws: Problem.self, "\(stranger.kind)") { try await bank.payments.content(of: kept[0].id, by: stranger) }
        }
        await #expect(throws: Problem.self) {
            try await bank.payments.sendProof(Data("gambar".utf8), for: bank.counter.request, by: bank.dewi)
        }
        #expect(try await bank.payments.waitingTransfers(by: bank.treasurer).map(\.proofs.count) == [5])
    }

    @Test("A refused proof says why, its payer is told once, and another can follow")
    func refused() async throws {
        let bank = try await Bank()
        _ = try await bank.sitis()
        try await bank.payments.sendProof(Data("gambar".utf8), for: bank.counter.request, by: bank.siti)
        let proof = try #require(try await bank.payments.proofs(for: bank.counter.request, by: bank.siti).first)
        await #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try await bank.payments.refuseProof(proof.id, reason: "Tidak terbaca", by: bank.siti)
        }
        let short = await #expect(throws: Problem.self) {
            try await bank.payments.refuseProof(proof.id, reason: "ya", by: bank.treasurer)
        }
        #expect(short?.fields.map(\.field) == ["reason"])
        try await bank.payments.refuseProof(proof.id, reason: "Tidak terbaca", by: bank.treasurer)
        await #expect(throws: Problem(.conflict, "problem.proof.ended")) {
            try await bank.payments.refuseProof(proof.id, reason: "Tidak terbaca", by: bank.treasurer)
        }
        let after = try await bank.payments.proofs(for: bank.counter.request, by: bank.siti)
        #expect(after.map(\.standing) == [.refused] && after.first?.reason == "Tidak terbaca")
        #expect(try await bank.counter.audit("proof.refused").count == 1)
        #expect(try await bank.payments.waitingTransfers(by: bank.treasurer).isEmpty)
        try await bank.payments.sendProof(Data("gambar lagi".utf8), for: bank.counter.request, by: bank.siti)
        #expect(try await bank.payments.waitingTransfers(by: bank.treasurer).count == 1)
        #expect(try await bank.status(bank.counter.request) == .open)
    }

    // MARK: Confirming

    @Test("A transfer that was seen at the bank settles its bill once, the mark on an account of its own, and Dewi owes as before")
    func confirmed() async throws {
        let bank = try await Bank()
        let (siti, _) = (try await bank.sitis(), try await bank.dewis())
        try await bank.payments.sendProof(Data("gambar".utf8), for: bank.counter.request, by: bank.siti)
        let payment = try await bank.confirm(siti)
        #expect(try await bank.confirm(siti) == payment)
        #expect(payment.standing == .settled && payment.paymentID == "FT001" && payment.receipt?.sequence == 1)
        #expect(try await bank.status(bank.counter.request) == .paid)
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
        let left = try await bank.balances()
        let mark = siti.amount.rupiah - 30_000
        #expect(left["clearing:transfer"] == siti.amount.rupiah && left["marks"] == -mark && left["receivable"] == 30_000)
        #expect(left.values.reduce(0, +) == 0)
        #expect(try await bank.payments.proofs(for: bank.counter.request, by: bank.siti).map(\.standing) == [.confirmed])
        #expect(try await bank.counter.audit("transfer.confirmed").count == 1)
        // A second officer with another reference would enter the same money twice.
        await #expect(throws: Problem(.conflict, "problem.transfer.known")) {
            try await bank.confirm(siti, "FT002", command: "confirm-2")
        }
    }

    @Test("The fee without the mark settles the bill; any other amount is held, and the reference of another payment is refused")
    func amounts() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        #expect(try await bank.confirm(siti, rupiah: 30_000).standing == .settled)
        await #expect(throws: Problem(.conflict, "problem.payment.contradiction")) {
            try await bank.confirm(dewi, command: "confirm-2")
        }
        #expect(try await bank.confirm(dewi, "FT002", rupiah: 20_000, command: "confirm-3").standing == .wrongAmount)
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
        #expect(try await bank.balances().values.reduce(0, +) == 0)
    }

    @Test(
        "What is typed wrong is told at its field, and nothing is entered",
        arguments: [
            ("", 30_000, "2026-11-23", "bank_reference"), (String(repeating: "9", count: 61), 30_000, "2026-11-23", "bank_reference"),
            ("FT1", 0, "2026-11-23", "amount"), ("FT1", 30_000, "2026-11-22", "date"), ("FT1", 30_000, "2026-11-24", "date"),
        ])
    func typedWrong(reference: String, rupiah: Int, date: String, field: String) async throws {
        let bank = try await Bank()
        let siti = try await bank.sitis()
        let problem = await #expect(throws: Problem.self) { try await bank.confirm(siti, reference, rupiah: rupiah, date: date) }
        #expect(problem?.code == .invalid && problem?.fields.map(\.field) == [field])
        #expect(try await bank.status(bank.counter.request) == .open)
        for other in [Principal.visitor, bank.siti, .administrator(id: bank.counter.siti), .cashier(id: bank.counter.siti)] {
            await #expect(throws: Problem(.forbidden, "problem.forbidden"), "\(other.kind)") { try await bank.confirm(siti, by: other) }
        }
    }

    @Test("A press for one transfer does not answer for another")
    func foreignCommand() async throws {
        let bank = try await Bank()
        let (siti, dewi) = (try await bank.sitis(), try await bank.dewis())
        _ = try await bank.confirm(siti)
        await #expect(throws: Problem(.conflict, "problem.command.foreign")) { try await bank.confirm(dewi) }
        #expect(try await bank.status(bank.counter.dewisRequest) == .open)
    }
}

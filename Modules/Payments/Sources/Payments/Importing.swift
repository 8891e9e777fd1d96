internal import Crypto
public import Foundation
public import Kernel
internal import Storage

/// What banks and providers say of a day, held against the books.
extension PaymentService {
    /// Imports the bank's statement (of `transfer`) or a provider's daily file. Each line is a payment that the books know, which is paid out
    /// now, or one that they learn of: that ends in the same entry as a notice or a hand, and is paid out besides. What does not agree is
    /// noted as a difference. The same file again changes nothing, and a line that another file had neither.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` `problem.settlement.provider` for a provider that the
    ///   region has not, and for the cash desk; `invalid` and `tooLarge` at `file` for a file that cannot be read to its end: then nothing of it
    ///   is imported.
    public func importFile(_ data: Data, of provider: String, by principal: Principal) async throws -> ImportReport {
        try principal.requireFinance("import a file")
        guard importable.contains(provider) else { throw Problem(.notFound, "problem.settlement.provider", detail: provider) }
        let digest = SHA256.hash(data: data).hexadecimal
        let isStatement = provider == TransferProvider.name
        let today = zone.local(try await database.read { tx in tx.now }).date
        let lines = try (isStatement ? SettlementLine.statement : SettlementLine.settlements)(data, zone, today)
        return try await database.write { tx in
            if let known = try settlements.find(provider: provider, digest: digest, tx) { return ImportReport(file: known, isKnown: true) }
            guard let first = lines.map(\.day).min(), let last = lines.map(\.day).max() else {
                throw Problem(
                    .invalid, "problem.settlement.nothing", fields: [FieldIssue("file", "problem.settlement.nothing")])
            }
            let file = SettlementFile(
                id: Identifier(at: tx.now), provider: provider, lines: lines.count, firstDay: first, lastDay: last, importedAt: tx.now)
            try settlements.add(file, digest: digest, tx)
            var report = ImportReport(file: file, isKnown: false)
            for line in lines { try take(line, of: file, into: &report, tx) }
            try noteUntold(in: file, into: &report, tx)
            try tx.audit.append("settlement.imported", file.id, by: principal)
            return report
        }
    }

    /// The providers whose files can be imported.
    public var importable: [String] { providers.map(\.name).filter { $0 != CashDesk.name } }

    private func take(_ line: SettlementLine, of file: SettlementFile, into report: inout ImportReport, _ tx: WriteTransaction) throws {
        let charge = try charge(of: line, in: file, tx)
        if let payment = try payment(of: line, charge, in: file, tx) {
            guard payment.amount == line.amount else {
                return try note(.amount, payment, line, in: file, into: &report, tx)
            }
            // A statement names no charge of its own, so that only a provider can contradict one.
            guard file.provider == TransferProvider.name || payment.reference == line.reference else {
                return try note(.reference, payment, line, in: file, into: &report, tx)
            }
            guard try !settlements.contains(payment.id, tx) else { return report.repeated += 1 }
            report.matched += 1
            return try payOut(payment, line, in: file, tx)
        }
        let reference = file.provider == TransferProvider.name ? charge?.reference ?? line.name : line.reference ?? line.name
        let paidAt = min(line.paidAt, tx.now)
        let (payment, _) = try enter(
            Confirmation(paymentID: line.name, reference: reference, amount: line.amount, paidAt: paidAt), of: file.provider, tx)
        report.entered += 1
        if !payment.standing.settles { report.held += 1 }
        try payOut(payment, line, in: file, tx)
    }

    /// The charge that a line of a statement pays: the one whose code stands in it, or the one of its amount that was open on its day.
    private func charge(of line: SettlementLine, in file: SettlementFile, _ tx: ReadTransaction) throws -> BillCharge? {
        guard file.provider == TransferProvider.name else { return nil }
        if let code = line.reference, let named = try charges.find(provider: file.provider, reference: code, tx) { return named }
        let (begin, end) = (zone.instant(line.day, .midnight), zone.instant(line.day.advanced(byDays: 1), .midnight))
        return try charges.open(of: file.provider, with: line.amount, from: begin, to: end, tx)
    }

    /// The payment that a line tells of, when the books know it: by its name, or as one that was confirmed by hand under another.
    private func payment(
        of line: SettlementLine, _ charge: BillCharge?, in file: SettlementFile, _ tx: ReadTransaction
    ) throws -> ReceivedPayment? {
        if let id = try settlements.payment(provider: file.provider, name: line.name, tx) { return try payments.find(id, tx) }
        if let named = try payments.find(provider: file.provider, paymentID: line.name, tx) { return named }
        guard let charge else { return nil }
        return try payments.all(of: charge.bill, by: file.provider, tx).first { payment in
            try payment.amount == line.amount && !settlements.contains(payment.id, tx)
        }
    }

    /// What the bank or the provider tells of has come to the treasury.
    private func payOut(_ payment: ReceivedPayment, _ line: SettlementLine, in file: SettlementFile, _ tx: WriteTransaction) throws {
        try settlements.add(line, of: payment, in: file, tx)
        try ledger.post(
            .paidOut, payment.id, payment.amount, debit: .treasury, credit: .clearing(provider: file.provider), on: bookDay(tx), tx)
        try differences.end(all: payment.id, tx)
        if file.provider == TransferProvider.name, let bill = payment.bill { try proofs.confirm(all: bill, tx) }
    }

    /// What the books know of the file's days, and no file tells of.
    private func noteUntold(in file: SettlementFile, into report: inout ImportReport, _ tx: WriteTransaction) throws {
        let (begin, end) = (zone.instant(file.firstDay, .midnight), zone.instant(file.lastDay.advanced(byDays: 1), .midnight))
        for payment in try payments.untold(of: file.provider, from: begin, to: end, tx) {
            // A line with another amount is told of already.
            if try differences.isOpen(about: payment.id, tx) { continue }
            let kind: Difference.Kind = file.provider == TransferProvider.name ? .unconfirmed : .missing
            try note(kind, payment, nil, in: file, into: &report, tx)
        }
    }

    private func note(
        _ kind: Difference.Kind, _ payment: ReceivedPayment, _ line: SettlementLine?, in file: SettlementFile,
        into report: inout ImportReport, _ tx: WriteTransaction
    ) throws {
        let difference = Difference(
            id: Identifier(at: tx.now), kind: kind, payment: payment.id, file: file.id, line: line?.line, told: line?.amount,
            foundAt: tx.now, endedAt: nil, reason: nil)
        if try differences.add(difference, tx) { report.differences += 1 }
    }

    // MARK: Differences

    /// The files that were imported, newest first.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func settlementFiles(limit: Int = 20, by principal: Principal) async throws -> [SettlementFile] {
        try principal.requireBooks("settlement files")
        return try await database.read { tx in try settlements.newest(limit: limit, tx) }
    }

    /// Differences that are open, the oldest first, each with its payment.
    /// - Throws: as ``settlementFiles(limit:by:)``.
    public func openDifferences(limit: Int = 100, by principal: Principal) async throws -> [(
        difference: Difference, payment: ReceivedPayment
    )] {
        try principal.requireBooks("differences")
        return try await database.read { tx in
            try differences.open(limit: limit, tx).compactMap { difference in
                try payments.find(difference.payment, tx).map { (difference, $0) }
            }
        }
    }

    /// Ends a difference with what somebody found out. No money moves by it.
    /// - Parameter reason: 5 to 500 characters without anything personal; it stays in the audit trail.
    /// - Throws: `forbidden` for everyone but finance and the operator; `invalid` at `reason`; `notFound` for an unknown one; `conflict`
    ///   `problem.difference.ended` for one that has ended.
    public func resolve(_ id: Identifier, reason: String, by principal: Principal) async throws {
        try principal.requireFinance("resolve a difference")
        let reason = try PaymentService.sentence(reason)
        try await database.write { tx in
            guard try differences.find(id, tx) != nil else { throw Problem.notFound("difference \(id)") }
            guard try differences.end(id, reason: reason, tx) else {
                throw Problem(.conflict, "problem.difference.ended", detail: "difference \(id)")
            }
            try tx.audit.append("difference.resolved", id, by: principal, reason: reason)
        }
    }
}

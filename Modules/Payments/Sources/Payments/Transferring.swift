internal import Crypto
public import Foundation
public import Kernel
public import Storage

/// Transfers into the region's own account: what payers show of them, and what whoever answers for the money decides.
extension PaymentService {
    /// How many proofs a payer may send for one charge.
    public static let mostProofs = 5
    private static let bankReferenceLength = 1...60

    // MARK: The payer

    /// Keeps a proof that the payer has transferred, beside those of before. The same file again changes nothing.
    /// - Throws: `notFound` for everyone but the payer, and where she has not chosen to transfer; `conflict`
    ///   `problem.payment.alreadyPaid` or `problem.payment.billCancelled` for a bill that is not open; `invalid` `problem.proof.many` at
    ///   `attachments.proof` (argument `max`); what ``ProofIntake`` throws for a file that is not taken.
    public func sendProof(_ content: Data, for purpose: Identifier, by payer: Principal) async throws {
        guard let intake else { throw Problem.notFound("proofs") }
        // Before anything is read: a stranger's file is nobody's work.
        _ = try await database.read { tx in try provable(purpose, by: payer, tx) }
        let kept = try await intake.read(content)
        let digest = SHA256.hash(data: kept.data).hexadecimal
        let files = database.files
        let (id, sealed) = try await database.read { tx in
            let (bill, _) = try provable(purpose, by: payer, tx)
            let id = Identifier(at: tx.now)
            return (id, try tx.vault.seal(kept.data, for: bill.payer, at: ProofStore.place(id)))
        }
        // The file first: a row without its file would be a loss, and a file without its row is swept.
        try files.write(sealed, as: id)
        try await database.write { tx in
            let (_, charge) = try provable(purpose, by: payer, tx)
            if try proofs.contains(digest, of: charge.id, tx) { return }
            guard try proofs.all(of: charge.id, tx).count < PaymentService.mostProofs else {
                let arguments = ["max": String(PaymentService.mostProofs)]
                throw Problem(
                    .invalid, "problem.proof.many", arguments: arguments,
                    fields: [FieldIssue("attachments.proof", "problem.proof.many", arguments: arguments)])
            }
            let proof = TransferProof(
                id: id, charge: charge.id, mediaType: kept.mediaType, size: kept.data.count, sentAt: tx.now, endedAt: nil, reason: nil)
            try proofs.add(proof, digest: digest, tx)
        }
    }

    /// What the payer has shown of the transfer that she has chosen, oldest first.
    /// - Throws: as ``bill(for:by:)``.
    public func proofs(for purpose: Identifier, by principal: Principal) async throws -> [TransferProof] {
        try await database.read { tx in
            let bill = try visibleBill(for: purpose, by: principal, tx)
            guard let charge = try charges.newest(of: bill.id, with: TransferProvider.name, tx) else { return [] }
            return try proofs.all(of: charge.id, tx)
        }
    }

    private func provable(_ purpose: Identifier, by payer: Principal, _ tx: ReadTransaction) throws -> (Bill, BillCharge) {
        guard let bill = try bills.find(purpose: purpose, tx), payer == .citizen(id: bill.payer),
            let charge = try charges.newest(of: bill.id, with: TransferProvider.name, tx)
        else { throw Problem.notFound("transfer for \(purpose)") }
        _ = try bill.after(.settle, at: tx.now)
        return (bill, charge)
    }

    /// Whether a file is a proof's, for whoever looks for rubbish.
    public func keeps(_ file: Identifier, _ tx: ReadTransaction) throws -> Bool { try proofs.find(file, tx) != nil }

    // MARK: Whoever answers for the money

    /// Transfers of which a proof waits, the oldest first.
    /// - Throws: `forbidden` for everyone but finance and the operator.
    public func waitingTransfers(limit: Int = 50, by principal: Principal) async throws -> [TransferStanding] {
        try principal.requireFinance("transfers")
        return try await database.read { tx in
            var seen: Set<Identifier> = []
            return try proofs.waiting(limit: limit, tx).filter { seen.insert($0.charge).inserted }.compactMap { proof in
                try charges.find(proof.charge, tx).flatMap { try transfer($0, tx) }
            }
        }
    }

    /// One transfer with its proofs.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` when there is none.
    public func transfer(_ charge: Identifier, by principal: Principal) async throws -> TransferStanding {
        try principal.requireFinance("transfer")
        return try await database.read { tx in
            guard let found = try charges.find(charge, tx), let transfer = try transfer(found, tx) else {
                throw Problem.notFound("transfer \(charge)")
            }
            return transfer
        }
    }

    private func transfer(_ charge: BillCharge, _ tx: ReadTransaction) throws -> TransferStanding? {
        guard charge.provider == TransferProvider.name, let bill = try bills.find(charge.bill, tx) else { return nil }
        return TransferStanding(
            charge: charge, bill: bill, proofs: try proofs.all(of: charge.id, tx),
            payments: try payments.all(of: bill.id, by: TransferProvider.name, tx))
    }

    /// Which transfer a proof is of.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` when there is none.
    public func charge(of proof: Identifier, by principal: Principal) async throws -> Identifier {
        try principal.requireFinance("proof")
        return try await database.read { tx in
            guard let found = try proofs.find(proof, tx) else { throw Problem.notFound("proof \(proof)") }
            return found.charge
        }
    }

    /// A day as people type it, `23/11/2026`, or as machines write it; `nil` for what is none.
    public static func day(typed text: String) -> CivilDate? { SettlementLine.date(TypedText(text).line) }

    /// The file of a proof.
    /// - Throws: `notFound` for everyone but its payer, finance and the operator; `gone` `problem.erased` when its payer was erased.
    public func content(of proof: Identifier, by principal: Principal) async throws -> ProofContent {
        let files = database.files
        return try await database.read { tx in
            guard let found = try proofs.find(proof, tx), let charge = try charges.find(found.charge, tx),
                let bill = try bills.find(charge.bill, tx), bill.isProvable(to: principal)
            else { throw Problem.notFound("proof \(proof)") }
            let data = try tx.vault.open(files.read(proof), of: bill.payer, at: ProofStore.place(proof))
            return ProofContent(data: data, mediaType: found.mediaType)
        }
    }

    /// Enters a transfer that somebody has seen at the bank.
    /// - Parameters:
    ///   - bankReference: the bank's own name for it, 1 to 60 characters; a line of a statement with it is the same payment.
    ///   - amount: what came in, more than zero.
    ///   - date: the bank's day of it: from the day the charge was opened on, and not after today.
    /// - Returns: the payment; one that settled nothing is held.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` for an unknown transfer; `invalid` with an issue at
    ///   `bank_reference`, `amount` or `date`; `conflict` `problem.transfer.known` when the bank has told of one for this bill already, and
    ///   `problem.payment.contradiction` when the reference is another payment's.
    public func confirmTransfer(
        _ id: Identifier, bankReference typed: String, amount: Money, date: CivilDate, command: CommandID, by principal: Principal
    ) async throws -> ReceivedPayment {
        try principal.requireFinance("confirm a transfer")
        let name = SettlementLine.name(of: typed)
        guard PaymentService.bankReferenceLength.contains(name.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.transfer.reference", fields: [FieldIssue("bank_reference", "problem.transfer.reference")])
        }
        guard amount > .zero else {
            throw Problem(.invalid, "problem.bill.amount", fields: [FieldIssue("amount", "problem.answer.rupiah")])
        }
        return try await database.write { tx in
            let outcome = try tx.once(command, by: principal) {
                guard let charge = try charges.find(id, tx), let transfer = try transfer(charge, tx) else {
                    throw Problem.notFound("transfer \(id)")
                }
                guard date >= zone.local(charge.openedAt).date, date <= zone.local(tx.now).date else {
                    throw Problem(.invalid, "problem.transfer.date", fields: [FieldIssue("date", "problem.transfer.date")])
                }
                // The statement came first: typed beside it, the same money would be there twice.
                guard transfer.payments.allSatisfy({ $0.paymentID == name }) else {
                    throw Problem(.conflict, "problem.transfer.known", detail: "transfer \(id)")
                }
                let (payment, _) = try enter(
                    Confirmation(paymentID: name, reference: charge.reference, amount: amount, paidAt: noon(of: date, tx)),
                    of: charge.provider, tx)
                try proofs.confirm(all: charge.bill, tx)
                try tx.audit.append("transfer.confirmed", payment.id, by: principal)
                return MoneyOutcome(subject: payment.id)
            }
            guard let payment = try payments.find(outcome.subject, tx), payment.provider == TransferProvider.name,
                payment.bill == (try charges.find(id, tx)?.bill)
            else { throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.subject)") }
            return payment
        }
    }

    /// Refuses a proof; its payer is told, and reads why on the page on which she pays.
    /// - Parameter reason: 5 to 500 characters.
    /// - Throws: `forbidden` for everyone but finance and the operator; `invalid` at `reason`; `notFound` for an unknown proof; `conflict`
    ///   `problem.proof.ended` when somebody has decided upon it before.
    public func refuseProof(_ id: Identifier, reason: String, by principal: Principal) async throws {
        try principal.requireFinance("refuse a proof")
        let reason = try PaymentService.sentence(reason)
        try await database.write { tx in
            guard let proof = try proofs.find(id, tx), let charge = try charges.find(proof.charge, tx),
                let bill = try bills.find(charge.bill, tx)
            else { throw Problem.notFound("proof \(id)") }
            guard try proofs.refuse(id, reason: reason, tx) else {
                throw Problem(.conflict, "problem.proof.ended", detail: "proof \(id)")
            }
            try tx.audit.append(ProofRefused.kind, id, by: principal)
            try tx.outbox.append(ProofRefused(bill: BilledPurpose(bill), proof: id))
        }
    }

    /// The middle of a day of which no time is known; today's is not later than now.
    func noon(of date: CivilDate, _ tx: ReadTransaction) -> Instant {
        min(zone.instant(date, .midnight).advanced(bySeconds: 12 * 3600), tx.now)
    }
}

extension Bill {
    fileprivate func isProvable(to principal: Principal) -> Bool {
        switch principal {
        case .citizen(let id): id == payer
        case .finance, .operatorAtConsole: true
        case .visitor, .officer, .administrator, .cashier, .program, .platform: false
        }
    }
}

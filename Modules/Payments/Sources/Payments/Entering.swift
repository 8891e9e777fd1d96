public import Kernel
public import Storage

/// How the portal learns of money. A notice, a question and a hand are three ways to the same entry.
extension PaymentService {
    /// Takes a provider's webhook: checks it, enters the payment once in the books, settles the bill and tells the outbox
    /// `bill.paid`. Money that settles nothing is kept for the operator (see ``unmatchedPayments(by:)``) and refused.
    /// - Throws: `unauthenticated` `problem.webhook.forged` or `problem.webhook.stale`; `invalid` `problem.webhook.unreadable`;
    ///   `notFound` for an unknown provider, and one that sends none (`problem.notFound`), or reference
    ///   (`problem.payment.unknownReference`); `conflict` `problem.payment.wrongAmount`, `problem.payment.alreadyPaid` when another
    ///   payment settled the bill before, `problem.payment.billCancelled` when nothing is owed any more,
    ///   `problem.payment.contradiction` when a known payment is told with another amount or reference, `problem.refund.ended` when a refund
    ///   ended otherwise.
    public func receive(_ notice: ProviderNotice) async throws -> NoticeOutcome {
        guard let provider = providers.first(where: { $0.name == notice.provider }), let reader = provider.notices else {
            throw Problem.notFound("payment provider")
        }
        let name = provider.name
        switch try reader.report(in: notice) {
        case .paid(let confirmation):
            // The refusals are thrown after the write: thrown inside, they would undo the entry in the books.
            let (payment, isNew) = try await database.write { tx in try enter(confirmation, of: name, tx) }
            if let problem = payment.standing.problem(payment) { throw problem }
            return isNew ? .recorded : .repeated
        case .pending(let reference, let instant):
            return try await database.write { tx in
                guard let charge = try charges.find(provider: name, reference: reference, tx) else {
                    throw Problem(.notFound, "problem.payment.unknownReference", detail: "\(name) reference \(reference)")
                }
                return try charges.markPending(charge, at: instant, tx) ? .recorded : .repeated
            }
        case .refund(let report):
            return try await database.write { tx in try end(report, of: name, tx) ? .recorded : .repeated }
        }
    }

    /// Enters what a provider, or a cashier, vouches for. All ways by which the portal learns of money end here.
    /// - Parameter shift: the cashier's, for money that was paid into a hand.
    func enter(
        _ confirmation: Confirmation, of provider: String, in shift: Identifier? = nil, _ tx: WriteTransaction
    ) throws -> (payment: ReceivedPayment, isNew: Bool) {
        if let earlier = try payments.find(provider: provider, paymentID: confirmation.paymentID, tx) {
            guard earlier.amount == confirmation.amount, earlier.reference == confirmation.reference else {
                throw Problem(.conflict, "problem.payment.contradiction", detail: "\(provider) payment \(confirmation.paymentID)")
            }
            return (earlier, false)
        }
        let charge = try charges.find(provider: provider, reference: confirmation.reference, tx)
        let bill = try charge.flatMap { try bills.find($0.bill, tx) }
        let standing = try settle(bill, charge, with: confirmation, tx)
        let day = try bookDay(tx)
        let settles = standing == .settled
        let payment = ReceivedPayment(
            id: Identifier(at: tx.now), provider: provider, paymentID: confirmation.paymentID,
            reference: confirmation.reference, amount: confirmation.amount, bill: bill?.id, standing: standing,
            held: settles ? .zero : confirmation.amount, givenBack: .zero, proof: confirmation.proof,
            receipt: settles ? try nextReceipt(on: day, tx) : nil, shift: shift, paidAt: confirmation.paidAt, receivedAt: tx.now)
        try payments.add(payment, tx)
        let place: LedgerAccount = shift == nil ? .clearing(provider: provider) : .cash
        if settles, let bill {
            try ledger.post(.settled, payment.id, bill.amount, debit: place, credit: .receivable, on: day, tx)
            try dayReceipts.add(bill, on: day, tx)
            if let mark = Money(rupiah: payment.amount.rupiah - bill.amount.rupiah), mark > .zero {
                try ledger.post(.marked, payment.id, mark, debit: place, credit: .marks, on: day, tx)
            }
        } else {
            // A notice of nothing moves nothing.
            if payment.amount > .zero {
                try ledger.post(.unmatched, payment.id, payment.amount, debit: place, credit: .suspense, on: day, tx)
                if let bill {
                    try tell(
                        PaymentHeld(bill: BilledPurpose(bill), payment: payment.id, held: payment.amount, standing: standing), .held,
                        of: bill, payment.amount, payment: payment.id, tx)
                }
            }
            try tx.audit.append("payment.unmatched", payment.id, by: .platform(name: "payments"), reason: payment.standing.rawValue)
        }
        return (payment, true)
    }

    func nextReceipt(on day: CivilDate, _ tx: WriteTransaction) throws -> ReceiptNumber {
        ReceiptNumber(year: day.year, sequence: try tx.next(series: "receipts/\(day.year)"))
    }

    /// Settles the bill when the money fits it; answers what became of the money.
    private func settle(
        _ bill: Bill?, _ charge: BillCharge?, with confirmation: Confirmation, _ tx: WriteTransaction
    ) throws -> PaymentStanding {
        guard let bill, let charge else { return .unknownReference }
        guard confirmation.amount == bill.amount || confirmation.amount == charge.amount else { return .wrongAmount }
        switch bill.status {
        case .open: break
        case .paid: return .alreadyPaid
        case .cancelled: return .billCancelled
        }
        return try pay(bill, at: confirmation.paidAt, tx) ? .settled : .alreadyPaid
    }

    /// Marks the bill as paid and tells of it; answers `false`, changing nothing, when it is not open any more.
    func pay(_ bill: Bill, at instant: Instant, _ tx: WriteTransaction) throws -> Bool {
        let paid = try bill.after(.settle, at: instant)
        guard try bills.save(paid, from: bill.status, tx) else { return false }
        try tx.audit.append(BillPaid.kind, bill.id, by: .platform(name: "payments"))
        try tell(BillPaid(bill: BilledPurpose(paid), paidAt: instant), .paid, of: paid, paid.amount, tx)
        return true
    }
}

public import Kernel
public import Storage

/// What becomes of money that settled nothing, and of money that is given back.
extension PaymentService {
    /// How long a sentence about a decision is.
    private static let reasonLength = 5...500
    private static let voucherLength = 1...100

    /// Settles a bill with money that had settled nothing. What is left of it stays held.
    /// - Parameters:
    ///   - purpose: whose bill it is; it is open, and owes no more than is held.
    ///   - reason: 5 to 500 characters without anything personal.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` for an unknown payment, and a purpose without a bill;
    ///   `invalid` at `reason`; `conflict` `problem.payment.nothingHeld` when less is held than is owed, `problem.payment.alreadyPaid` or
    ///   `problem.payment.billCancelled` for a bill that is not open.
    public func credit(_ id: Identifier, to purpose: Identifier, reason: String, command: CommandID, by principal: Principal) async throws {
        try principal.requireFinance("credit a payment")
        let reason = try PaymentService.sentence(reason)
        _ = try await database.write { tx in
            try tx.once(command, by: principal) {
                guard let payment = try payments.find(id, tx), let bill = try bills.find(purpose: purpose, tx) else {
                    throw Problem.notFound("payment \(id), or bill for \(purpose)")
                }
                guard try pay(bill, at: payment.paidAt, tx) else {
                    throw Problem(.conflict, "problem.payment.alreadyPaid", detail: "bill \(bill.id)")
                }
                let day = try bookDay(tx)
                guard try payments.credit(bill.amount, to: bill.id, nextReceipt(on: day, tx), in: id, tx) else {
                    throw Problem(.conflict, "problem.payment.nothingHeld", detail: "payment \(id)")
                }
                try ledger.post(.credited, id, bill.amount, debit: .suspense, credit: .receivable, on: day, tx)
                try dayReceipts.add(bill, on: day, tx)
                try tx.audit.append("payment.credited", id, by: principal, reason: reason)
                return MoneyOutcome(subject: id)
            }
        }
    }

    /// Grants that money is given back: what settled nothing first, and then what settled a bill.
    /// - Parameters:
    ///   - amount: more than zero, and no more than ``ReceivedPayment/refundable``.
    ///   - way: through the provider only where it gives back, and in cash only for a payment with a bill, by which the desk finds it.
    ///   - reason: 5 to 500 characters without anything personal.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` for an unknown payment; `invalid` at `reason`, at `amount`
    ///   (`problem.refund.amount`, argument `amount`) and at `way` (`problem.refund.way`).
    public func grantRefund(
        of id: Identifier, amount: Money, way: RefundWay, reason: String, command: CommandID, by principal: Principal
    ) async throws -> Refund {
        try principal.requireFinance("grant a refund")
        let reason = try PaymentService.sentence(reason)
        return try await database.write { tx in
            let outcome = try tx.once(command, by: principal) {
                guard let payment = try payments.find(id, tx) else { throw Problem.notFound("payment \(id)") }
                guard waysBack(for: payment).contains(way) else {
                    throw Problem(.invalid, "problem.refund.way", fields: [FieldIssue("way", "problem.refund.way")])
                }
                let (most, source) = payment.refundable
                guard amount > .zero, amount <= most, try payments.reserve(amount, of: source, in: id, tx) else {
                    let arguments = ["amount": most.formatted]
                    throw Problem(
                        .invalid, "problem.refund.amount", arguments: arguments,
                        fields: [FieldIssue("amount", "problem.refund.amount", arguments: arguments)])
                }
                let refund = Refund(
                    id: Identifier(at: tx.now), payment: id, source: source, amount: amount, way: way, status: .granted, reason: reason,
                    grantedAt: tx.now)
                try refunds.add(refund, asksAt: way == .provider ? tx.now : nil, tx)
                try ledger.post(
                    .granted, refund.id, amount, debit: account(of: refund, payment, tx), credit: .refunds, on: bookDay(tx), tx)
                try tx.audit.append("refund.granted", refund.id, by: principal, reason: reason)
                return MoneyOutcome(subject: refund.id)
            }
            guard let refund = try refunds.find(outcome.subject, tx), refund.payment == id else {
                throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.subject)")
            }
            return refund
        }
    }

    /// Gives a granted refund back from the cashier's drawer.
    /// - Throws: `forbidden` for everyone but cashiers; `notFound` for an unknown refund, and one that goes another way; `conflict`
    ///   `problem.shift.none` without an open shift, `problem.drawer.short` when less should lie in the drawer, `problem.refund.ended`.
    public func giveBackCash(_ id: Identifier, command: CommandID, by principal: Principal) async throws {
        let cashier = try principal.requireCashier()
        _ = try await database.write { tx in
            try tx.once(command, by: principal) {
                guard let refund = try refunds.find(id, tx), refund.way == .cash else { throw Problem.notFound("cash refund \(id)") }
                guard let shift = try shifts.open(of: cashier, tx) else {
                    throw Problem(.conflict, "problem.shift.none", detail: "shift of \(cashier)")
                }
                let done = try refund.after(.giveBack, voucher: shift.id.text, at: tx.now)
                guard try shifts.give(refund.amount, from: shift.id, tx) else {
                    throw Problem(.conflict, "problem.drawer.short", detail: "shift \(shift.id)")
                }
                try close(done, from: .cash, by: principal, tx)
                return MoneyOutcome(subject: id)
            }
        }
    }

    /// Notes that the treasury has transferred a granted refund.
    /// - Parameter voucher: the bank's own name for the transfer, 1 to 100 characters.
    /// - Throws: `forbidden` for everyone but finance and the operator; `notFound` for an unknown refund, and one that goes another way;
    ///   `invalid` `problem.refund.voucher` at `voucher`; `conflict` `problem.refund.ended`.
    public func noteTransfer(of id: Identifier, voucher typed: String, command: CommandID, by principal: Principal) async throws {
        try principal.requireFinance("note a transfer")
        let voucher = TypedText(typed).line
        guard PaymentService.voucherLength.contains(voucher.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.refund.voucher", fields: [FieldIssue("voucher", "problem.refund.voucher")])
        }
        _ = try await database.write { tx in
            try tx.once(command, by: principal) {
                guard let refund = try refunds.find(id, tx), refund.way == .transfer else {
                    throw Problem.notFound("transferred refund \(id)")
                }
                try close(refund.after(.giveBack, voucher: voucher, at: tx.now), from: .treasury, by: principal, tx)
                return MoneyOutcome(subject: id)
            }
        }
    }

    /// Gives up a refund that was to be given back by hand, or through a provider that the region does not have any more: its money is where
    /// it was before.
    /// - Throws: as ``noteTransfer(of:voucher:command:by:)``; `notFound` for one that a provider can be asked for.
    public func giveUp(_ id: Identifier, command: CommandID, by principal: Principal) async throws {
        try principal.requireFinance("give up a refund")
        _ = try await database.write { tx in
            try tx.once(command, by: principal) {
                guard let refund = try refunds.find(id, tx), let payment = try payments.find(refund.payment, tx),
                    refund.way != .provider || !givesBack(payment.provider)
                else { throw Problem.notFound("refund \(id)") }
                try close(refund.after(.giveUp, voucher: nil, at: tx.now), from: .refunds, by: principal, tx)
                return MoneyOutcome(subject: id)
            }
        }
    }

    /// Asks the providers to give back what was granted, where the next question is due.
    /// - Returns: how many were asked for.
    @discardableResult
    public func sendRefunds(limit: Int = 16) async throws -> Int {
        let due = try await database.read { tx in
            try refunds.due(limit: limit, tx).compactMap { refund in try payments.find(refund.payment, tx).map { (refund, $0) } }
        }
        for (refund, payment) in due { try await send(refund, of: payment) }
        return due.count
    }

    private func send(_ refund: Refund, of payment: ReceivedPayment) async throws {
        let name = payment.provider
        let answer: RefundAnswer
        do {
            guard let desk = providers.first(where: { $0.name == name })?.refunds else {
                throw Problem(.unavailable, "problem.payment.noProvider", detail: "no provider \(name) to give back \(refund.id)")
            }
            answer = try await desk.refund(
                RefundOrder(id: refund.id, paymentID: payment.paymentID, reference: payment.reference, amount: refund.amount))
        } catch let cancelled as CancellationError { throw cancelled } catch {
            return try await database.write { tx in
                try health.noteFailure(of: name, tx)
                try refunds.postpone(refund.id, tx)
            }
        }
        try await database.write { tx in
            try health.noteAnswer(of: name, tx)
            // A notice may have overtaken the answer: then it has ended already.
            guard let current = try refunds.find(refund.id, tx), current.status == .granted else { return }
            if try !end(RefundReport(refund: refund.id, answer: answer), of: name, tx) { try refunds.postpone(refund.id, tx) }
        }
    }

    /// What a provider says of a refund; answers `false` when that changes nothing.
    /// - Throws: `notFound` for one that is not the provider's; `conflict` `problem.refund.ended` when it ended otherwise before.
    func end(_ report: RefundReport, of provider: String, _ tx: WriteTransaction) throws -> Bool {
        guard let refund = try refunds.find(report.refund, tx), refund.way == .provider,
            let payment = try payments.find(refund.payment, tx), payment.provider == provider
        else { throw Problem.notFound("refund \(report.refund) of \(provider)") }
        switch (report.answer, refund.status) {
        case (.pending, _), (.done, .done), (.refused, .failed): return false
        case (.done(let voucher), _):
            try close(
                refund.after(.giveBack, voucher: voucher, at: tx.now), from: .clearing(provider: provider),
                by: .platform(name: "payments"), tx)
        case (.refused, _):
            try close(refund.after(.giveUp, voucher: nil, at: tx.now), from: .refunds, by: .platform(name: "payments"), tx)
        }
        return true
    }

    /// Saves how a refund ended, and enters it: from the account out of which it went, or back to where it was before.
    private func close(_ refund: Refund, from place: LedgerAccount, by principal: Principal, _ tx: WriteTransaction) throws {
        guard try refunds.end(refund, tx), let payment = try payments.find(refund.payment, tx) else {
            throw Problem(.conflict, "problem.refund.ended", detail: "refund \(refund.id)")
        }
        let day = try bookDay(tx)
        if refund.status == .done {
            try ledger.post(.repaid, refund.id, refund.amount, debit: .refunds, credit: place, on: day, tx)
            if let bill = try payment.bill.flatMap({ try bills.find($0, tx) }) {
                try tell(
                    MoneyGivenBack(bill: BilledPurpose(bill), refund: refund.id, given: refund.amount, way: refund.way), .givenBack,
                    of: bill, refund.amount, refund: refund.id, tx)
            }
        } else {
            try payments.release(refund.amount, of: refund.source, in: payment.id, tx)
            try ledger.post(.kept, refund.id, refund.amount, debit: .refunds, credit: account(of: refund, payment, tx), on: day, tx)
        }
        try tx.audit.append(refund.status == .done ? "refund.done" : "refund.failed", refund.id, by: principal)
    }

    private func givesBack(_ provider: String) -> Bool { providers.contains { $0.name == provider && $0.refunds != nil } }

    /// The ways in which that money can be given back.
    func waysBack(for payment: ReceivedPayment) -> [RefundWay] {
        RefundWay.allCases.filter { way in
            switch way {
            case .provider: givesBack(payment.provider)
            case .cash: payment.bill != nil
            case .transfer: true
            }
        }
    }

    /// Where the money of a refund was before it was granted.
    private func account(of refund: Refund, _ payment: ReceivedPayment, _ tx: ReadTransaction) throws -> LedgerAccount {
        guard refund.source == .revenue else { return .suspense }
        guard let bill = try payment.bill.flatMap({ try bills.find($0, tx) }) else {
            throw Problem(.unexpected, "problem.unexpected", detail: "payment \(payment.id) settled no bill")
        }
        return .revenue(bill.revenue)
    }

    static func sentence(_ typed: String) throws -> String {
        let reason = TypedText(typed).line
        guard reasonLength.contains(reason.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.refund.reason", fields: [FieldIssue("reason", "problem.refund.reason")])
        }
        return reason
    }
}

/// What whoever answers for the region's money reads of it.
extension PaymentService {
    /// The refunds, newest first.
    /// - Throws: as ``file(of:by:)``.
    public func refunds(limit: Int = 50, by principal: Principal) async throws -> [Refund] {
        try principal.requireBooks("refunds")
        return try await database.read { tx in try refunds.newest(limit: limit, tx) }
    }
}

public import Kernel
public import Storage

/// The cash desk: a cashier opens a shift at a drawer, takes money for bills, and counts at the end.
extension PaymentService {
    /// The longest a cashier's sentence about a difference may be.
    private static let reasonLength = 5...500

    /// The cashier's open shift; `nil` when there is none.
    /// - Throws: `forbidden` for everyone but cashiers.
    public func openShift(of principal: Principal) async throws -> CashShift? {
        let cashier = try principal.requireCashier()
        return try await database.read { tx in try shifts.open(of: cashier, tx) }
    }

    /// Begins a shift. A cashier has one at a time: whoever has one open keeps it.
    /// - Parameter change: what lies in the drawer to give back.
    /// - Throws: `forbidden` for everyone but cashiers; `conflict` `problem.shift.open` when one is open that was begun otherwise.
    public func beginShift(change: Money, command: CommandID, by principal: Principal) async throws {
        let cashier = try principal.requireCashier()
        _ = try await database.write { tx in
            try tx.once(command, by: principal) {
                guard try shifts.open(of: cashier, tx) == nil else {
                    throw Problem(.conflict, "problem.shift.open", detail: "shift of \(cashier)")
                }
                let id = Identifier(at: tx.now)
                try shifts.add(id, of: cashier, change: change, tx)
                if change > .zero { try ledger.post(.filled, id, change, debit: .cash, credit: .treasury, on: bookDay(tx), tx) }
                try tx.audit.append("shift.begun", id, by: principal)
                return MoneyOutcome(subject: id)
            }
        }
    }

    /// Takes the whole amount of a bill in cash. Sent twice, it is taken once and answered alike.
    /// - Parameters:
    ///   - handed: what the payer handed over, as much as is owed or more.
    ///   - command: of this one press.
    /// - Throws: `forbidden` for everyone but cashiers; `conflict` `problem.shift.none` without an open shift; `notFound` for a purpose
    ///   without a bill; `invalid` `problem.cash.tooLittle` with field `handed` (argument `amount`); `conflict`
    ///   `problem.payment.alreadyPaid` or `problem.payment.billCancelled` for a bill that is not open, `problem.cash.off` for one that is
    ///   not to be paid in cash, or not just now, and was not meant to be before: then nothing is taken.
    public func takeCash(for purpose: Identifier, handed: Money, command: CommandID, by principal: Principal) async throws -> CashReceipt {
        let cashier = try principal.requireCashier()
        guard let desk = providers.first(where: { $0.name == CashDesk.name }) else { throw Problem.notFound("cash desk") }
        let payment = try await database.write { tx in
            let outcome = try tx.once(command, by: principal) {
                guard let shift = try shifts.open(of: cashier, tx) else {
                    throw Problem(.conflict, "problem.shift.none", detail: "shift of \(cashier)")
                }
                let bill = try visibleBill(for: purpose, by: principal, tx)
                // Money in the hand can still be given back, so that here, unlike with a provider, what settles nothing is not taken.
                _ = try bill.after(.settle, at: tx.now)
                guard handed >= bill.amount else {
                    let arguments = ["amount": bill.amount.formatted]
                    throw Problem(
                        .invalid, "problem.cash.tooLittle", arguments: arguments,
                        fields: [FieldIssue("handed", "problem.cash.tooLittle", arguments: arguments)])
                }
                if try charges.newest(of: bill.id, with: desk.name, tx) == nil {
                    // What its payer chose before the desk was switched off stays payable, here as everywhere.
                    guard try offered(bill.ways, tx).contains(where: { $0.name == desk.name }) else {
                        throw Problem(.conflict, "problem.cash.off", detail: "bill \(bill.id)")
                    }
                    try wantCharge(for: bill, with: desk, tx)
                }
                guard let charge = try charges.newest(of: bill.id, with: desk.name, tx) else { throw Problem.notFound("cash charge") }
                let confirmation = Confirmation(
                    paymentID: command.text, reference: charge.reference, amount: bill.amount, paidAt: tx.now)
                let (payment, _) = try enter(confirmation, of: desk.name, in: shift.id, tx)
                try shifts.take(payment.amount, in: shift.id, tx)
                try tx.audit.append("cash.taken", payment.id, by: principal)
                return MoneyOutcome(subject: payment.id)
            }
            guard let payment = try payments.find(outcome.subject, tx), let billed = payment.bill,
                try bills.find(billed, tx)?.purpose == purpose
            else { throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.subject)") }
            return payment
        }
        return CashReceipt(payment: payment, handed: handed)
    }

    /// What was taken in the cashier's open shift, newest first, each with its bill.
    /// - Throws: `forbidden` for everyone but cashiers.
    public func taken(in shift: CashShift, limit: Int, by principal: Principal) async throws -> [(payment: ReceivedPayment, bill: Bill)] {
        guard try principal.requireCashier() == shift.cashier else {
            throw Problem(.forbidden, "problem.forbidden", detail: "another's shift")
        }
        return try await database.read { tx in
            try payments.taken(in: shift.id, limit: limit, tx).compactMap { payment in
                try payment.bill.flatMap { try bills.find($0, tx) }.map { (payment, $0) }
            }
        }
    }

    /// Ends the cashier's shift with what she counted in the drawer; all of it goes to the treasury, and a difference into the books.
    /// - Parameter reason: why the count differs, 5 to 500 characters without anything personal; it is not asked for when it does not.
    /// - Returns: the shift as it ended.
    /// - Throws: `forbidden` for everyone but cashiers; `conflict` `problem.shift.none` when none is open; `invalid`
    ///   `problem.shift.differs` (argument `difference`) with an issue at `reason` when the count differs and nothing is said of it.
    public func endShift(counted: Money, reason typed: String, command: CommandID, by principal: Principal) async throws -> CashShift {
        let cashier = try principal.requireCashier()
        let reason = TypedText(typed).line
        return try await database.write { tx in
            let outcome = try tx.once(command, by: principal) {
                guard let shift = try shifts.open(of: cashier, tx) else {
                    throw Problem(.conflict, "problem.shift.none", detail: "shift of \(cashier)")
                }
                let difference = counted.rupiah - shift.expected.rupiah
                if difference != 0, TextMeasure(reason).fault(within: PaymentService.reasonLength) != nil {
                    let arguments = ["difference": (Money(rupiah: abs(difference)) ?? .zero).formatted]
                    let key = difference < 0 ? "problem.shift.short" : "problem.shift.over"
                    throw Problem(.invalid, key, arguments: arguments, fields: [FieldIssue("reason", key, arguments: arguments)])
                }
                try close(shift, counted: counted, reason: difference == 0 ? nil : reason, tx)
                try tx.audit.append("shift.ended", shift.id, by: principal, reason: difference == 0 ? nil : reason)
                return MoneyOutcome(subject: shift.id)
            }
            guard let shift = try shifts.find(outcome.subject, tx), shift.closing != nil else {
                throw Problem(.conflict, "problem.command.foreign", detail: "command id used for \(outcome.subject)")
            }
            return shift
        }
    }

    private func close(_ shift: CashShift, counted: Money, reason: String?, _ tx: WriteTransaction) throws {
        let day = try bookDay(tx)
        let difference = counted.rupiah - shift.expected.rupiah
        if let missing = Money(rupiah: -difference), missing > .zero {
            try ledger.post(.short, shift.id, missing, debit: .differences, credit: .cash, on: day, tx)
        } else if let spare = Money(rupiah: difference), spare > .zero {
            try ledger.post(.over, shift.id, spare, debit: .cash, credit: .differences, on: day, tx)
        }
        if counted > .zero { try ledger.post(.emptied, shift.id, counted, debit: .treasury, credit: .cash, on: day, tx) }
        try shifts.close(shift.id, counted: counted, reason: reason, tx)
    }
}

extension Principal {
    /// The cashier's own identifier.
    /// - Throws: `forbidden` `problem.forbidden` for everyone else.
    func requireCashier() throws -> Identifier {
        guard case .cashier(let id) = self else { throw Problem(.forbidden, "problem.forbidden", detail: "cash desk, by \(kind)") }
        return id
    }
}

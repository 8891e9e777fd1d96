public import Kernel
public import Storage

/// Bills, the ways of paying them, what was paid, and the region's books of it.
public struct PaymentService: Sendable {
    let database: PlatformDatabase
    let providers: [any PaymentProvider]
    let zone: IndonesianZone
    let bills = BillStore()
    let charges = ChargeStore()
    let payments = PaymentStore()
    let ledger = LedgerStore()
    let shifts = ShiftStore()

    /// - Parameters:
    ///   - providers: those on offer, in the order in which a payer is shown them; webhooks of all of them are taken.
    ///   - zone: whose days the books have.
    public init(database: PlatformDatabase, providers: [any PaymentProvider], zone: IndonesianZone) {
        self.database = database
        self.providers = providers
        self.zone = zone
    }

    /// Bills the payer, in the caller's own write, and tells the outbox `bill.opened`. There is one bill per purpose:
    /// asking again returns the first one as it is and changes nothing. It can be paid with the first provider at once.
    /// - Parameters:
    ///   - amount: more than zero.
    ///   - revenue: whose money it is.
    ///   - description: names the service, never the person; 1 to 200 characters.
    /// - Throws: `unavailable` `problem.payment.noProvider` when the region has none, `invalid` `problem.bill.amount` for zero
    ///   rupiah, `invalid` `problem.bill.description` for a text that is empty or too long.
    public func openBill(
        _ amount: Money, _ revenue: RevenueKind, for purpose: Identifier, payer: Identifier, description: String, _ tx: WriteTransaction
    ) throws -> Identifier {
        if let earlier = try bills.find(purpose: purpose, tx) { return earlier.id }
        guard let provider = providers.first else {
            throw Problem(.unavailable, "problem.payment.noProvider", detail: "no provider to bill \(purpose)")
        }
        guard amount > .zero else { throw Problem(.invalid, "problem.bill.amount", detail: "zero bill for \(purpose)") }
        guard (1...200).contains(description.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.bill.description", detail: "description of the bill for \(purpose)")
        }
        let bill = Bill(
            id: Identifier(at: tx.now), purpose: purpose, payer: payer, amount: amount, revenue: revenue, description: description,
            status: .open, provider: provider.name, createdAt: tx.now)
        try bills.add(bill, tx)
        try openCharge(for: bill, with: provider, tx)
        try ledger.post(.billed, bill.id, amount, debit: .receivable, credit: .revenue(revenue), on: today(tx), tx)
        try tx.audit.append(BillOpened.kind, bill.id, by: .platform(name: "payments"))
        try tx.outbox.append(BillOpened(bill: BilledPurpose(bill)))
        return bill.id
    }

    /// Cancels the bill of a purpose that was taken back, in the caller's own write. Money that comes in for it afterwards is kept as
    /// unmatched. Harmless where there is no bill, and for one that was cancelled before.
    /// - Throws: `conflict` `problem.payment.alreadyPaid` for one that is paid.
    public func cancelBill(for purpose: Identifier, _ tx: WriteTransaction) throws {
        guard let bill = try bills.find(purpose: purpose, tx), bill.status != .cancelled else { return }
        let cancelled = try bill.after(.cancel, at: tx.now)
        guard try bills.save(cancelled, from: bill.status, tx) else {
            throw Problem(.conflict, "problem.payment.alreadyPaid", detail: "bill \(bill.id)")
        }
        try ledger.post(.cancelled, bill.id, bill.amount, debit: .revenue(bill.revenue), credit: .receivable, on: today(tx), tx)
        try tx.audit.append("bill.cancelled", bill.id, by: .platform(name: "payments"))
    }

    /// Whether the purpose has a bill and it is paid.
    public func isPaid(_ purpose: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try bills.find(purpose: purpose, tx)?.status == .paid
    }

    /// What is asked for that purpose; `nil` when it has no bill.
    public func amount(billedFor purpose: Identifier, _ tx: ReadTransaction) throws -> Money? {
        try bills.find(purpose: purpose, tx)?.amount
    }

    /// The bill of that purpose.
    /// - Throws: `notFound` when there is none, and for everyone but its payer, whoever works with the region's money, and the platform.
    public func bill(for purpose: Identifier, by principal: Principal) async throws -> Bill {
        try await standing(for: purpose, by: principal).bill
    }

    /// The bill of that purpose, `nil` when there is none; for adapters and pages, which have decided who may see it.
    public func bill(for purpose: Identifier, _ tx: ReadTransaction) throws -> Bill? { try bills.find(purpose: purpose, tx) }

    /// The bill of that purpose with the way on which it can be paid.
    /// - Throws: as ``bill(for:by:)``.
    public func standing(for purpose: Identifier, by principal: Principal) async throws -> BillStanding {
        try await database.read { tx in
            let bill = try visibleBill(for: purpose, by: principal, tx)
            let payment = try payments.settling(bill.id, tx)
            return BillStanding(
                bill: bill, charge: try charges.newest(of: bill.id, with: bill.provider, tx), offered: providers.map(\.name),
                receipt: payment?.receipt, paidBy: payment?.provider)
        }
    }

    /// Whether a payment has that receipt, for whoever is shown one.
    public func hasReceipt(_ number: ReceiptNumber) async throws -> Bool {
        try await database.read { tx in try payments.hasReceipt(number, tx) }
    }

    /// The payer means to pay with that provider from now on: opens a charge with it, unless there is one that still holds. What was opened
    /// before stays payable. Doing it again changes nothing.
    /// - Throws: `notFound` for everyone but the payer, and for a provider that is not on offer; `conflict` `problem.payment.alreadyPaid`
    ///   or `problem.payment.billCancelled` for a bill that is not open.
    public func choose(_ provider: String, for purpose: Identifier, by payer: Principal) async throws {
        try await database.write { tx in
            guard let bill = try bills.find(purpose: purpose, tx), payer == .citizen(id: bill.payer),
                let provider = providers.first(where: { $0.name == provider })
            else { throw Problem.notFound("bill for \(purpose), or provider") }
            // The refusal is the one of whoever would pay it.
            _ = try bill.after(.settle, at: tx.now)
            let newest = try charges.newest(of: bill.id, with: provider.name, tx)
            if newest?.isExpired(at: tx.now) ?? true { try openCharge(for: bill, with: provider, tx) }
            guard bill.provider != provider.name else { return }
            var chosen = bill
            chosen.provider = provider.name
            _ = try bills.save(chosen, from: bill.status, tx)
        }
    }

    /// Takes a provider's webhook: checks it, enters the payment once in the books, settles the bill and tells the outbox
    /// `bill.paid`. Money that settles nothing is kept for the operator (see ``unmatchedPayments(by:)``) and refused.
    /// - Throws: `unauthenticated` `problem.webhook.forged` or `problem.webhook.stale`; `invalid` `problem.webhook.unreadable`;
    ///   `notFound` for an unknown provider, and one that sends none (`problem.notFound`), or reference
    ///   (`problem.payment.unknownReference`); `conflict` `problem.payment.wrongAmount`, `problem.payment.alreadyPaid` when another
    ///   payment settled the bill before, `problem.payment.billCancelled` when nothing is owed any more,
    ///   `problem.payment.contradiction` when a known payment is told with another amount or reference.
    public func receive(_ notice: ProviderNotice) async throws -> NoticeOutcome {
        guard let provider = providers.first(where: { $0.name == notice.provider }), let reader = provider.notices else {
            throw Problem.notFound("payment provider")
        }
        let confirmation = try reader.confirmation(in: notice)
        let name = provider.name
        // The refusals are thrown after the write: thrown inside, they would undo the entry in the books.
        let (payment, isNew) = try await database.write { tx in try enter(confirmation, of: name, tx) }
        if let problem = payment.standing.problem(payment) { throw problem }
        return isNew ? .recorded : .repeated
    }

    /// Payments that came in and settled nothing, newest first: the wrong amount, a bill paid twice, a reference nobody knows.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func unmatchedPayments(limit: Int = 200, by principal: Principal) async throws -> [ReceivedPayment] {
        try principal.requireBooks("unmatched payments")
        return try await database.read { tx in try payments.unmatched(limit: limit, tx) }
    }

    /// How many bills nobody has paid yet, counted up to `limit`.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func openBillCount(limit: Int, by principal: Principal) async throws -> Int {
        try principal.requireBooks("open bills")
        return try await database.read { tx in try bills.openCount(limit: limit, tx) }
    }

    func today(_ tx: ReadTransaction) -> CivilDate { zone.local(tx.now).date }

    func visibleBill(for purpose: Identifier, by principal: Principal, _ tx: ReadTransaction) throws -> Bill {
        guard let bill = try bills.find(purpose: purpose, tx), bill.isVisible(to: principal) else {
            throw Problem.notFound("bill for \(purpose)")
        }
        return bill
    }

    @discardableResult
    func openCharge(for bill: Bill, with provider: any PaymentProvider, _ tx: WriteTransaction) throws -> BillCharge {
        let order = BillOrder(
            id: bill.id, amount: bill.amount, description: bill.description,
            attempt: try charges.count(of: bill.id, with: provider.name, tx) + 1, at: tx.now)
        let offer = try provider.charge(order)
        let charge = BillCharge(
            id: Identifier(at: tx.now), bill: bill.id, provider: provider.name, reference: offer.reference,
            qrisPayload: offer.qrisPayload, openedAt: tx.now, expiresAt: offer.expiresAt)
        try charges.add(charge, tx)
        return charge
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
        let bill = try charges.find(provider: provider, reference: confirmation.reference, tx).flatMap { try bills.find($0.bill, tx) }
        let standing = try settle(bill, with: confirmation, tx)
        let day = today(tx)
        let receipt: ReceiptNumber? =
            standing == .settled ? ReceiptNumber(year: day.year, sequence: try tx.next(series: "receipts/\(day.year)")) : nil
        let payment = ReceivedPayment(
            id: Identifier(at: tx.now), provider: provider, paymentID: confirmation.paymentID,
            reference: confirmation.reference, amount: confirmation.amount, bill: bill?.id, standing: standing, receipt: receipt,
            shift: shift, paidAt: confirmation.paidAt, receivedAt: tx.now)
        try payments.add(payment, tx)
        let place: LedgerAccount = shift == nil ? .clearing(provider: provider) : .cash
        if standing == .settled {
            try ledger.post(.settled, payment.id, payment.amount, debit: place, credit: .receivable, on: day, tx)
        } else {
            // A notice of nothing moves nothing.
            if payment.amount > .zero {
                try ledger.post(.unmatched, payment.id, payment.amount, debit: place, credit: .suspense, on: day, tx)
            }
            try tx.audit.append("payment.unmatched", payment.id, by: .platform(name: "payments"), reason: payment.standing.rawValue)
        }
        return (payment, true)
    }

    /// Settles the bill when the money fits it; answers what became of the money.
    private func settle(_ bill: Bill?, with confirmation: Confirmation, _ tx: WriteTransaction) throws -> PaymentStanding {
        guard let bill else { return .unknownReference }
        guard bill.amount == confirmation.amount else { return .wrongAmount }
        switch bill.status {
        case .open: break
        case .paid: return .alreadyPaid
        case .cancelled: return .billCancelled
        }
        let paid = try bill.after(.settle, at: confirmation.paidAt)
        guard try bills.save(paid, from: bill.status, tx) else { return .alreadyPaid }
        try tx.audit.append(BillPaid.kind, bill.id, by: .platform(name: "payments"))
        try tx.outbox.append(BillPaid(bill: BilledPurpose(paid), paidAt: confirmation.paidAt))
        return .settled
    }
}

extension Bill {
    func isVisible(to principal: Principal) -> Bool {
        switch principal {
        case .citizen(let id): id == payer
        case .platform, .cashier, .finance: true
        case .visitor, .officer, .administrator, .program, .operatorAtConsole: false
        }
    }
}

extension Principal {
    /// - Throws: `forbidden` `problem.forbidden` for everyone who has no business with the region's books.
    func requireBooks(_ what: String) throws {
        switch self {
        case .administrator, .finance, .operatorAtConsole, .platform: break
        case .visitor, .citizen, .officer, .cashier, .program: throw Problem(.forbidden, "problem.forbidden", detail: what)
        }
    }
}

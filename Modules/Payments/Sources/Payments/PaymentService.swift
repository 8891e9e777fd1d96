public import Kernel
public import Storage

/// Bills and the ledger of what was paid for them.
public struct PaymentService: Sendable {
    let database: PlatformDatabase
    let providers: [any PaymentProvider]
    private let bills = BillStore()
    private let payments = PaymentStore()

    /// - Parameter providers: the first one collects new bills; webhooks of all of them are taken.
    public init(database: PlatformDatabase, providers: [any PaymentProvider]) {
        self.database = database
        self.providers = providers
    }

    /// Bills the payer, in the caller's own write, and tells the outbox `bill.opened`. There is one bill per purpose:
    /// asking again returns the first one as it is and changes nothing.
    /// - Parameters:
    ///   - amount: more than zero.
    ///   - description: names the service, never the person; 1 to 200 characters.
    /// - Throws: `unavailable` `problem.payment.noProvider` when the region has none, `invalid` `problem.bill.amount` for zero
    ///   rupiah, `invalid` `problem.bill.description` for a text that is empty or too long.
    public func openBill(
        _ amount: Money, for purpose: Identifier, payer: Identifier, description: String, _ tx: WriteTransaction
    ) throws -> Identifier {
        if let earlier = try bills.find(purpose: purpose, tx) { return earlier.id }
        guard let provider = providers.first else {
            throw Problem(.unavailable, "problem.payment.noProvider", detail: "no provider to bill \(purpose)")
        }
        guard amount > .zero else { throw Problem(.invalid, "problem.bill.amount", detail: "zero bill for \(purpose)") }
        guard (1...200).contains(description.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.bill.description", detail: "description of the bill for \(purpose)")
        }
        let id = Identifier(at: tx.now)
        let charge = try provider.charge(BillOrder(id: id, amount: amount, description: description))
        let bill = Bill(
            id: id, purpose: purpose, payer: payer, amount: amount, description: description, status: .open,
            provider: provider.name, reference: charge.reference, qrisPayload: charge.qrisPayload, createdAt: tx.now)
        try bills.add(bill, tx)
        try tx.audit.append(BillOpened.kind, bill.id, by: .platform(name: "payments"))
        try tx.outbox.append(BillOpened(bill: BilledPurpose(bill)))
        return bill.id
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
    /// - Throws: `notFound` when there is none, and for everyone but its payer and the platform itself.
    public func bill(for purpose: Identifier, by principal: Principal) async throws -> Bill {
        let bills = bills
        let found = try await database.read { tx in try bills.find(purpose: purpose, tx) }
        guard let bill = found, bill.isVisible(to: principal) else { throw Problem.notFound("bill for \(purpose)") }
        return bill
    }

    /// The bill of that purpose, `nil` when there is none; for adapters and pages, which have decided who may see it.
    public func bill(for purpose: Identifier, _ tx: ReadTransaction) throws -> Bill? { try bills.find(purpose: purpose, tx) }

    /// Takes a provider's webhook: checks it, enters the payment once in the ledger, settles the bill and tells the outbox
    /// `bill.paid`. Money that settles nothing is kept for the operator (see ``unmatchedPayments(by:)``) and refused.
    /// - Throws: `unauthenticated` `problem.webhook.forged` or `problem.webhook.stale`; `invalid` `problem.webhook.unreadable`;
    ///   `notFound` for an unknown provider (`problem.notFound`) or reference (`problem.payment.unknownReference`);
    ///   `conflict` `problem.payment.wrongAmount`, `problem.payment.alreadyPaid` when another payment settled the bill before,
    ///   `problem.payment.contradiction` when a known payment is told with another amount or reference.
    public func receive(_ notice: ProviderNotice) async throws -> NoticeOutcome {
        guard let provider = providers.first(where: { $0.name == notice.provider }) else {
            throw Problem.notFound("payment provider")
        }
        let confirmation = try provider.confirmation(in: notice)
        let name = provider.name
        // The refusals are thrown after the write: thrown inside, they would undo the entry in the ledger.
        let (payment, isNew) = try await database.write { tx in try enter(confirmation, of: name, tx) }
        if let problem = payment.standing.problem(payment) { throw problem }
        return isNew ? .recorded : .repeated
    }

    /// Payments that came in and settled nothing, newest first: the wrong amount, a bill paid twice, a reference nobody knows.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, the operator and the platform.
    public func unmatchedPayments(by principal: Principal) async throws -> [ReceivedPayment] {
        switch principal {
        case .administrator, .operatorAtConsole, .platform: break
        case .visitor, .citizen, .officer, .program: throw Problem(.forbidden, "problem.forbidden", detail: "unmatched payments")
        }
        let payments = payments
        return try await database.read { tx in try payments.unmatched(tx) }
    }

    /// How many bills nobody has paid yet, counted up to `limit`.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, the operator and the platform.
    public func openBillCount(limit: Int, by principal: Principal) async throws -> Int {
        switch principal {
        case .administrator, .operatorAtConsole, .platform: break
        case .visitor, .citizen, .officer, .program: throw Problem(.forbidden, "problem.forbidden", detail: "open bills")
        }
        let bills = bills
        return try await database.read { tx in try bills.openCount(limit: limit, tx) }
    }

    private func enter(
        _ confirmation: Confirmation, of provider: String, _ tx: WriteTransaction
    ) throws -> (payment: ReceivedPayment, isNew: Bool) {
        if let earlier = try payments.find(provider: provider, paymentID: confirmation.paymentID, tx) {
            guard earlier.amount == confirmation.amount, earlier.reference == confirmation.reference else {
                throw Problem(.conflict, "problem.payment.contradiction", detail: "\(provider) payment \(confirmation.paymentID)")
            }
            return (earlier, false)
        }
        let bill = try bills.find(provider: provider, reference: confirmation.reference, tx)
        let payment = ReceivedPayment(
            id: Identifier(at: tx.now), provider: provider, paymentID: confirmation.paymentID,
            reference: confirmation.reference, amount: confirmation.amount, bill: bill?.id,
            standing: try settle(bill, with: confirmation, tx), paidAt: confirmation.paidAt, receivedAt: tx.now)
        try payments.add(payment, tx)
        if payment.standing != .settled {
            try tx.audit.append(
                "payment.unmatched", payment.id, by: .platform(name: "payments"), reason: payment.standing.rawValue)
        }
        return (payment, true)
    }

    /// Settles the bill when the money fits it; answers what became of the money.
    private func settle(_ bill: Bill?, with confirmation: Confirmation, _ tx: WriteTransaction) throws -> PaymentStanding {
        guard let bill else { return .unknownReference }
        guard bill.amount == confirmation.amount else { return .wrongAmount }
        guard bill.status == .open else { return .alreadyPaid }
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
        case .platform: true
        case .visitor, .officer, .administrator, .program, .operatorAtConsole: false
        }
    }
}

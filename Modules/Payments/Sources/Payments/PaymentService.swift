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
    let refunds = RefundStore()
    let months = MonthStore()
    let dayReceipts = DayReceiptStore()
    let wanted = WantedChargeStore()
    let health = HealthStore()
    let switches = ProviderSwitchStore()
    let billEvents = BillEventStore()
    let hooks = HookStore()
    let hookLine = HookLine()
    let accounts = AccountStore()
    let marks = MarkStore()
    let proofs = ProofStore()
    let settlements = SettlementStore()
    let differences = DifferenceStore()
    let intake: (any ProofIntake)?

    /// - Parameters:
    ///   - providers: those on offer, in the order in which a payer is shown them; webhooks of all of them are taken.
    ///   - zone: whose days the books have.
    ///   - intake: looks at proofs of transfers; without one none is taken.
    public init(
        database: PlatformDatabase, providers: [any PaymentProvider], zone: IndonesianZone, intake: (any ProofIntake)? = nil
    ) {
        self.database = database
        self.providers = providers
        self.zone = zone
        self.intake = intake
    }

    /// Bills the payer, in the caller's own write, and tells the outbox `bill.opened`. There is one bill per purpose:
    /// asking again returns the first one as it is and changes nothing. It is paid with the first provider on offer, unless its payer
    /// chooses otherwise.
    /// - Parameters:
    ///   - amount: more than zero.
    ///   - revenue: whose money it is.
    ///   - description: names the service, never the person; 1 to 200 characters.
    ///   - ways: names of the providers by which it may be paid; `nil` for all that the region has.
    ///   - agency: whose service is paid for; its programs are told of the bill.
    /// - Throws: `unavailable` `problem.payment.noProvider` when there is none or all are switched off, `invalid` `problem.bill.amount` for zero
    ///   rupiah, `invalid` `problem.bill.description` for a text that is empty or too long.
    public func openBill(
        _ amount: Money, _ revenue: RevenueKind, for purpose: Identifier, payer: Identifier, description: String, ways: [String]? = nil,
        agency: String? = nil, _ tx: WriteTransaction
    ) throws -> Identifier {
        if let earlier = try bills.find(purpose: purpose, tx) { return earlier.id }
        // Where all that are on are hidden the first one is taken nevertheless: it may be back before its payer looks.
        guard let provider = try offered(ways, tx).first ?? switchedOn(ways, tx).first else {
            throw Problem(.unavailable, "problem.payment.noProvider", detail: "no provider to bill \(purpose)")
        }
        guard amount > .zero else { throw Problem(.invalid, "problem.bill.amount", detail: "zero bill for \(purpose)") }
        guard (1...200).contains(description.unicodeScalars.count) else {
            throw Problem(.invalid, "problem.bill.description", detail: "description of the bill for \(purpose)")
        }
        let bill = Bill(
            id: Identifier(at: tx.now), purpose: purpose, payer: payer, amount: amount, revenue: revenue, description: description,
            status: .open, provider: provider.name, ways: ways, agency: agency, createdAt: tx.now)
        try bills.add(bill, tx)
        // Where no mark is free just now the bill stands without a charge, and its payer asks for one, or chooses otherwise.
        do { try wantCharge(for: bill, with: provider, tx) } catch let problem as Problem
            where problem.messageKey == "problem.transfer.full"
        {}
        try ledger.post(.billed, bill.id, amount, debit: .receivable, credit: .revenue(revenue), on: bookDay(tx), tx)
        try tx.audit.append(BillOpened.kind, bill.id, by: .platform(name: "payments"))
        try tell(BillOpened(bill: BilledPurpose(bill)), .opened, of: bill, bill.amount, tx)
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
        try ledger.post(.cancelled, bill.id, bill.amount, debit: .revenue(bill.revenue), credit: .receivable, on: bookDay(tx), tx)
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
            let refunds = try refunds.all(for: bill.id, tx)
            func sum(_ status: RefundStatus) -> Money {
                Money(rupiah: refunds.filter { $0.status == status }.map(\.amount.rupiah).reduce(0, +)) ?? .zero
            }
            return BillStanding(
                bill: bill, charge: try charges.newest(of: bill.id, with: bill.provider, tx),
                isOpening: try wanted.contains(bill.id, with: bill.provider, tx), offered: try offered(bill.ways, tx).map(\.name),
                receipt: payment?.receipt, paidBy: payment?.provider, proof: payment?.proof,
                cashier: try payment?.shift.flatMap { try shifts.find($0, tx)?.cashier }, held: try payments.held(for: bill.id, tx),
                returning: sum(.granted), returned: sum(.done))
        }
    }

    /// Whether a payment has that receipt, for whoever is shown one.
    public func hasReceipt(_ number: ReceiptNumber) async throws -> Bool {
        try await database.read { tx in try payments.hasReceipt(number, tx) }
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

    /// The day on which something is entered in the books now: today, unless the clock was set back into a month that is closed. Then it is
    /// the first day after it, so that nothing is lost.
    func bookDay(_ tx: ReadTransaction) throws -> CivilDate {
        let today = zone.local(tx.now).date
        guard let last = try months.last(tx), BookMonth(of: today) <= last else { return today }
        return last.next.firstDay ?? today
    }

    func visibleBill(for purpose: Identifier, by principal: Principal, _ tx: ReadTransaction) throws -> Bill {
        guard let bill = try bills.find(purpose: purpose, tx), bill.isVisible(to: principal) else {
            throw Problem.notFound("bill for \(purpose)")
        }
        return bill
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

    /// - Throws: `forbidden` `problem.forbidden` for everyone who does not decide about the region's money.
    func requireFinance(_ what: String) throws {
        switch self {
        case .finance, .operatorAtConsole: break
        case .visitor, .citizen, .officer, .administrator, .cashier, .program, .platform:
            throw Problem(.forbidden, "problem.forbidden", detail: what)
        }
    }
}

public import Kernel
public import Storage

/// Brings a provider's webhook to the portal.
public protocol NoticeCarrier: Sendable {
    /// `true` when the portal answered 2xx. An error counts as not delivered.
    func carry(_ notice: ProviderNotice) async throws -> Bool
}

/// The gateway's side that people see: where somebody pays with a press of a button, or does what people and banks do wrong. Of a QRIS
/// picture it knows only what a banking app reads in it.
public struct StubDesk: Sendable {
    let database: PlatformDatabase
    /// Whose charges are paid here.
    public let providers: [any StubProvider]
    let carrier: any NoticeCarrier
    let store = StubStore()
    private let bills = BillStore()
    private let billCharges = ChargeStore()

    public init(database: PlatformDatabase, providers: [any StubProvider], carrier: any NoticeCarrier) {
        self.database = database
        self.providers = providers
        self.carrier = carrier
    }

    /// What the desk's page shows.
    /// - Throws: `notFound` for a reference that no stub gave out.
    public func charge(_ reference: String) async throws -> StubCharge {
        let desk = self
        return try await database.read { tx in try desk.charge(reference, tx) }
    }

    /// Takes the money and tells the portal, as `press(.pay, …)`.
    @discardableResult
    public func pay(_ reference: String) async throws -> StubCharge {
        let now = providers.first?.signed.clock.now ?? Instant(milliseconds: 0)
        return try await press(.pay, on: reference, command: CommandID(Identifier(at: now)))
    }

    /// Does what was pressed and tells the portal. What does not fit, e.g. paying again with ``StubPress/pay``, changes nothing; it only
    /// tells a portal that has not heard yet. A portal that cannot be reached is no error: ``deliverDue(limit:)`` tells it later.
    /// - Parameter command: of the button that was pressed: the same one does it once.
    /// - Throws: `notFound` for a reference that no stub gave out.
    @discardableResult
    public func press(_ press: StubPress, on reference: String, command: CommandID) async throws -> StubCharge {
        let desk = self
        try await database.write { tx in
            guard try desk.charge(reference, tx).presses(at: tx.now).contains(press) else { return }
            try desk.do(press, on: try desk.order(reference, tx), command, tx)
        }
        // Should the process end before the portal is told, the next round does it.
        let waiting = try await database.read { tx in
            try desk.store.notices(for: reference, tx).filter { $0.dueAt != nil && $0.notBefore <= tx.now }
        }
        for notice in waiting { _ = try await deliver(notice) }
        return try await charge(reference)
    }

    /// How what is paid from now on is told.
    /// - Throws: `notFound` for a reference that no stub gave out.
    public func tell(_ reference: String, in manner: StubManner) async throws {
        let desk = self
        try await database.write { tx in
            var order = try desk.order(reference, tx)
            order.manner = manner
            try desk.store.add(order, tx)
            try desk.store.save(order, tx)
        }
    }

    private func `do`(_ press: StubPress, on order: StubOrder, _ command: CommandID, _ tx: WriteTransaction) throws {
        try store.add(order, tx)
        let outcome = StubOutcome(of: order.amount)
        let (name, amount) = ("STUB-\(command.text)", order.amount)
        var ended = order
        switch press {
        case .pay where outcome == .declined, .decline:
            ended.state = .declined
            try store.save(ended, tx)
        case .expire:
            ended.state = .expired
            try store.save(ended, tx)
        case .pay:
            try take(outcome == .tooLittle ? amount.wrong : amount, named: name, for: order, tx)
            if outcome == .paidTwice { try take(amount, named: "\(name)-2", for: order, tx) }
        case .payAgain, .payLate: try take(amount, named: name, for: order, tx)
        case .payWrong: try take(amount.wrong, named: name, for: order, tx)
        case .payUnconfirmed: try take(amount, named: name, for: order, isConfirmed: false, tx)
        case .confirm:
            for payment in try store.payments(for: order.reference, tx) where payment.confirmedAt == nil {
                try store.confirm(payment.paymentID, proof: proof(for: order, tx), tx)
                try tell([.paid], of: payment.paymentID, order, tx)
            }
        }
    }

    private func take(
        _ amount: Money, named name: String, for order: StubOrder, isConfirmed: Bool = true, _ tx: WriteTransaction
    ) throws {
        let isTreasury = order.provider == StubSimponiProvider.name
        let payment = StubPayment(
            paymentID: name, provider: order.provider, reference: order.reference, amount: amount, paidAt: tx.now,
            bankNumber: isTreasury ? StubDesk.padded(try tx.next(series: "stub/ntb"), 12) : nil, confirmedAt: isConfirmed ? tx.now : nil,
            proof: isConfirmed ? proof(for: order, tx) : nil)
        guard try store.add(payment, tx) else { return }
        try tell((isTreasury ? [.pending] : []) + (isConfirmed ? [.paid] : []), of: name, order, tx)
    }

    /// The treasury's number of a payment; `nil` where it has none to give.
    private func proof(for order: StubOrder, _ tx: ReadTransaction) -> String? {
        guard order.provider == StubSimponiProvider.name else { return nil }
        return TreasuryNumber(typed: String(Identifier(at: tx.now).text.suffix(17)))?.text
    }

    /// Enters what the portal is to be told, in the manner of the charge.
    private func tell(_ kinds: [StubNotice.Kind], of payment: String, _ order: StubOrder, _ tx: WriteTransaction) throws {
        let isLate = order.manner == .reversed && kinds == [.paid] && order.provider != StubSimponiProvider.name
        let earliest = tx.now.advanced(bySeconds: isLate ? StubDesk.lateSeconds : 0)
        let due = order.manner == .lost ? nil : earliest.advanced(bySeconds: isLate ? 0 : StubDesk.firstDelaySeconds)
        for kind in order.manner == .reversed ? kinds.reversed() : kinds {
            for _ in 0..<(order.manner == .twice ? 2 : 1) {
                try store.add(kind, payment, for: order.reference, of: order.provider, dueAt: due, notBefore: earliest, tx)
            }
        }
    }

    /// After how long the first try is repeated.
    static let firstDelaySeconds = 5
    /// How much later a notice comes that is to come late.
    static let lateSeconds = 900

    private static func padded(_ number: Int, _ length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }

    /// The charge in the gateway's books, or as the QRIS picture tells of it, before anybody has come to pay it.
    private func order(_ reference: String, _ tx: ReadTransaction) throws -> StubOrder {
        if let order = try store.order(reference, tx), providers.contains(where: { $0.name == order.provider }) { return order }
        guard providers.contains(where: { $0.name == StubQRISProvider.name }),
            let opened = try billCharges.find(provider: StubQRISProvider.name, reference: reference, tx), let text = opened.qrisPayload
        else { throw Problem.notFound("stub charge") }
        guard let amount = try QRISPayload(parsing: text).amount else {
            throw Problem(.unexpected, "problem.unexpected", detail: "QRIS of bill \(opened.bill) has no amount")
        }
        return StubOrder(
            reference: reference, provider: StubQRISProvider.name, code: nil, amount: amount, openedAt: opened.openedAt,
            expiresAt: opened.expiresAt, state: .open, manner: StubOutcome(of: amount).manner)
    }

    private func charge(_ reference: String, _ tx: ReadTransaction) throws -> StubCharge {
        let order = try order(reference, tx)
        guard let opened = try billCharges.find(provider: order.provider, reference: reference, tx),
            let bill = try bills.find(opened.bill, tx)
        else { throw Problem.notFound("stub charge") }
        let picture = try opened.qrisPayload.map { try QRISPayload(parsing: $0) }
        let notices = try store.notices(for: reference, tx)
        return StubCharge(
            reference: reference, provider: order.provider, amount: order.amount, code: order.code, merchantName: picture?.value("59"),
            merchantCity: picture?.value("60"), purpose: bill.purpose, expiresAt: order.expiresAt, state: order.state,
            manner: order.manner,
            payments: try store.payments(for: reference, tx).map { payment in
                StubReceipt(
                    paymentID: payment.paymentID, amount: payment.amount, paidAt: payment.paidAt, bankNumber: payment.bankNumber,
                    isConfirmed: payment.confirmedAt != nil, proof: payment.proof)
            },
            isDelivered: !notices.isEmpty && notices.allSatisfy { $0.deliveredAt != nil })
    }
}

extension Money {
    /// One rupiah less, or of a single rupiah one more: nothing that a bill asks for.
    fileprivate var wrong: Money { Money(rupiah: rupiah > 1 ? rupiah - 1 : 2) ?? self }
}

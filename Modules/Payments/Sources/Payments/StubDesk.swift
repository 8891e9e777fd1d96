public import Kernel
public import Storage

/// Brings a provider's webhook to the portal.
public protocol NoticeCarrier: Sendable {
    /// `true` when the portal answered 2xx. An error counts as not delivered.
    func carry(_ notice: ProviderNotice) async throws -> Bool
}

/// The stub provider's own side: where a person pays with a press of a button. It knows of a charge only what a banking app
/// reads in the QRIS picture.
public struct StubDesk: Sendable {
    let database: PlatformDatabase
    let provider: StubQRISProvider
    let carrier: any NoticeCarrier
    private let bills = BillStore()
    private let billCharges = ChargeStore()
    private let charges = StubChargeStore()

    public init(database: PlatformDatabase, provider: StubQRISProvider, carrier: any NoticeCarrier) {
        self.database = database
        self.provider = provider
        self.carrier = carrier
    }

    /// What the desk's page shows.
    /// - Throws: `notFound` for a reference that the stub never gave out.
    public func charge(_ reference: String) async throws -> StubCharge {
        let desk = self
        return try await database.read { tx in try desk.charge(reference, tx) }
    }

    /// Takes the money and tells the portal. Paying again takes nothing; it only tells a portal that has not heard yet.
    /// A portal that cannot be reached is no error: ``deliverDue(limit:)`` tells it later.
    /// - Throws: `notFound` for a reference that the stub never gave out.
    @discardableResult
    public func pay(_ reference: String) async throws -> StubCharge {
        let desk = self
        let payment = try await database.write { tx in
            let charge = try desk.charge(reference, tx)
            // Should the process end before the portal is told, the next round does it.
            try desk.charges.add(
                StubPayment(reference: reference, paymentID: "STUB-\(Identifier(at: tx.now))", amount: charge.amount, paidAt: tx.now),
                dueAt: tx.now.advanced(bySeconds: StubDesk.firstDelaySeconds), tx)
            return try desk.charges.find(reference, tx)
        }
        if let payment, payment.deliveredAt == nil { _ = try await deliver(payment) }
        return try await charge(reference)
    }

    /// Tells the portal what it has not acknowledged, where the next try is due: 5 s after the first, doubling, one hour at most.
    @discardableResult
    public func deliverDue(limit: Int = 16) async throws -> StubRound {
        let charges = charges
        let due = try await database.read { tx in try charges.due(limit: limit, tx) }
        var round = StubRound()
        for payment in due {
            if try await deliver(payment) { round.delivered += 1 } else { round.postponed += 1 }
        }
        return round
    }

    private static let firstDelaySeconds = 5

    private func deliver(_ payment: StubPayment) async throws -> Bool {
        let notice = try provider.notice(of: payment.confirmation, at: provider.clock.now)
        var isDelivered = false
        do { isDelivered = try await carrier.carry(notice) } catch is CancellationError { throw CancellationError() } catch {}
        let (wasDelivered, charges) = (isDelivered, charges)
        try await database.write { tx in
            if wasDelivered {
                try charges.markDelivered(payment.reference, tx)
            } else {
                let delaySeconds = min(3600, StubDesk.firstDelaySeconds << min(payment.attempts, 10))
                try charges.postpone(payment.reference, until: tx.now.advanced(bySeconds: delaySeconds), tx)
            }
        }
        return wasDelivered
    }

    private func charge(_ reference: String, _ tx: ReadTransaction) throws -> StubCharge {
        guard let opened = try billCharges.find(provider: provider.name, reference: reference, tx), let text = opened.qrisPayload,
            let bill = try bills.find(opened.bill, tx)
        else { throw Problem.notFound("stub charge") }
        let payload = try QRISPayload(parsing: text)
        guard let amount = payload.amount else {
            throw Problem(.unexpected, "problem.unexpected", detail: "QRIS of bill \(bill.id) has no amount")
        }
        let payment = try charges.find(reference, tx)
        return StubCharge(
            reference: reference, amount: amount, merchantName: payload.value("59") ?? "", merchantCity: payload.value("60") ?? "",
            purpose: bill.purpose, paidAt: payment?.paidAt, isDelivered: payment?.deliveredAt != nil)
    }
}

/// A charge as the stub's page shows it.
public struct StubCharge: Sendable, Hashable {
    public let reference: String
    public let amount: Money
    public let merchantName: String
    public let merchantCity: String
    /// What is paid for, so that the page can lead back to it.
    public let purpose: Identifier
    /// `nil` until it is paid.
    public let paidAt: Instant?
    /// Whether the portal has acknowledged the payment.
    public let isDelivered: Bool
}

/// What one round of the stub's deliveries did.
public struct StubRound: Sendable, Hashable {
    public var delivered = 0
    public var postponed = 0

    public init() {}
}

/// A payment in the stub's own books.
struct StubPayment: Sendable, Hashable {
    let reference: String
    let paymentID: String
    let amount: Money
    let paidAt: Instant
    var attempts = 0
    var deliveredAt: Instant?

    var confirmation: Confirmation { Confirmation(paymentID: paymentID, reference: reference, amount: amount, paidAt: paidAt) }
}

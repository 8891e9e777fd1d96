internal import Kernel
public import Storage

/// A server of its own inside this process, with books of its own: what the stubs have opened, what was paid there, what was given back. It
/// knows nothing of the portal's bills, and answers questions in text, as over a network.
public struct StubGateway: Sendable {
    let database: PlatformDatabase
    let store = StubStore()

    public init(database: PlatformDatabase) { self.database = database }

    /// Opens a charge. Asked again for the same bill and attempt it answers the same one.
    func open(_ order: BillOrder, _ kind: StubKind) async throws -> String {
        let outcome = StubOutcome(of: order.amount)
        guard outcome != .doesNotOpen else { return #"{"error":"maintenance"}"# }
        let reference = order.reference(prefix: kind.prefix)
        let store = store
        let (charge, isNew) = try await database.write { tx in
            if let earlier = try store.order(reference, tx) { return (earlier, false) }
            let opened = Instant(milliseconds: order.at.milliseconds / 1000 * 1000)
            let charge = StubOrder(
                reference: reference, provider: kind.provider, code: kind.code(try tx.next(series: "stub/\(kind.provider)")),
                amount: order.amount, openedAt: opened, expiresAt: opened.advanced(bySeconds: kind.validSeconds), state: .open,
                manner: outcome.manner)
            try store.add(charge, tx)
            return (charge, true)
        }
        // The answer of whoever opened it goes astray.
        if isNew, outcome == .nonsense { return "<!doctype html><title>502 Bad Gateway</title>" }
        return try jsonText(StubChargeAnswer(reference: charge.reference, code: charge.code, expiresAt: charge.expiresAt))
    }

    /// What became of a charge. After it has expired it is still open: a bank may take money late.
    func state(of reference: String, with provider: String) async throws -> String {
        let store = store
        let found = try await database.read { tx in
            try store.order(reference, tx).flatMap { $0.provider == provider ? ($0, try store.payments(for: reference, tx)) : nil }
        }
        guard let (charge, payments) = found else { return try jsonText(StubStateAnswer(state: .unknown)) }
        guard StubOutcome(of: charge.amount) != .doesNotAnswer else { return "" }
        let confirmed = payments.compactMap(\.confirmation)
        if !confirmed.isEmpty { return try jsonText(StubStateAnswer(state: .paid, payments: confirmed.map { StubWord($0) })) }
        if let waiting = payments.first { return try jsonText(StubStateAnswer(state: .pending, at: waiting.paidAt)) }
        return try jsonText(StubStateAnswer(state: charge.state == .open ? .open : .over))
    }

    /// Gives money back, once for each refund however often it is asked for, and never more than came in.
    func refund(_ order: RefundOrder, with provider: String) async throws -> String {
        let store = store
        let (refund, now) = try await database.write { tx in
            if let earlier = try store.refund(order.id, tx) { return (earlier, tx.now) }
            let payment = try store.payment(order.paymentID, tx).flatMap {
                $0.provider == provider && $0.reference == order.reference && $0.confirmedAt != nil ? $0 : nil
            }
            let outcome = try payment.flatMap { try store.order($0.reference, tx) }.map { StubOutcome(of: $0.amount) } ?? .behaves
            let left = try payment.map { $0.amount.rupiah - (try store.givenBack(of: $0.paymentID, tx)) } ?? 0
            let isGranted = outcome != .refundRefused && order.amount.rupiah <= left
            let doneAt = tx.now.advanced(bySeconds: outcome == .refundLater ? StubGateway.refundSeconds : 0)
            let refund = StubRefund(
                id: order.id, provider: provider, paymentID: order.paymentID, amount: order.amount, doneAt: isGranted ? doneAt : nil)
            try store.add(refund, tx)
            if isGranted, outcome == .refundLater, let payment {
                try store.add(.refund, refund.id.text, for: payment.reference, of: provider, dueAt: doneAt, notBefore: doneAt, tx)
            }
            return (refund, tx.now)
        }
        return try jsonText(StubRefundAnswer(state: refund.state(at: now), voucher: refund.voucher))
    }

    /// How long a refund takes that is not done at once.
    static let refundSeconds = 60
}

/// What a stub says of the charges that it has the gateway open.
struct StubKind: Sendable, Hashable {
    let provider: String
    /// Of its references.
    let prefix: String
    let validSeconds: Int
    let codePrefix: String
    /// With the prefix.
    let codeLength: Int

    /// The code with that number: always as long, so that no two are the same.
    func code(_ number: Int) -> String {
        let digits = String(number)
        return codePrefix + String(repeating: "0", count: max(0, codeLength - codePrefix.count - digits.count)) + digits
    }
}

/// Where a charge stands with the gateway. Raw values are stored.
public enum StubState: String, Sendable, Hashable, CaseIterable {
    case open
    /// The payment was declined.
    case declined
    /// Ended by hand, before its time.
    case expired
}

/// A charge in the gateway's books.
struct StubOrder: Sendable, Hashable {
    let reference: String
    let provider: String
    let code: String?
    let amount: Money
    let openedAt: Instant
    /// From when on nobody pays it but late; `nil` for one that was paid before the gateway kept that.
    let expiresAt: Instant?
    var state: StubState
    var manner: StubManner
}

/// A payment in the gateway's books.
struct StubPayment: Sendable, Hashable {
    let paymentID: String
    let provider: String
    let reference: String
    let amount: Money
    let paidAt: Instant
    /// The bank's number of the payment (NTB), where the state's treasury is to confirm it.
    var bankNumber: String?
    /// `nil` while the treasury has not confirmed it.
    var confirmedAt: Instant?
    var proof: String?

    /// `nil` while it is not confirmed.
    var confirmation: Confirmation? {
        confirmedAt.map { _ in
            Confirmation(paymentID: paymentID, reference: reference, amount: amount, paidAt: paidAt, proof: proof)
        }
    }
}

/// Money that the gateway gave back, or refused to.
struct StubRefund: Sendable, Hashable {
    let id: Identifier
    let provider: String
    let paymentID: String
    let amount: Money
    /// From when on it is done; `nil` for one that was refused.
    let doneAt: Instant?

    var voucher: String { "REF-\(id)" }

    func state(at instant: Instant) -> StubRefundAnswer.State {
        guard let doneAt else { return .refused }
        return instant >= doneAt ? .done : .pending
    }
}

public import Kernel
internal import Storage

/// One payment with what whoever decides about it must know.
public struct PaymentFile: Sendable, Hashable {
    public let payment: ReceivedPayment
    /// The bill for which it came in, or that it settled; `nil` when nobody knows its reference.
    public let bill: Bill?
    /// What was granted of it, oldest first.
    public let refunds: [Refund]
    /// Whether a bill can be settled with what is held: its own where that is open, which then owes no more than that.
    public var canSettle: Bool {
        guard payment.held > .zero, !payment.standing.settles else { return false }
        guard let bill, bill.status == .open else { return true }
        return payment.held >= bill.amount
    }
    /// The ways in which it can be given back.
    public let waysBack: [RefundWay]
}

extension PaymentService {
    /// One payment with its bill and what was given back of it; `nil` when there is none.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func file(of id: Identifier, by principal: Principal) async throws -> PaymentFile? {
        try principal.requireBooks("payment file")
        return try await database.read { tx in
            guard let payment = try payments.find(id, tx) else { return nil }
            return PaymentFile(
                payment: payment, bill: try payment.bill.flatMap { try bills.find($0, tx) }, refunds: try refunds.all(of: id, tx),
                waysBack: waysBack(for: payment))
        }
    }

    /// The payment with that receipt; `nil` when there is none.
    /// - Throws: as ``file(of:by:)``.
    public func payment(with receipt: ReceiptNumber, by principal: Principal) async throws -> Identifier? {
        try principal.requireBooks("payment by receipt")
        return try await database.read { tx in try payments.find(receipt, tx)?.id }
    }

    /// The payment that settled the bill of a purpose, or else the newest that came in for it; `nil` when none did.
    /// - Throws: as ``file(of:by:)``.
    public func payment(for purpose: Identifier, by principal: Principal) async throws -> Identifier? {
        try principal.requireBooks("payment by purpose")
        return try await database.read { tx in
            guard let bill = try bills.find(purpose: purpose, tx) else { return nil }
            return try (payments.settling(bill.id, tx) ?? payments.newest(for: bill.id, limit: 1, tx).first)?.id
        }
    }

    /// What is to be given back in cash of the money that came in for a purpose, the oldest first.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but cashiers.
    public func cashRefunds(for purpose: Identifier, by principal: Principal) async throws -> [Refund] {
        _ = try principal.requireCashier()
        return try await database.read { tx in
            guard let bill = try bills.find(purpose: purpose, tx) else { return [] }
            return try refunds.all(for: bill.id, tx).filter { $0.way == .cash && $0.status == .granted }
        }
    }
}

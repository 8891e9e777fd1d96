public import Kernel
internal import Storage

/// What whoever answers for the region's money reads.
extension PaymentService {
    /// Every account on which something has moved, by name. Debits less credits over all of them are zero.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func accounts(by principal: Principal) async throws -> [AccountBalance] {
        try principal.requireBooks("accounts")
        return try await database.read { tx in try ledger.sums(tx) }
    }

    /// What moved on one of the region's days, by account.
    /// - Throws: as ``accounts(by:)``.
    public func balances(on day: CivilDate, by principal: Principal) async throws -> [DayBalance] {
        try principal.requireBooks("balances")
        return try await database.read { tx in try ledger.balances(on: day, tx) }
    }

    /// The entries of an account, newest first.
    /// - Parameters:
    ///   - position: before which one; `nil` from the newest.
    ///   - limit: 1 to 200.
    /// - Throws: as ``accounts(by:)``.
    public func postings(
        on account: LedgerAccount, before position: Int? = nil, limit: Int = 50, by principal: Principal
    ) async throws -> [Posting] {
        try principal.requireBooks("postings")
        return try await database.read { tx in
            try ledger.postings(on: account, before: position, limit: min(max(limit, 1), 200), tx)
        }
    }

    /// The bills that nobody has paid yet, the oldest first.
    /// - Parameter limit: 1 to 200.
    /// - Throws: as ``accounts(by:)``.
    public func unpaidBills(after cursor: BillCursor = .start, limit: Int = 50, by principal: Principal) async throws -> [UnpaidBill] {
        try principal.requireBooks("open bills")
        return try await database.read { tx in
            try bills.open(after: cursor, limit: min(max(limit, 1), 200), tx).map { bill in
                UnpaidBill(
                    bill: bill, charge: try charges.newest(of: bill.id, with: bill.provider, tx),
                    payment: try payments.newest(for: bill.id, limit: 1, tx).first?.id)
            }
        }
    }

    /// The shifts at the cash desk, newest first.
    /// - Throws: as ``accounts(by:)``.
    public func shifts(limit: Int = 50, by principal: Principal) async throws -> [CashShift] {
        try principal.requireBooks("shifts")
        return try await database.read { tx in try shifts.newest(limit: limit, tx) }
    }
}

/// A bill that nobody has paid yet.
public struct UnpaidBill: Sendable, Hashable {
    public let bill: Bill
    /// The newest one on the way by which the payer means to pay; `nil` before there is one.
    public let charge: BillCharge?
    /// The newest payment that came in for it and did not settle it; `nil` when none did.
    public let payment: Identifier?
}

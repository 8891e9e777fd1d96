public import Kernel
internal import Storage

/// What was settled on one of the region's days, by whose money it is. What is given back later is no part of it.
public struct DayReceipts: Sendable, Hashable {
    public let day: CivilDate
    public let revenue: RevenueKind
    public let amount: Money
    /// How many bills were settled; each has a receipt.
    public let receipts: Int
}

extension PaymentService {
    /// What was settled from one day to another, both with it, by day and kind in their order. Days on which nothing was settled are left out.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func receipts(from first: CivilDate, to last: CivilDate, by principal: Principal) async throws -> [DayReceipts] {
        try principal.requireBooks("receipts by day")
        return try await database.read { tx in try dayReceipts.between(first, last, tx) }
    }
}

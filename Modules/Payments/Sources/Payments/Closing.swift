public import Kernel
public import Storage

/// Closing a month of the books.
extension PaymentService {
    /// The last month that is closed, with all before it; `nil` when none is.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but administrators, finance, the operator and the platform.
    public func lastClosedMonth(by principal: Principal) async throws -> BookMonth? {
        try principal.requireBooks("closed months")
        return try await database.read { tx in try months.last(tx) }
    }

    /// Closes a month and all before it: nothing is entered there any more. Closing a month that is closed changes nothing.
    /// - Throws: `forbidden` `problem.forbidden` for everyone but finance and the operator; `conflict` `problem.month.running` for a month
    ///   that has not ended in the region.
    public func closeMonth(_ month: BookMonth, by principal: Principal) async throws {
        try principal.requireFinance("close a month")
        try await database.write { tx in
            guard month < BookMonth(of: zone.local(tx.now).date) else {
                throw Problem(.conflict, "problem.month.running", detail: "month \(month.text)")
            }
            if let last = try months.last(tx), month <= last { return }
            try months.close(month, tx)
            try tx.audit.append("month.closed", month.text, by: principal)
        }
    }
}

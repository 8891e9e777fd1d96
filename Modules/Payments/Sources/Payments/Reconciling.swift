public import Kernel
public import Storage

/// Asks the providers what became of what was opened with them: a notice may never come.
extension PaymentService {
    /// How long after it has expired a charge is asked for: banks tell of a payment days later.
    static let askedAfterExpirySeconds = 3 * 86_400
    /// How long a charge that does not expire is asked for.
    static let askedWithoutExpirySeconds = 30 * 86_400

    /// Asks for every charge whose next question is due: a minute after it was opened, and then with growing gaps until nothing more can come.
    /// - Returns: how many were asked for.
    @discardableResult
    public func reconcile(limit: Int = 16) async throws -> Int {
        let due = try await database.read { tx in try charges.due(limit: limit, tx) }
        for charge in due { try await reconcile(charge) }
        return due.count
    }

    private func reconcile(_ charge: BillCharge) async throws {
        guard let inquiry = providers.first(where: { $0.name == charge.provider })?.inquiry else {
            // The region has parted from that provider: there is nobody to ask.
            return try await database.write { tx in try charges.stopAsking(charge, tx) }
        }
        let state: ChargeState
        do { state = try await inquiry.state(of: charge.reference) } catch let cancelled as CancellationError { throw cancelled } catch {
            return try await database.write { tx in
                try health.noteFailure(of: charge.provider, tx)
                try charges.postpone(charge, tx)
            }
        }
        if case .paid(let confirmations) = state {
            for confirmation in confirmations { try await enterAnswer(confirmation, for: charge) }
        }
        try await database.write { tx in
            try health.noteAnswer(of: charge.provider, tx)
            if case .pending(let instant) = state { _ = try charges.markPending(charge, at: instant, tx) }
            let end =
                charge.expiresAt?.advanced(bySeconds: PaymentService.askedAfterExpirySeconds)
                ?? charge.openedAt.advanced(bySeconds: PaymentService.askedWithoutExpirySeconds)
            if state == .over { return try charges.end(charge, tx) }
            if tx.now >= end { try charges.stopAsking(charge, tx) } else { try charges.postpone(charge, tx) }
        }
    }

    /// An answer that contradicts what is known is noted, and keeps nothing else from being entered.
    private func enterAnswer(_ confirmation: Confirmation, for charge: BillCharge) async throws {
        do {
            _ = try await database.write { tx in
                guard confirmation.reference == charge.reference else {
                    throw Problem(.conflict, "problem.payment.contradiction", detail: "\(charge.provider) answers for another charge")
                }
                return try enter(confirmation, of: charge.provider, tx)
            }
        } catch let problem as Problem where problem.messageKey == "problem.payment.contradiction" {
            try await database.write { tx in
                try tx.audit.append("payment.contradicted", charge.bill, by: .platform(name: "payments"), reason: charge.provider)
            }
        }
    }
}

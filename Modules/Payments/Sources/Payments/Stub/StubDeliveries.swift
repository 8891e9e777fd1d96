public import Kernel
internal import Storage

/// How the portal is told, and the gateway's own list of a day.
extension StubDesk {
    /// Tells the portal what it has not acknowledged, where the next try is due: 5 s after the first, doubling, one hour at most.
    @discardableResult
    public func deliverDue(limit: Int = 16) async throws -> StubRound {
        let store = store
        let due = try await database.read { tx in try store.due(limit: limit, tx) }
        var round = StubRound()
        for notice in due {
            if try await deliver(notice) { round.delivered += 1 } else { round.postponed += 1 }
        }
        return round
    }

    /// After so many tries a notice is given up: the portal finds the money by asking, or in the list of the day.
    static let tries = 24

    func deliver(_ notice: StubNotice) async throws -> Bool {
        var isDelivered = false
        if let provider = providers.first(where: { $0.name == notice.provider }), let report = try await report(of: notice) {
            let signed = try provider.signed.notice(of: report, at: provider.signed.clock.now)
            do { isDelivered = try await carrier.carry(signed) } catch is CancellationError { throw CancellationError() } catch {}
        }
        let (wasDelivered, store) = (isDelivered, store)
        try await database.write { tx in
            if wasDelivered { return try store.markDelivered(notice, tx) }
            let delaySeconds = min(3600, StubDesk.firstDelaySeconds << min(notice.attempts, 10))
            let isGivenUp = notice.attempts + 1 >= StubDesk.tries
            try store.postpone(notice, until: isGivenUp ? nil : tx.now.advanced(bySeconds: delaySeconds), tx)
        }
        return wasDelivered
    }

    private func report(of notice: StubNotice) async throws -> ProviderReport? {
        let store = store
        return try await database.read { tx in
            switch notice.kind {
            case .pending: try store.payment(notice.subject, tx).map { .pending(reference: $0.reference, at: $0.paidAt) }
            case .paid: try store.payment(notice.subject, tx)?.confirmation.map(ProviderReport.paid)
            case .refund:
                try Identifier(notice.subject).flatMap { try store.refund($0, tx) }.map {
                    .refund(RefundReport(refund: $0.id, answer: $0.doneAt == nil ? .refused : .done(voucher: $0.voucher)))
                }
            }
        }
    }

    /// What the gateway settles for a day: every payment that a stub confirmed on it, in the order of confirmation. CSV in UTF-8 with LF
    /// and the columns `payment_id,reference,amount,paid_at`; the amount in whole rupiah, the time in ISO 8601. The list of a day that is over
    /// never changes.
    /// - Throws: `notFound` for a stub that the region does not have.
    public func settlementFile(of provider: String, on day: CivilDate, in zone: IndonesianZone) async throws -> String {
        guard providers.contains(where: { $0.name == provider }), let midnight = TimeOfDay(minutes: 0) else {
            throw Problem.notFound("stub \(provider.prefix(60))")
        }
        let (store, from) = (store, zone.instant(day, midnight))
        let payments = try await database.read { tx in try store.settled(provider, from: from, until: from.advanced(byDays: 1), tx) }
        let lines = payments.map { "\($0.paymentID),\($0.reference),\($0.amount.rupiah),\($0.paidAt.iso8601)" }
        return (["payment_id,reference,amount,paid_at"] + lines).map { $0 + "\n" }.joined()
    }
}

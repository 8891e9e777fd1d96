internal import Catalogue
public import Kernel
internal import Storage

extension DocumentService {
    /// Ends requests that went back to their applicants and were not answered in the time that their service states, and warns of it before.
    /// Nobody's request ends unwarned: where the warning comes late, because nothing ran meanwhile, the end comes later too.
    /// - Parameter limit: how many one write warns of or ends at most; a caller asks again until there is none.
    /// - Returns: how many were warned of or ended.
    @discardableResult
    public func expireReturned(limit: Int = 50) async throws -> Int {
        try await database.write { [self] tx in
            let toWarn = try ExpiryStore.toWarn(before: tx.now, limit: limit, tx)
            for one in toWarn { try warn(one, tx) }
            let over = try ExpiryStore.over(before: tx.now, limit: limit - toWarn.count, tx)
            for id in over { try expire(id, tx) }
            return toWarn.count + over.count
        }
    }

    /// Begins the time of a request that goes back to its applicant, where its service states one.
    func startExpiry(of request: RequestStanding, _ definition: ServiceDefinition, _ tx: WriteTransaction) throws {
        guard let expiry = definition.expiry, definition.workflow.line(.expired, from: request.status) != nil else { return }
        let warning = lastMoment(in: expiry.workingDays - expiry.warningDays, from: tx.now)
        try ExpiryStore.put(lastMoment(in: expiry.workingDays, from: tx.now), warning: warning, of: request.id, tx)
    }

    /// The end of the day until which so many working days go: who corrects at home is not bound to opening hours.
    private func lastMoment(in workingDays: Int, from start: Instant) -> Instant {
        let day = region.zone.local(calendar.deadline(from: start, workingDays: workingDays)).date
        return region.zone.instant(day, TimeOfDay(minutes: 23 * 60 + 59) ?? .midnight)
    }

    private func warn(_ one: (id: Identifier, end: Instant), _ tx: WriteTransaction) throws {
        let standing = try RequestStore.find(one.id, tx)
        let definition = try definitions.find(standing.digest, tx)
        guard let expiry = definition.expiry else { return try ExpiryStore.remove(of: one.id, tx) }
        let end = max(one.end, lastMoment(in: expiry.warningDays, from: tx.now))
        try ExpiryStore.put(end, warning: nil, of: one.id, tx)
        try tx.outbox.append(RequestExpiring(facts: standing.facts(definition), expiresAt: end, basis: expiry.basis))
    }

    private func expire(_ id: Identifier, _ tx: WriteTransaction) throws {
        let standing = try RequestStore.find(id, tx)
        let definition = try definitions.find(standing.digest, tx)
        let platform = Principal.platform(name: "documents")
        let moved = try standing.after(.expired, in: definition.workflow, by: platform, at: tx.now)
        try record(.expired, moved, RequestExpired(facts: moved.facts(definition)), by: platform, tx)
        try ExpiryStore.remove(of: id, tx)
        try CorrectionStore.remove(of: id, tx)
    }
}

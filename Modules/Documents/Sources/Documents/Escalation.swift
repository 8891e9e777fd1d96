internal import Catalogue
public import Kernel
internal import Storage

/// A request whose promised time is over, or nearly.
public struct PressingRequest: Sendable, Hashable {
    public let standing: RequestStanding
    public let title: LocalizedText
    public let level: PromiseLevel
    /// Working days until the promised time, negative when late.
    public let workingDaysLeft: Int
}

extension DocumentService {
    /// Writes down, once for each request and level, that its promised time is nearly used up or over, and tells when it is over. A request
    /// that was returned and comes back is told of no second time.
    /// - Parameter limit: how many one write looks at; a caller asks again until there is none.
    /// - Returns: how many there were.
    @discardableResult
    public func escalate(limit: Int = 50) async throws -> Int {
        try await database.write { [self] tx in
            let alerts = try ClockStore.alerts(at: tx.now, limit: limit, tx)
            for alert in alerts { try escalate(alert.request, alert.time, tx) }
            return alerts.count
        }
    }

    private func escalate(_ id: Identifier, _ time: PromisedTime, _ tx: WriteTransaction) throws {
        var told = try ClockStore.told(of: id, tx)
        let reached = PromiseLevel.told.filter { time.instant(of: $0) <= tx.now && !told.contains($0) }
        for level in reached {
            try ClockStore.tell(level, of: id, tx)
            told.insert(level)
        }
        try ClockStore.setAlert(time.alert(after: told), of: id, tx)
        let platform = Principal.platform(name: "documents")
        switch reached.last {
        case .near: try tx.audit.append("request.near", id, by: platform)
        case .late:
            let standing = try RequestStore.find(id, tx)
            let event = RequestLate(facts: standing.facts(try definitions.find(standing.digest, tx)), dueAt: time.ends)
            try tx.audit.append("request.late", id, by: platform)
            try tx.outbox.append(event)
        case .half, nil: break
        }
    }

    /// What is late or nearly so at these agencies, soonest due first.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func pressing(at agencies: [String], limit: Int = 20, by principal: Principal) async throws -> [PressingRequest] {
        try requireOverview(principal)
        return try await database.read { [self] tx in
            let found = try agencies.flatMap { try ClockStore.near(at: $0, now: tx.now, limit: limit, tx) }
            return try found.sorted { ($0.time.ends, $0.request) < ($1.time.ends, $1.request) }.prefix(limit).compactMap { clock in
                guard let level = clock.time.level(at: tx.now) else { return nil }
                let standing = try RequestStore.find(clock.request, tx)
                return PressingRequest(
                    standing: standing, title: try definitions.find(standing.digest, tx).title, level: level,
                    workingDaysLeft: calendar.workingDaysLeft(from: tx.now, until: clock.time.ends))
            }
        }
    }
}

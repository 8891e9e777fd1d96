internal import Catalogue
public import Kernel
internal import Storage

/// What waits at one agency.
public struct Workload: Sendable, Hashable {
    /// For a decision.
    public let waiting: BoundedCount
    /// Of these, what was promised for a moment that is over.
    public let late: BoundedCount
    /// What is not late yet, and has used up at least four fifths of its promised time.
    public let near: BoundedCount
}

extension DocumentService {
    /// What waits at each of these agencies, counted up to ``countBound``.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func workloads(of agencies: [String], by principal: Principal) async throws -> [String: Workload] {
        try requireOverview(principal)
        let (bound, last) = (DocumentService.countBound, WorkCursor.last.dueAt)
        return try await database.read { tx in
            var workloads: [String: Workload] = [:]
            for agency in agencies {
                func count(_ before: Instant) throws -> BoundedCount {
                    let counted = try WorkListStore.count(waitingAt: agency, before: before, limit: bound + 1, tx)
                    return BoundedCount(counted: counted, bound: bound)
                }
                let near = try ClockStore.count(nearlyLateAt: agency, now: tx.now, limit: bound + 1, tx)
                workloads[agency] = Workload(
                    waiting: try count(last), late: try count(tx.now), near: BoundedCount(counted: near, bound: bound))
            }
            return workloads
        }
    }

    /// How many requests were submitted today by the region's own date, counted up to a bound.
    /// - Throws: `forbidden` unless an administrator or the operator is asking.
    public func submittedToday(upTo bound: Int = 999, by principal: Principal) async throws -> BoundedCount {
        try requireOverview(principal)
        return try await database.read { tx in
            let midnight = region.zone.instant(region.zone.local(tx.now).date, .midnight)
            return BoundedCount(counted: try WorkListStore.count(submittedSince: midnight, limit: bound + 1, tx), bound: bound)
        }
    }

    func requireOverview(_ principal: Principal) throws {
        switch principal {
        case .administrator, .operatorAtConsole: break
        default: throw Problem(.forbidden, "problem.forbidden", detail: "overview, by \(principal.kind)")
        }
    }
}

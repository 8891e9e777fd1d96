internal import Catalogue
public import Kernel
internal import Storage

extension DocumentService {
    /// Approves what the law approves: requests whose promised time is over without a decision, of services whose moves say so. A request
    /// that is with its applicant for correction has no such time.
    /// - Parameter limit: how many one write approves at most; a caller asks again until there is none.
    /// - Returns: how many were approved.
    @discardableResult
    public func approveOverdue(limit: Int = 50) async throws -> Int {
        try await database.write { [self] tx in
            var count = 0
            for service in deemedServices {
                var place: WorkCursor? = .first
                while let start = place, count < limit {
                    let overdue = try WorkListStore.overdue(of: service, after: start, before: tx.now, limit: limit, tx)
                    for one in overdue where count < limit { count += try approveByLaw(one.id, tx) ? 1 : 0 }
                    place = overdue.last.flatMap { WorkCursor(dueAt: $0.due, id: $0.id) }
                }
            }
            return count
        }
    }

    private func approveByLaw(_ id: Identifier, _ tx: WriteTransaction) throws -> Bool {
        let standing = try RequestStore.find(id, tx)
        let definition = try definitions.find(standing.digest, tx)
        // Requests of before the file said so wait for their officer.
        guard definition.workflow.line(.deemed, from: standing.status) != nil else { return false }
        let platform = Principal.platform(name: "documents")
        let moved = try standing.after(.deemed, in: definition.workflow, by: platform, at: tx.now)
        try record(.deemed, moved, RequestDeemedApproved(facts: moved.facts(definition)), by: platform, tx)
        try leaveReview(id, for: moved.status, tx)
        return true
    }
}

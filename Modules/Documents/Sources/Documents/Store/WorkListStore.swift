internal import Foundation
internal import Kernel
internal import Storage

/// An agency's work, read along the index `document_work_list`.
enum WorkListStore {
    static let pageSize = 50

    static let query = """
        SELECT id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at,
            submitted_at, due_at, answers
        FROM document_requests WHERE agency = :agency AND status = :status
        """

    /// One page of the requests with any of these statuses, in the order of their promised time. Answers stay sealed.
    static func page(
        _ number: Int, of agency: String, _ filter: WorkFilter, _ tx: ReadTransaction
    ) throws -> [(standing: RequestStanding, answers: Data)] {
        let isDescending = filter == .finished
        let wanted = max(1, number) * pageSize
        // Each status is one stretch of the index that is already sorted; merging the few stretches needs no sort of all.
        let found = try filter.statuses.flatMap { status in
            try tx.rows(
                query + " ORDER BY due_at \(isDescending ? "DESC" : "ASC") LIMIT :limit",
                ["agency": agency, "status": status.rawValue, "limit": wanted]
            ).map { (standing: try RequestStanding($0), answers: try $0.blob("answers")) }
        }
        let sorted = found.sorted { one, other in
            let (left, right) = (one.standing.dueAt ?? one.standing.createdAt, other.standing.dueAt ?? other.standing.createdAt)
            if left == right { return one.standing.id < other.standing.id }
            return isDescending ? left > right : left < right
        }
        return Array(sorted.dropFirst(wanted - pageSize).prefix(pageSize))
    }

    static func count(of agency: String, _ filter: WorkFilter, _ tx: ReadTransaction) throws -> Int {
        try filter.statuses.reduce(0) { sum, status in
            try sum
                + tx.count(
                    "SELECT count(*) FROM document_requests WHERE agency = :agency AND status = :status",
                    ["agency": agency, "status": status.rawValue])
        }
    }
}

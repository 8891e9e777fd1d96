internal import Catalogue
internal import Kernel
internal import Storage

/// An agency's work, read along the index `document_work_list`.
enum WorkListStore {
    static let pageSize = 50

    static let soonestFirst = """
        SELECT id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at,
            submitted_at, due_at, holder_name
        FROM document_requests WHERE agency = :agency AND status = :status ORDER BY due_at, id LIMIT :limit
        """
    private static let latestFirst = """
        SELECT id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at,
            submitted_at, due_at, holder_name
        FROM document_requests WHERE agency = :agency AND status = :status ORDER BY due_at DESC, id DESC LIMIT :limit
        """

    /// One page of the requests with any of these statuses, in the order of their promised time, with the
    /// holder's name.
    static func page(
        _ number: Int, of agency: String, _ filter: WorkFilter, _ tx: ReadTransaction
    ) throws -> [(standing: RequestStanding, holder: String)] {
        let isDescending = filter == .finished
        let wanted = max(1, number) * pageSize
        // Each status is one stretch of the index that is already sorted; merging the few stretches needs no sort of all.
        let found = try filter.statuses.flatMap { status in
            try tx.rows(
                isDescending ? latestFirst : soonestFirst, ["agency": agency, "status": status.rawValue, "limit": wanted]
            ).map { row in (standing: try RequestStanding(row), row: row) }
        }
        let sorted = found.sorted { one, other in
            let (first, second) = isDescending ? (other.standing, one.standing) : (one.standing, other.standing)
            // Many are promised for one moment, the end of a day: without an order of their own one of them would be on no page.
            return (first.dueAt ?? first.createdAt, first.id) < (second.dueAt ?? second.createdAt, second.id)
        }
        // Only the names of this page are opened.
        return try sorted.dropFirst(wanted - pageSize).prefix(pageSize).map {
            ($0.standing, try RequestStore.holder($0.row, of: $0.standing, tx))
        }
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

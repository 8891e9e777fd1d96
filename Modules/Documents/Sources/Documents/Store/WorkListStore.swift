internal import Catalogue
internal import Foundation
internal import Kernel
internal import Storage

/// An agency's work, read along the indexes `document_work_list`, `document_service_list` and `document_claims_of`.
enum WorkListStore {
    /// A request as a list reads it. What is sealed is opened only for those that are shown.
    struct Row: Sendable {
        let standing: RequestStanding
        /// Empty when the applicant's data was erased.
        let holder: String
        let claim: Claim?
        fileprivate let sealed: Data

        /// `nil` when the applicant's data was erased.
        func answers(_ tx: ReadTransaction) throws -> Answers? { try RequestStore.answers(sealed, of: standing, tx) }

        init(_ row: SQLRow, _ tx: ReadTransaction) throws {
            standing = try RequestStanding(row)
            holder = try RequestStore.holder(row, of: standing, tx)
            claim = try Claim(row)
            sealed = try row.blob("answers")
        }
    }

    /// All that ``Row`` reads, of requests with their claims.
    private static let columns = """
        id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at, submitted_at, due_at,
            number_year, number_sequence, holder_name, answers, officer_id, claimed_at
        """
    static let soonestFirst = """
        SELECT \(columns) FROM document_requests LEFT JOIN document_claims ON request_id = id
        WHERE agency = :agency AND status = :status AND (due_at, id) > (:due, :id) AND due_at < :before
        ORDER BY due_at, id LIMIT :limit
        """
    static let latestFirst = """
        SELECT \(columns) FROM document_requests LEFT JOIN document_claims ON request_id = id
        WHERE agency = :agency AND status = :status AND (due_at, id) < (:due, :id)
        ORDER BY due_at DESC, id DESC LIMIT :limit
        """
    static let soonestOfService = """
        SELECT \(columns) FROM document_requests LEFT JOIN document_claims ON request_id = id
        WHERE agency = :agency AND status = :status AND service = :service AND (due_at, id) > (:due, :id) AND due_at < :before
        ORDER BY due_at, id LIMIT :limit
        """
    static let latestOfService = """
        SELECT \(columns) FROM document_requests LEFT JOIN document_claims ON request_id = id
        WHERE agency = :agency AND status = :status AND service = :service AND (due_at, id) < (:due, :id)
        ORDER BY due_at DESC, id DESC LIMIT :limit
        """
    /// What one officer has taken is little: it leaves with each decision.
    static let mine = """
        SELECT \(columns) FROM document_claims JOIN document_requests ON id = request_id
        WHERE officer_id = :officer AND agency = :agency AND status IN ('inReview', 'checked', 'validated') AND (due_at, id) > (:due, :id) AND due_at < :before
            AND (service = :service OR :service = '')
        ORDER BY due_at, id LIMIT :limit
        """

    /// What is late or nearly so, by the running promises. Their index has all that narrows it, but service and officer.
    static let nearlyLate = """
        SELECT \(columns) FROM document_clocks JOIN document_requests ON id = clock_of LEFT JOIN document_claims ON request_id = id
        WHERE desk = :agency AND (ends_at, clock_of) > (:due, :id) AND near_at <= :now
            AND (service = :service OR :service = '') AND (officer_id = :officer OR :officer = '')
        ORDER BY ends_at, clock_of LIMIT :limit
        """
    static let countedNearlyLate = """
        SELECT count(*) FROM (
            SELECT id FROM document_clocks JOIN document_requests ON id = clock_of LEFT JOIN document_claims ON request_id = id
            WHERE desk = :agency AND near_at <= :now AND (service = :service OR :service = '')
                AND (officer_id = :officer OR :officer = '') LIMIT :limit) AS counted
        """

    private static func nearly(_ desk: Desk, _ view: WorkView, limit: Int, _ tx: ReadTransaction) -> SQLArguments {
        [
            "agency": desk.agency, "now": tx.now, "service": view.service ?? "", "officer": view.isMine ? desk.officer.text : "",
            "limit": limit,
        ]
    }

    /// The requests of a list behind the cursor, at most `limit`.
    static func stretch(
        of desk: Desk, _ view: WorkView, before: Instant, after cursor: WorkCursor?, limit: Int, _ tx: ReadTransaction
    ) throws -> [Row] {
        let cursor = cursor ?? (view.filter.isLatestFirst ? .last : .first)
        if view.age == .near, view.filter == .inReview {
            var arguments = nearly(desk, view, limit: limit, tx)
            arguments.append(["due": cursor.dueAt, "id": cursor.id])
            return try tx.rows(nearlyLate, arguments).map { try Row($0, tx) }
        }
        var arguments: SQLArguments = ["agency": desk.agency, "due": cursor.dueAt, "id": cursor.id, "limit": limit]
        if view.isMine, view.filter == .inReview {
            arguments.append(["officer": desk.officer, "before": before, "service": view.service ?? ""])
            return try tx.rows(mine, arguments).map { try Row($0, tx) }
        }
        if let service = view.service { arguments.append(["service": service]) }
        // Each status is one stretch of the index that is already sorted; merging the few stretches needs no sort of all.
        let found = try view.filter.statuses.flatMap { status in
            var arguments = arguments
            arguments.append(["status": status.rawValue])
            if !view.filter.isLatestFirst { arguments.append(["before": view.filter == .inReview ? before : WorkCursor.last.dueAt]) }
            let found =
                switch (view.filter.isLatestFirst, view.service) {
                case (false, nil): try tx.rows(soonestFirst, arguments)
                case (false, _): try tx.rows(soonestOfService, arguments)
                case (true, nil): try tx.rows(latestFirst, arguments)
                case (true, _): try tx.rows(latestOfService, arguments)
                }
            return try found.map { row in (place: try Place(row), row: row) }
        }
        let sorted = view.filter.isLatestFirst ? found.sorted { $1.place < $0.place } : found.sorted { $0.place < $1.place }
        // Only the names of this page are opened.
        return try sorted.prefix(limit).map { try Row($0.row, tx) }
    }

    /// How many there are, counted up to `limit`.
    static func count(of desk: Desk, _ view: WorkView, before: Instant, limit: Int, _ tx: ReadTransaction) throws -> Int {
        if view.age == .near, view.filter == .inReview { return try tx.count(countedNearlyLate, nearly(desk, view, limit: limit, tx)) }
        if view.isMine, view.filter == .inReview {
            return try tx.count(
                """
                SELECT count(*) FROM (
                    SELECT id FROM document_claims JOIN document_requests ON id = request_id
                    WHERE officer_id = :officer AND agency = :agency AND status IN ('inReview', 'checked', 'validated') AND due_at < :before
                        AND (service = :service OR :service = '') LIMIT :limit) AS counted
                """,
                [
                    "officer": desk.officer, "agency": desk.agency, "before": before, "service": view.service ?? "", "limit": limit,
                ])
        }
        return try view.filter.statuses.reduce(0) { sum, status in
            var arguments: SQLArguments = [
                "agency": desk.agency, "status": status.rawValue, "limit": limit,
                "before": view.filter == .inReview ? before : WorkCursor.last.dueAt,
            ]
            guard let service = view.service else { return try sum + tx.count(counted, arguments) }
            arguments.append(["service": service])
            return try sum + tx.count(countedOfService, arguments)
        }
    }

    /// What waits of that service since before that moment without a decision, the longest first, behind the cursor.
    static func overdue(
        of service: ServiceDefinition, after cursor: WorkCursor, before: Instant, limit: Int, _ tx: ReadTransaction
    ) throws -> [(due: Instant, id: Identifier)] {
        try tx.rows(
            overdue,
            [
                "agency": service.agency, "status": RequestStatus.inReview.rawValue, "service": service.code, "due": cursor.dueAt,
                "id": cursor.id, "before": before, "limit": limit,
            ]
        ).map { (try $0.instant("due_at"), try $0.identifier("id")) }
    }

    static let overdue = """
        SELECT id, due_at FROM document_requests
        WHERE agency = :agency AND status = :status AND service = :service AND (due_at, id) > (:due, :id) AND due_at < :before
        ORDER BY due_at, id LIMIT :limit
        """

    /// How many wait at the agency for a decision that was promised before that moment, counted up to `limit`.
    static func count(waitingAt agency: String, before: Instant, limit: Int, _ tx: ReadTransaction) throws -> Int {
        try RequestStatus.withOfficers.reduce(0) { sum, status in
            try sum + tx.count(counted, ["agency": agency, "status": status.rawValue, "before": before, "limit": limit])
        }
    }

    /// How many were submitted since that moment, counted up to `limit`.
    static func count(submittedSince start: Instant, limit: Int, _ tx: ReadTransaction) throws -> Int {
        try tx.count(
            """
            SELECT count(*) FROM (SELECT submitted_at FROM document_requests WHERE submitted_at >= :start LIMIT :limit) AS counted
            """, ["start": start, "limit": limit])
    }

    static let counted = """
        SELECT count(*) FROM (
            SELECT id FROM document_requests WHERE agency = :agency AND status = :status AND due_at < :before LIMIT :limit) AS counted
        """
    static let countedOfService = """
        SELECT count(*) FROM (
            SELECT id FROM document_requests
            WHERE agency = :agency AND status = :status AND service = :service AND due_at < :before LIMIT :limit) AS counted
        """

    /// Where a row stands in its list. Many are promised for one moment, the end of a day: without an order of their own one of them
    /// would be on no page.
    private struct Place: Comparable {
        let due: Instant
        let id: Identifier

        init(_ row: SQLRow) throws { (due, id) = (try row.instant("due_at"), try row.identifier("id")) }

        static func < (one: Place, other: Place) -> Bool { (one.due, one.id) < (other.due, other.id) }
    }
}

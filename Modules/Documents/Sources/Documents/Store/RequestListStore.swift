internal import Catalogue
internal import Kernel
internal import Storage

/// An agency's requests along the index `document_agency_list`.
enum RequestListStore {
    static func stretch(
        of agency: String, _ status: RequestStatus, after cursor: RequestCursor, limit: Int, _ tx: ReadTransaction
    ) throws -> [RequestStanding] {
        try tx.rows(
            """
            SELECT id, applicant_id, service, agency, channel, definition_digest, status, version, created_at, updated_at,
                submitted_at, due_at, number_year, number_sequence
            FROM document_requests
            WHERE agency = :agency AND status = :status AND submitted_at < :now AND (submitted_at, id) > (:submitted, :id)
            ORDER BY submitted_at, id LIMIT :limit
            """,
            [
                "agency": agency, "status": status.rawValue, "now": tx.now, "limit": limit,
                "submitted": cursor.submittedAt, "id": cursor.id,
            ]
        ).map { try RequestStanding($0) }
    }
}

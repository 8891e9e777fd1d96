internal import Kernel
internal import Storage

/// By when requests that are with their applicants for correction have to be answered.
enum ExpiryStore {
    /// In the place of an earlier one.
    /// - Parameter warning: when its applicant is warned; `nil` once she was.
    static func put(_ end: Instant, warning: Instant?, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_expiries (request_id, expires_at, warns_at) VALUES (:request, :end, :warning)
            ON CONFLICT (request_id) DO UPDATE SET expires_at = excluded.expires_at, warns_at = excluded.warns_at
            """, ["request": request, "end": end, "warning": warning])
    }

    static func find(of request: Identifier, _ tx: ReadTransaction) throws -> Instant? {
        try tx.row("SELECT expires_at FROM document_expiries WHERE request_id = :request", ["request": request])?.instant("expires_at")
    }

    static func remove(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_expiries WHERE request_id = :request", ["request": request])
    }

    /// Whose applicants are to be warned, the longest due first.
    static func toWarn(before: Instant, limit: Int, _ tx: ReadTransaction) throws -> [(id: Identifier, end: Instant)] {
        try tx.rows(toWarn, ["before": before, "limit": limit]).map { (try $0.identifier("request_id"), try $0.instant("expires_at")) }
    }

    /// What is over, and was warned of.
    static func over(before: Instant, limit: Int, _ tx: ReadTransaction) throws -> [Identifier] {
        try tx.rows(over, ["before": before, "limit": limit]).map { try $0.identifier("request_id") }
    }

    static let toWarn = """
        SELECT request_id, expires_at FROM document_expiries WHERE warns_at IS NOT NULL AND warns_at < :before
        ORDER BY warns_at LIMIT :limit
        """
    static let over = """
        SELECT request_id FROM document_expiries WHERE warns_at IS NULL AND expires_at < :before ORDER BY expires_at LIMIT :limit
        """
}

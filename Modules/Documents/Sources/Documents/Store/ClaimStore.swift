internal import Kernel
internal import Storage

/// Which officer has taken which request.
enum ClaimStore {
    static func find(of request: Identifier, _ tx: ReadTransaction) throws -> Claim? {
        try tx.row("SELECT officer_id, claimed_at FROM document_claims WHERE request_id = :request", ["request": request])
            .flatMap { try Claim($0) }
    }

    /// In the place of an earlier one.
    static func put(_ claim: Claim, of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO document_claims (request_id, officer_id, claimed_at) VALUES (:request, :officer, :at)
            ON CONFLICT (request_id) DO UPDATE SET officer_id = excluded.officer_id, claimed_at = excluded.claimed_at
            """, ["request": request, "officer": claim.officer, "at": claim.at])
    }

    static func remove(of request: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM document_claims WHERE request_id = :request", ["request": request])
    }
}

extension Claim {
    /// `nil` in a row that was joined with no claim.
    init?(_ row: SQLRow) throws {
        guard let officer = try row.identifierIfPresent("officer_id"), let at = try row.instantIfPresent("claimed_at") else { return nil }
        self.init(officer: officer, at: at)
    }
}

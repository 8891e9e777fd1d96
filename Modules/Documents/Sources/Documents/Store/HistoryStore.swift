internal import Catalogue
internal import Foundation
internal import Kernel
internal import Storage

/// What happened to each request, one row per move.
enum HistoryStore {
    /// - Parameter remark: words for the applicant, sealed under her key.
    static func append(
        _ move: RequestMove, to request: RequestStanding, by principal: Principal, reason: String? = nil, remark: String? = nil,
        _ tx: WriteTransaction
    ) throws {
        let remarkID = remark == nil ? nil : Identifier(at: tx.now)
        var sealed: Data?
        if let remark, let remarkID { sealed = try tx.vault.seal(remark, for: request.applicant, at: place(remarkID)) }
        try tx.execute(
            """
            INSERT INTO document_history (request_id, version, move, status, at, actor_kind, officer_id, reason_code, remark_id, remark)
            VALUES (:request, :version, :move, :status, :at, :kind, :officer, :reason, :remarkID, :remark)
            """,
            [
                "request": request.id, "version": request.version, "move": move.rawValue, "status": request.status.rawValue,
                "at": tx.now, "kind": principal.kind, "officer": principal.officerID, "reason": reason, "remarkID": remarkID,
                "remark": sealed,
            ])
    }

    static func entries(of request: RequestStanding, showsRemarks: Bool, _ tx: ReadTransaction) throws -> [TimelineEntry] {
        try tx.rows(
            """
            SELECT move, status, at, actor_kind, officer_id, reason_code, remark_id, remark FROM document_history
            WHERE request_id = :request ORDER BY version
            """, ["request": request.id]
        ).map { row in
            TimelineEntry(
                status: try row.choice("status"), at: try row.instant("at"), actorKind: try row.text("actor_kind"),
                officer: try row.identifierIfPresent("officer_id"),
                reasonCode: try row.textIfPresent("reason_code"),
                remark: showsRemarks ? try remark(row, of: request, tx) : nil,
                isReissue: try row.text("move") == RequestMove.reissued.rawValue)
        }
    }

    /// The officer who approved the request; `nil` when somebody else did, or before that was kept.
    static func approver(of request: Identifier, _ tx: ReadTransaction) throws -> Identifier? {
        try tx.row(
            """
            SELECT officer_id FROM document_history WHERE request_id = :request AND move = :move ORDER BY version DESC LIMIT 1
            """, ["request": request, "move": RequestMove.approved.rawValue])?.identifierIfPresent("officer_id")
    }

    /// The officers who made a step of the review in which the request is; a return, or a way back to the first officer, begins a new one.
    static func reviewers(of request: Identifier, _ tx: ReadTransaction) throws -> Set<Identifier> {
        let rows = try tx.rows(
            """
            SELECT officer_id FROM document_history WHERE request_id = :request AND officer_id IS NOT NULL AND version >
                (SELECT max(version) FROM document_history WHERE request_id = :request AND status = :start)
            """, ["request": request, "start": RequestStatus.inReview.rawValue])
        return try Set(rows.map { try $0.identifier("officer_id") })
    }

    /// Whether it was approved because nobody decided in time.
    static func wasDeemed(_ request: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            "SELECT move FROM document_history WHERE request_id = :request AND move = :move LIMIT 1",
            ["request": request, "move": RequestMove.deemed.rawValue]) != nil
    }

    /// The last time the request was returned.
    static func lastReturn(
        of request: RequestStanding, showsRemark: Bool, _ tx: ReadTransaction
    ) throws -> (reason: String, remark: String?, at: Instant)? {
        guard
            let row = try tx.row(
                """
                SELECT at, reason_code, remark_id, remark FROM document_history
                WHERE request_id = :request AND move = :move ORDER BY version DESC LIMIT 1
                """, ["request": request.id, "move": RequestMove.returned.rawValue])
        else { return nil }
        return (
            try row.textIfPresent("reason_code") ?? "", showsRemark ? try remark(row, of: request, tx) : nil,
            try row.instant("at")
        )
    }

    private static func remark(_ row: SQLRow, of request: RequestStanding, _ tx: ReadTransaction) throws -> String? {
        guard let id = try row.identifierIfPresent("remark_id"), let sealed = try row.blobIfPresent("remark") else { return nil }
        return try unlessErased { try tx.vault.openText(sealed, of: request.applicant, at: place(id)) }
    }

    private static func place(_ id: Identifier) -> VaultPlace {
        VaultPlace(table: "document_history", column: "remark", row: id)
    }
}

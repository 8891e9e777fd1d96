internal import Foundation
internal import Kernel
internal import Storage

/// The table `transfer_proofs`; the files themselves lie sealed in the region's folder, each under its proof's id.
struct ProofStore: Sendable {
    static let waiting = "SELECT * FROM transfer_proofs WHERE ended_at IS NULL ORDER BY sent_at, id LIMIT :limit"
    static let ofCharge = "SELECT * FROM transfer_proofs WHERE charge_id = :charge ORDER BY sent_at, id"

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> TransferProof? {
        try tx.row("SELECT * FROM transfer_proofs WHERE id = :id", ["id": id]).map(TransferProof.init)
    }

    /// Those upon which nobody has decided, the oldest first.
    func waiting(limit: Int, _ tx: ReadTransaction) throws -> [TransferProof] {
        try tx.rows(ProofStore.waiting, ["limit": limit]).map(TransferProof.init)
    }

    func all(of charge: Identifier, _ tx: ReadTransaction) throws -> [TransferProof] {
        try tx.rows(ProofStore.ofCharge, ["charge": charge]).map(TransferProof.init)
    }

    func contains(_ digest: String, of charge: Identifier, _ tx: ReadTransaction) throws -> Bool {
        try tx.row(
            "SELECT id FROM transfer_proofs WHERE charge_id = :charge AND digest = :digest", ["charge": charge, "digest": digest]) != nil
    }

    func add(_ proof: TransferProof, digest: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO transfer_proofs (id, charge_id, media_type, size, digest, sent_at)
            VALUES (:id, :charge, :type, :size, :digest, :at)
            """,
            [
                "id": proof.id, "charge": proof.charge, "type": proof.mediaType, "size": proof.size, "digest": digest, "at": proof.sentAt,
            ])
    }

    /// Answers `false`, changing nothing, when somebody has decided before.
    func refuse(_ id: Identifier, reason: String, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            "UPDATE transfer_proofs SET ended_at = :now, reason = :reason WHERE id = :id AND ended_at IS NULL",
            ["id": id, "reason": reason, "now": tx.now]) == 1
    }

    /// The money has come: there is nothing more to decide upon.
    func confirm(all bill: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE transfer_proofs SET ended_at = :now
            WHERE ended_at IS NULL AND charge_id IN (SELECT id FROM charges WHERE bill_id = :bill)
            """, ["bill": bill, "now": tx.now])
    }

    static func place(_ id: Identifier) -> VaultPlace { VaultPlace(table: "transfer_proofs", column: "content", row: id) }
}

extension TransferProof {
    init(_ row: SQLRow) throws {
        id = try row.identifier("id")
        charge = try row.identifier("charge_id")
        mediaType = try row.text("media_type")
        size = try row.integer("size")
        sentAt = try row.instant("sent_at")
        endedAt = try row.instantIfPresent("ended_at")
        reason = try row.textIfPresent("reason")
    }
}

internal import Kernel
internal import Storage

/// Keys of programs, by the hash of their secret.
struct KeyStore: Sendable {
    func find(_ secret: KeySecret, _ tx: ReadTransaction) throws -> ProgramKey? {
        try tx.row("SELECT * FROM program_keys WHERE secret_hash = :secret", ["secret": secret.hash]).map(key)
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> ProgramKey? {
        try tx.row("SELECT * FROM program_keys WHERE id = :id", ["id": id]).map(key)
    }

    func all(_ tx: ReadTransaction) throws -> [ProgramKey] {
        try tx.rows("SELECT * FROM program_keys ORDER BY created_at DESC, id DESC").map(key)
    }

    func add(_ key: ProgramKey, _ secret: KeySecret, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO program_keys (id, name, agency, scopes, secret_hash, created_at, expires_at)
            VALUES (:id, :name, :agency, :scopes, :secret, :at, :expiresAt)
            """,
            [
                "id": key.id, "name": key.name, "agency": key.agency, "secret": secret.hash, "at": key.createdAt,
                // One text with spaces between, as OAuth writes scopes (RFC 6749 section 3.3).
                "scopes": key.scopes.map(\.rawValue).sorted().joined(separator: " "), "expiresAt": key.expiresAt,
            ])
    }

    func revoke(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE program_keys SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL", ["id": id, "at": tx.now])
    }

    private func key(_ row: SQLRow) throws -> ProgramKey {
        try ProgramKey(
            id: row.identifier("id"), name: row.text("name"), agency: row.text("agency"),
            // A scope that only a newer program knows allows nothing here.
            scopes: Set(row.text("scopes").split(separator: " ").compactMap { ProgramScope(rawValue: String($0)) }),
            createdAt: row.instant("created_at"), expiresAt: row.instant("expires_at"), revokedAt: row.instantIfPresent("revoked_at"))
    }
}

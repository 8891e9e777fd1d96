internal import Foundation
internal import Kernel
internal import Storage

/// Codes that were promised. A row from the future was written while the clock was wrong and is as good as expired.
struct ChallengeStore: Sendable {
    func add(_ challenge: Challenge, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO sign_in_challenges
                (id, nik_hash, contact_hash, code_hash, nik_sealed, contact_sealed, language, created_at, expires_at, wrong_guesses)
            VALUES (:id, :nikHash, :contactHash, :codeHash, :nik, :contact, :language, :createdAt, :expiresAt, :wrongGuesses)
            """,
            [
                "id": challenge.id, "nikHash": challenge.nikHash, "contactHash": challenge.contactHash, "codeHash": challenge.codeHash,
                "nik": challenge.nikSealed, "contact": challenge.contactSealed, "language": challenge.language,
                "createdAt": challenge.createdAt, "expiresAt": challenge.expiresAt, "wrongGuesses": challenge.wrongGuesses,
            ])
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> Challenge? {
        try tx.row("SELECT * FROM sign_in_challenges WHERE id = :id", ["id": id]).map { row in
            Challenge(
                id: try row.identifier("id"), nikHash: try row.text("nik_hash"), contactHash: try row.text("contact_hash"),
                codeHash: try row.text("code_hash"), nikSealed: try row.blob("nik_sealed"),
                contactSealed: try row.blob("contact_sealed"), language: try row.choice("language"),
                createdAt: try row.instant("created_at"), expiresAt: try row.instant("expires_at"),
                wrongGuesses: try row.integer("wrong_guesses"), usedAt: try row.instantIfPresent("used_at"))
        }
    }

    /// Writes guesses and use, provided nobody else has since the challenge was read.
    func save(_ challenge: Challenge, over read: Challenge, _ tx: WriteTransaction) throws {
        let changed = try tx.execute(
            """
            UPDATE sign_in_challenges SET wrong_guesses = :wrongGuesses, used_at = :usedAt
            WHERE id = :id AND wrong_guesses = :guessesRead AND used_at IS NULL
            """,
            [
                "id": challenge.id, "wrongGuesses": challenge.wrongGuesses, "usedAt": challenge.usedAt,
                "guessesRead": read.wrongGuesses,
            ])
        guard changed == 1 else { throw Problem(.unexpected, "problem.unexpected", detail: "challenge \(challenge.id) changed meanwhile") }
    }

    func expired(_ tx: ReadTransaction) throws -> [Identifier] {
        try tx.rows("SELECT id FROM sign_in_challenges WHERE expires_at <= :now OR created_at > :now", ["now": tx.now]).map {
            try $0.identifier("id")
        }
    }

    func removeExpired(_ tx: WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM sign_in_challenges WHERE expires_at <= :now OR created_at > :now", ["now": tx.now])
    }

    func seal(_ nik: NIK, of id: Identifier, _ tx: WriteTransaction) throws -> Data {
        try tx.vault.seal(nik.digits, for: id, at: place("nik_sealed", id))
    }

    func seal(_ contact: Contact, of id: Identifier, _ tx: WriteTransaction) throws -> Data {
        try tx.vault.seal(contact.value, for: id, at: place("contact_sealed", id))
    }

    func nik(of challenge: Challenge, _ tx: ReadTransaction) throws -> NIK {
        let text = try tx.vault.openText(challenge.nikSealed, of: challenge.id, at: place("nik_sealed", challenge.id))
        guard let nik = NIK(text) else { throw impossible(challenge) }
        return nik
    }

    func contact(of challenge: Challenge, _ tx: ReadTransaction) throws -> Contact {
        let text = try tx.vault.openText(challenge.contactSealed, of: challenge.id, at: place("contact_sealed", challenge.id))
        guard let contact = Contact(text) else { throw impossible(challenge) }
        return contact
    }

    private func place(_ column: String, _ id: Identifier) -> VaultPlace {
        VaultPlace(table: "sign_in_challenges", column: column, row: id)
    }

    private func impossible(_ challenge: Challenge) -> Problem {
        Problem(.unexpected, "problem.unexpected", detail: "challenge \(challenge.id) holds an impossible NIK or contact")
    }
}

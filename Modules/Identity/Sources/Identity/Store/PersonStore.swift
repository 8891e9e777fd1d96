internal import Kernel
internal import Storage

/// People: NIK and contact sealed under the person's key, found through keyed hashes.
struct PersonStore: Sendable {
    /// What sign-in needs to know of a person, without opening anything sealed.
    struct Registered: Sendable {
        let id: Identifier
        let contactHash: String
        /// Since when she is reached there.
        let since: Instant

        var device: DevicePass.Account { DevicePass.Account(name: "person/\(id)", since: since) }

        /// Whether the challenge's code went to this person's own contact.
        func isReached(by challenge: Challenge) -> Bool { challenge.contactHash == contactHash }
    }

    func hash(_ nik: NIK, _ tx: ReadTransaction) -> String { tx.vault.lookup(nik.digits, kind: "nik") }
    func hash(_ contact: Contact, _ tx: ReadTransaction) -> String { tx.vault.lookup(contact.value, kind: "contact") }

    func registered(nikHash: String, _ tx: ReadTransaction) throws -> Registered? {
        try tx.row(
            "SELECT id, contact_hash, COALESCE(contact_set_at, registered_at) AS since FROM people WHERE nik_hash = :nik", ["nik": nikHash]
        ).map { row in
            Registered(
                id: try row.identifier("id"), contactHash: try row.text("contact_hash"), since: try row.instant("since"))
        }
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> Person? {
        try tx.row("SELECT nik_sealed, contact_sealed, language FROM people WHERE id = :id", ["id": id]).map { row in
            let nik = try tx.vault.openText(row.blob("nik_sealed"), of: id, at: place("nik_sealed", id))
            let contact = try tx.vault.openText(row.blob("contact_sealed"), of: id, at: place("contact_sealed", id))
            guard let nik = NIK(nik), let contact = Contact(contact) else {
                throw Problem(.unexpected, "problem.unexpected", detail: "person \(id) holds an impossible NIK or contact")
            }
            return Person(id: id, nik: nik, contact: contact, language: try row.choice("language"))
        }
    }

    /// The person's vault key must exist.
    func add(_ person: Person, _ tx: WriteTransaction) throws {
        // Self-declared is the lowest assurance; higher ones will come with checks of their own.
        try tx.execute(
            """
            INSERT INTO people (id, nik_hash, nik_sealed, contact_hash, contact_sealed, language, assurance, registered_at)
            VALUES (:id, :nikHash, :nik, :contactHash, :contact, :language, 'self_declared', :at)
            """,
            [
                "id": person.id, "nikHash": hash(person.nik, tx), "contactHash": hash(person.contact, tx),
                "nik": tx.vault.seal(person.nik.digits, for: person.id, at: place("nik_sealed", person.id)),
                "contact": tx.vault.seal(person.contact.value, for: person.id, at: place("contact_sealed", person.id)),
                "language": person.language, "at": tx.now,
            ])
    }

    /// Answers whether there is such a person.
    func setLanguage(_ language: Language, of id: Identifier, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute("UPDATE people SET language = :language WHERE id = :id", ["language": language, "id": id]) == 1
    }

    /// Sets where she is reached from now on.
    func setContact(_ contact: Contact, of id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            UPDATE people SET contact_hash = :hash, contact_sealed = :contact, contact_set_at = :now WHERE id = :id
            """,
            [
                "hash": hash(contact, tx), "contact": tx.vault.seal(contact.value, for: id, at: place("contact_sealed", id)),
                "now": tx.now, "id": id,
            ])
    }

    /// Takes the NIK from whoever claimed it: nobody is found by it any more, and it is free for its owner.
    func displace(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE people SET nik_hash = :hash, displaced_at = :now WHERE id = :id",
            ["hash": tx.vault.lookup(id.text, kind: "nik.displaced"), "now": tx.now, "id": id])
    }

    private func place(_ column: String, _ id: Identifier) -> VaultPlace { VaultPlace(table: "people", column: column, row: id) }
}

internal import Kernel
internal import Storage

/// Sessions by the hash of their token. Signing out removes the row. A session from the future was opened while the clock was wrong:
/// it opens nothing, because nobody knows how long ago that was.
struct SessionStore: Sendable {
    /// All that a request needs to know of its sender, in one statement over primary keys.
    func find(_ token: SessionToken, _ tx: ReadTransaction) throws -> Session? {
        try tx.row(
            """
            SELECT sessions.person_id, sessions.expires_at, people.language,
                staff.id AS staff_id, staff.role, staff.agency, staff.display_name
            FROM sessions
            LEFT JOIN people ON people.id = sessions.person_id
            LEFT JOIN staff ON staff.id = sessions.staff_id
            WHERE sessions.token_hash = :token AND sessions.created_at <= :now AND sessions.expires_at > :now
                AND staff.disabled_at IS NULL
            """, ["token": token.hash, "now": tx.now]
        ).map { row in
            if let person = try row.identifierIfPresent("person_id") {
                return Session(
                    principal: .citizen(id: person), expiresAt: try row.instant("expires_at"), language: try row.choice("language"),
                    displayName: nil)
            }
            let role: StaffRole = try row.choice("role")
            return Session(
                principal: try role.principal(id: row.identifier("staff_id"), agency: row.textIfPresent("agency")),
                expiresAt: try row.instant("expires_at"), language: nil, displayName: try row.text("display_name"))
        }
    }

    func add(
        _ token: SessionToken, person: Identifier? = nil, staff: Identifier? = nil, expiresAt: Instant, _ tx: WriteTransaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO sessions (token_hash, person_id, staff_id, created_at, expires_at)
            VALUES (:token, :person, :staff, :at, :expiresAt)
            """, ["token": token.hash, "person": person, "staff": staff, "at": tx.now, "expiresAt": expiresAt])
    }

    func remove(_ token: SessionToken, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM sessions WHERE token_hash = :token", ["token": token.hash])
    }

    func removeAll(ofStaff id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM sessions WHERE staff_id = :staff", ["staff": id])
    }

    func removeExpired(_ tx: WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM sessions WHERE expires_at <= :now OR created_at > :now", ["now": tx.now])
    }
}

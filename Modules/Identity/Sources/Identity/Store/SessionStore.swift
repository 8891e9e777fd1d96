internal import Kernel
internal import Storage

/// Sessions by the hash of their token. Signing out removes the row. A session from the future was opened while the clock was wrong:
/// it opens nothing, because nobody knows how long ago that was.
struct SessionStore: Sendable {
    /// A session that is good, and whether its use should be noted.
    struct Standing: Sendable {
        let session: Session
        let mustBeNoted: Bool
    }

    /// All that a request needs to know of its sender, in one statement over primary keys.
    func find(_ token: SessionToken, _ tx: ReadTransaction) throws -> Standing? {
        let row = try tx.row(
            """
            SELECT sessions.person_id, sessions.expires_at, sessions.created_at, people.language,
                COALESCE(sessions.seen_at, sessions.created_at) AS seen_at,
                COALESCE(sessions.confirmed_at, sessions.created_at) AS confirmed_at,
                staff.id AS staff_id, staff.role, staff.agency, staff.display_name, staff.one_time_until
            FROM sessions
            LEFT JOIN people ON people.id = sessions.person_id
            LEFT JOIN staff ON staff.id = sessions.staff_id
            WHERE sessions.token_hash = :token AND sessions.created_at <= :now AND sessions.expires_at > :now
                AND staff.disabled_at IS NULL
            """, ["token": token.hash, "now": tx.now])
        guard let row else { return nil }
        let role: StaffRole? = try row.textIfPresent("role").flatMap { StaffRole(rawValue: $0) }
        let seenAt = try row.instant("seen_at")
        let idleSeconds = (role.map(SessionLifetime.of) ?? .citizen).idleSeconds
        guard seenAt <= tx.now, tx.now < seenAt.advanced(bySeconds: idleSeconds) else { return nil }
        var session: Session
        if let person = try row.identifierIfPresent("person_id") {
            session = Session(
                principal: .citizen(id: person), expiresAt: try row.instant("expires_at"), language: try row.choice("language"),
                displayName: nil)
        } else {
            let role: StaffRole = try row.choice("role")
            session = Session(
                principal: try role.principal(id: row.identifier("staff_id"), agency: row.textIfPresent("agency")),
                expiresAt: try row.instant("expires_at"), language: nil, displayName: try row.text("display_name"))
        }
        let confirmedAt = try row.instant("confirmed_at")
        session.isFresh = confirmedAt <= tx.now && tx.now < confirmedAt.advanced(bySeconds: Session.freshSeconds)
        session.mustChangePassword = try row.instantIfPresent("one_time_until") != nil
        return Standing(session: session, mustBeNoted: tx.now >= seenAt.advanced(bySeconds: Session.notedEverySeconds))
    }

    /// Who is behind a session that ended by itself a while ago.
    func lateHolder(_ token: SessionToken, _ tx: ReadTransaction) throws -> Principal? {
        let row = try tx.row(
            """
            SELECT sessions.person_id, sessions.expires_at, COALESCE(sessions.seen_at, sessions.created_at) AS seen_at,
                staff.id AS staff_id, staff.role, staff.agency
            FROM sessions LEFT JOIN staff ON staff.id = sessions.staff_id
            WHERE sessions.token_hash = :token AND sessions.created_at <= :now AND staff.disabled_at IS NULL
            """, ["token": token.hash, "now": tx.now])
        guard let row else { return nil }
        let role: StaffRole? = try row.textIfPresent("role").flatMap { StaffRole(rawValue: $0) }
        let idleSeconds = (role.map(SessionLifetime.of) ?? .citizen).idleSeconds
        let seenAt = try row.instant("seen_at")
        let endedAt = try min(row.instant("expires_at"), seenAt.advanced(bySeconds: idleSeconds))
        guard seenAt <= tx.now, endedAt <= tx.now, tx.now < endedAt.advanced(bySeconds: IdentityService.lateSeconds) else { return nil }
        if let person = try row.identifierIfPresent("person_id") { return .citizen(id: person) }
        return try role?.principal(id: row.identifier("staff_id"), agency: row.textIfPresent("agency"))
    }

    /// Notes that the session is in use now.
    func note(_ token: SessionToken, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE sessions SET seen_at = :now WHERE token_hash = :token", ["now": tx.now, "token": token.hash])
    }

    /// Notes that its holder has shown again who she is.
    func confirm(_ token: SessionToken, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE sessions SET confirmed_at = :now WHERE token_hash = :token", ["now": tx.now, "token": token.hash])
    }

    /// - Parameter replaced: the session that ends with this sign-in, because it is the same browser's.
    func add(
        _ token: SessionToken, person: Identifier? = nil, staff: Identifier? = nil, expiresAt: Instant, replacing replaced: SessionToken?,
        _ tx: WriteTransaction
    ) throws {
        if let replaced { try remove(replaced, tx) }
        try tx.execute(
            """
            INSERT INTO sessions (token_hash, person_id, staff_id, created_at, expires_at)
            VALUES (:token, :person, :staff, :at, :expiresAt)
            """, ["token": token.hash, "person": person, "staff": staff, "at": tx.now, "expiresAt": expiresAt])
    }

    func remove(_ token: SessionToken, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM sessions WHERE token_hash = :token", ["token": token.hash])
    }

    func all(of principal: Principal, this token: SessionToken?, _ tx: ReadTransaction) throws -> [OpenSession] {
        let holder = SessionStore.holder(principal)
        return try tx.rows(
            """
            SELECT token_hash, created_at, COALESCE(seen_at, created_at) AS seen_at FROM sessions
            WHERE (person_id = :person OR staff_id = :staff) AND created_at <= :now AND expires_at > :now
                AND COALESCE(seen_at, created_at) > :idle
            ORDER BY created_at DESC, token_hash
            """,
            [
                "person": holder.person, "staff": holder.staff, "now": tx.now,
                "idle": tx.now.advanced(bySeconds: -holder.lifetime.idleSeconds),
            ]
        ).map { row in
            OpenSession(
                signedInAt: try row.instant("created_at"), seenAt: try row.instant("seen_at"),
                isThis: try row.text("token_hash") == token?.hash)
        }
    }

    /// Ends the sessions of one person or staff member, all or all but one; answers how many.
    @discardableResult
    func removeAll(of principal: Principal, but token: SessionToken? = nil, _ tx: WriteTransaction) throws -> Int {
        let holder = SessionStore.holder(principal)
        return try tx.execute(
            "DELETE FROM sessions WHERE (person_id = :person OR staff_id = :staff) AND token_hash <> :token",
            ["person": holder.person, "staff": holder.staff, "token": token?.hash ?? ""])
    }

    /// Those that nobody needs any more: their holders could still ask for what they typed over the end.
    func removeExpired(_ tx: WriteTransaction) throws -> Int {
        try tx.execute(
            "DELETE FROM sessions WHERE expires_at <= :late OR created_at > :now",
            ["late": tx.now.advanced(bySeconds: -IdentityService.lateSeconds), "now": tx.now])
    }

    private static func holder(_ principal: Principal) -> (person: Identifier?, staff: Identifier?, lifetime: SessionLifetime) {
        switch principal {
        case .citizen(let id): (id, nil, .citizen)
        case .officer(let id, _): (nil, id, .of(.officer))
        case .administrator(let id): (nil, id, .of(.administrator))
        case .cashier(let id): (nil, id, .of(.cashier))
        case .finance(let id): (nil, id, .of(.finance))
        case .visitor, .program, .operatorAtConsole, .platform: (nil, nil, .citizen)
        }
    }
}

internal import Kernel
internal import Storage

/// Staff, their password hashes, and the wrong passwords of the last while.
struct StaffStore: Sendable {
    struct Record: Sendable {
        let member: StaffMember
        let password: PasswordHash
    }

    func find(_ username: Username, _ tx: ReadTransaction) throws -> Record? {
        try tx.row("SELECT * FROM staff WHERE username = :username", ["username": username.text]).map(record)
    }

    func record(_ id: Identifier, _ tx: ReadTransaction) throws -> Record? {
        try tx.row("SELECT * FROM staff WHERE id = :id", ["id": id]).map(record)
    }

    func find(_ id: Identifier, _ tx: ReadTransaction) throws -> StaffMember? { try record(id, tx)?.member }

    func all(_ tx: ReadTransaction) throws -> [StaffMember] {
        try tx.rows("SELECT * FROM staff ORDER BY username").map { try member($0) }
    }

    func add(_ member: StaffMember, _ password: PasswordHash, _ tx: WriteTransaction) throws {
        try tx.execute(
            """
            INSERT INTO staff (id, username, display_name, role, agency, password_hash, added_at)
            VALUES (:id, :username, :displayName, :role, :agency, :password, :at)
            """,
            [
                "id": member.id, "username": member.username, "displayName": member.displayName, "role": member.role.rawValue,
                "agency": member.agency, "password": password.text, "at": member.addedAt,
            ])
    }

    /// Puts another hash of the same password in place of the one just read.
    func renew(_ record: Record, _ password: PasswordHash, _ tx: WriteTransaction) throws {
        try tx.execute(
            "UPDATE staff SET password_hash = :password WHERE id = :id AND password_hash = :read",
            ["password": password.text, "id": record.member.id, "read": record.password.text])
    }

    func disable(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE staff SET disabled_at = :at WHERE id = :id AND disabled_at IS NULL", ["id": id, "at": tx.now])
    }

    /// Of any name that was typed, known or not: what is typed here may be a password by mistake, so it is not stored.
    func hash(_ typedUsername: String, _ tx: ReadTransaction) -> String {
        tx.vault.lookup(Username(typedUsername)?.text ?? typedUsername, kind: "identity.username")
    }

    /// When wrong passwords came for this user name, newest first.
    func failures(usernameHash: String, after start: Instant, _ tx: ReadTransaction) throws -> [Instant] {
        try tx.rows(
            "SELECT at FROM password_failures WHERE username_hash = :username AND at > :start ORDER BY at DESC",
            ["username": usernameHash, "start": start]
        ).map { try $0.instant("at") }
    }

    func addFailure(usernameHash: String, _ tx: WriteTransaction) throws {
        try tx.execute(
            "INSERT INTO password_failures (id, username_hash, at) VALUES (:id, :username, :at)",
            ["id": Identifier(at: tx.now), "username": usernameHash, "at": tx.now])
    }

    func removeFailures(usernameHash: String, _ tx: WriteTransaction) throws {
        try tx.execute("DELETE FROM password_failures WHERE username_hash = :username", ["username": usernameHash])
    }

    func removeFailures(upTo end: Instant, _ tx: WriteTransaction) throws -> Int {
        try tx.execute("DELETE FROM password_failures WHERE at <= :end", ["end": end])
    }

    private func record(_ row: SQLRow) throws -> Record {
        guard let password = PasswordHash(try row.text("password_hash")) else {
            throw Problem(
                .unexpected, "problem.unexpected", detail: "password hash of staff member \(try row.identifier("id")) is unreadable")
        }
        return Record(member: try member(row), password: password)
    }

    private func member(_ row: SQLRow) throws -> StaffMember {
        try StaffMember(
            id: row.identifier("id"), username: row.text("username"), displayName: row.text("display_name"), role: row.choice("role"),
            agency: row.textIfPresent("agency"), addedAt: row.instant("added_at"), disabledAt: row.instantIfPresent("disabled_at"))
    }
}

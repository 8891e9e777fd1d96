internal import Kernel
internal import Storage

/// Staff and their password hashes.
struct StaffStore: Sendable {
    struct Record: Sendable {
        let member: StaffMember
        let password: PasswordHash
        let passwordSetAt: Instant
        /// For a password that somebody else has given: until when it signs in.
        let oneTimeUntil: Instant?

        var device: DevicePass.Account { DevicePass.Account(name: "staff/\(member.id)", since: passwordSetAt) }
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

    /// Puts a new password in place of the one just read, of the owner's choice or with an end; answers whether that was still there.
    func setPassword(_ password: PasswordHash, oneTimeUntil: Instant?, over read: Record, _ tx: WriteTransaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE staff SET password_hash = :password, password_set_at = :now, one_time_until = :until
            WHERE id = :id AND password_hash = :read
            """,
            [
                "password": password.text, "now": tx.now, "until": oneTimeUntil, "id": read.member.id, "read": read.password.text,
            ]) == 1
    }

    func enable(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE staff SET disabled_at = NULL WHERE id = :id", ["id": id])
    }

    func disable(_ id: Identifier, _ tx: WriteTransaction) throws {
        try tx.execute("UPDATE staff SET disabled_at = :at WHERE id = :id AND disabled_at IS NULL", ["id": id, "at": tx.now])
    }

    private func record(_ row: SQLRow) throws -> Record {
        guard let password = PasswordHash(try row.text("password_hash")) else {
            throw Problem(
                .unexpected, "problem.unexpected", detail: "password hash of staff member \(try row.identifier("id")) is unreadable")
        }
        return Record(
            member: try member(row), password: password,
            passwordSetAt: try row.instantIfPresent("password_set_at") ?? row.instant("added_at"),
            oneTimeUntil: try row.instantIfPresent("one_time_until"))
    }

    private func member(_ row: SQLRow) throws -> StaffMember {
        try StaffMember(
            id: row.identifier("id"), username: row.text("username"), displayName: row.text("display_name"), role: row.choice("role"),
            agency: row.textIfPresent("agency"), addedAt: row.instant("added_at"), disabledAt: row.instantIfPresent("disabled_at"))
    }
}

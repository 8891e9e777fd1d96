public import Kernel
internal import Storage

extension IdentityService {
    /// Adds somebody to the region's staff; answers the new id. Whether the agency exists is the caller's to know.
    /// - Parameters:
    ///   - username: see ``Username``; stored in lower case.
    ///   - displayName: 1 to 100 characters.
    ///   - agency: the agency's code for an officer, `nil` for everybody else.
    ///   - password: see ``PasswordRules``.
    /// - Throws: `forbidden` unless an administrator, the operator or the platform is asking; `invalid` with issues at
    ///   `username`, `displayName`, `agency`, `password`; `conflict` with an issue at `username` when it is taken, also by
    ///   somebody who was disabled.
    public func addStaff(
        username: String, displayName: String, role: StaffRole, agency: String?, password: String, by principal: Principal
    ) async throws -> Identifier {
        try requireAuthority(principal)
        var (wish, issues) = StaffWish.read(username: username, displayName: displayName, role: role, agency: agency)
        let words = [username, displayName, agency ?? ""] + platformWords
        if let issue = rules.issue(with: password, at: "password", knowing: words) { issues.append(issue) }
        guard let wish, issues.isEmpty else { throw Problem(.invalid, "problem.invalid", fields: issues) }
        let hash = try await passwords.hash(password)
        return try await database.write { tx in try add(wish, hash, by: principal, tx).member.id }
    }

    /// - Throws: `conflict` with an issue at `username` when it is taken.
    func add(_ wish: StaffWish, _ hash: PasswordHash, by principal: Principal, _ tx: WriteTransaction) throws -> StaffStore.Record {
        guard try members.find(wish.username, tx) == nil else {
            throw Problem(.conflict, "problem.username.taken", fields: [FieldIssue("username", "problem.username.taken")])
        }
        let member = StaffMember(
            id: Identifier(at: tx.now), username: wish.username.text, displayName: wish.displayName, role: wish.role,
            agency: wish.agency, addedAt: tx.now, disabledAt: nil)
        try members.add(member, hash, tx)
        try tx.audit.append("staff.added", member.id, by: principal)
        guard let record = try members.record(member.id, tx) else { throw Problem.notFound("staff member \(member.id)") }
        return record
    }

    /// All staff of the region by user name, disabled ones too.
    public func staff() async throws -> [StaffMember] {
        try await database.read { tx in try members.all(tx) }
    }

    /// - Throws: `notFound`.
    public func staffMember(_ id: Identifier) async throws -> StaffMember {
        try await database.read { tx in
            guard let member = try members.find(id, tx) else { throw Problem.notFound("staff member \(id)") }
            return member
        }
    }

    /// Ends somebody's access; sessions end at once. Disabling twice changes nothing and is noted once.
    /// - Parameter reason: 5 to 500 characters; it goes to the audit trail.
    /// - Throws: `forbidden` unless an administrator, the operator or the platform is asking; `invalid` with an issue at
    ///   `reason`; `conflict` `problem.staff.self` for one's own; `notFound`.
    public func disableStaff(username: String, reason: String, by principal: Principal) async throws {
        try requireAuthority(principal)
        let reason = try staffReason(reason)
        try await database.write { tx in
            guard let name = Username(username), let member = try members.find(name, tx)?.member else {
                throw Problem.notFound("staff member")
            }
            // Whoever answers for a region must not lock the region out by a slip.
            guard try member.principal != principal else { throw Problem(.conflict, "problem.staff.self") }
            guard member.disabledAt == nil else { return }
            try members.disable(member.id, tx)
            try sessions.removeAll(of: member.principal, tx)
            try tx.audit.append("staff.disabled", member.id, by: principal, reason: reason)
        }
    }

    /// Why something is done to somebody's access: 5 to 500 characters.
    func staffReason(_ typed: String) throws -> String {
        let reason = TypedText(typed).line
        guard TextMeasure(reason).fault(within: 5...500) == nil else {
            throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("reason", "problem.reason.length")])
        }
        return reason
    }

    func requireAuthority(_ principal: Principal) throws {
        switch principal {
        case .administrator, .operatorAtConsole, .platform: return
        case .visitor, .citizen, .officer, .cashier, .finance, .program:
            throw Problem(.forbidden, "problem.forbidden", detail: "staff and keys, by \(principal.kind)")
        }
    }
}

/// What was asked of a new member of staff, once it holds.
struct StaffWish: Sendable {
    let username: Username
    let displayName: String
    let role: StaffRole
    /// An officer's; `nil` for everybody else.
    let agency: String?

    /// - Returns: no wish when something is wrong, with the issues at `username`, `displayName` and `agency`.
    static func read(username: String, displayName: String, role: StaffRole, agency: String?) -> (StaffWish?, [FieldIssue]) {
        var issues: [FieldIssue] = []
        let name = Username(username)
        if name == nil { issues.append(FieldIssue("username", "problem.username.invalid")) }
        let displayName = TypedText(displayName).line
        if TextMeasure(displayName).fault(within: 1...100) != nil {
            issues.append(FieldIssue("displayName", "problem.displayName.invalid"))
        }
        if (role == .officer) != (agency.map { !$0.isEmpty } ?? false) {
            issues.append(FieldIssue("agency", role == .officer ? "problem.agency.missing" : "problem.agency.unneeded"))
        }
        guard let name, issues.isEmpty else { return (nil, issues) }
        return (StaffWish(username: name, displayName: displayName, role: role, agency: role == .officer ? agency : nil), [])
    }
}

public import Kernel
public import Storage

/// What came of giving somebody a one-time password.
public enum PasswordGift: Sendable, Hashable {
    /// Shown this once; nobody here knows it afterwards.
    case given(String)
    /// The same command gave one earlier. It was shown then.
    case givenBefore
}

extension IdentityService {
    /// Replaces one's own password (OWASP ASVS 4.0: 2.1.5, 2.1.6). All other sessions end, and all devices are strangers again.
    /// - Parameters:
    ///   - token: the session that asks; it goes on.
    /// - Returns: what the device shall show from now on.
    /// - Throws: `forbidden` for anybody but staff; `invalid` with issues at `old` and `new`; `tooMany` `problem.staff.waiting` or
    ///   `problem.staff.busy`, as at a sign-in.
    public func changePassword(
        from old: String, to new: String, token: String, from origin: Origin, by principal: Principal
    ) async throws -> String {
        let record = try await ownRecord(old, at: "old", origin, principal)
        let member = record.member
        let words = [member.username, member.displayName, member.agency ?? ""] + platformWords
        if let issue = rules.issue(with: new, at: "new", knowing: words) { throw Problem(.invalid, "problem.invalid", fields: [issue]) }
        guard PasswordRules.normalised(old) != PasswordRules.normalised(new) else {
            throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("new", "problem.password.same")])
        }
        let hash = try await passwords.hash(new)
        return try await database.write { tx in
            guard try members.setPassword(hash, oneTimeUntil: nil, over: record, tx) else { throw wrongOwnPassword("old") }
            try sessions.removeAll(of: principal, but: SessionToken(token), tx)
            if let token = SessionToken(token) { try sessions.confirm(token, tx) }
            try tx.audit.append("staff.passwordChanged", member.id, by: principal)
            let account = DevicePass.Account(name: record.device.name, since: tx.now)
            return origin.passes(afterSignInTo: account, tx)
        }
    }

    /// Shows again who asks, before something that changes an account (OWASP ASVS 4.0: 3.7.1): the session is fresh from now on.
    /// - Throws: `forbidden` for anybody but staff; `invalid` with an issue at `ownPassword`; `tooMany` as at a sign-in.
    public func confirm(password: String, token: String, from origin: Origin, by principal: Principal) async throws {
        _ = try await ownRecord(password, at: "ownPassword", origin, principal)
        guard let token = SessionToken(token) else { return }
        try await database.write { tx in try sessions.confirm(token, tx) }
    }

    /// Gives somebody a password that must be replaced at the first sign-in, within a day; whoever was disabled works again. All of her
    /// sessions end.
    /// - Parameter reason: 5 to 500 characters; it goes to the audit trail.
    /// - Throws: `forbidden` unless an administrator, the operator or the platform is asking; `invalid` with an issue at `reason`;
    ///   `conflict` `problem.staff.self` when it is one's own; `notFound`.
    public func giveOneTimePassword(
        username: String, reason: String, command: CommandID, by principal: Principal
    ) async throws -> PasswordGift {
        try requireAuthority(principal)
        let reason = try staffReason(reason)
        let password = OneTimePassword()
        let hash = try await passwords.hash(password.text)
        return try await database.write { tx in
            guard let name = Username(username), let record = try members.find(name, tx) else { throw Problem.notFound("staff member") }
            // One's own is changed by showing the old one.
            guard try record.member.principal != principal else { throw Problem(.conflict, "problem.staff.self") }
            var isNew = false
            _ = try tx.once(command, by: principal) {
                isNew = true
                let until = tx.now.advanced(bySeconds: OneTimePassword.validSeconds)
                _ = try members.setPassword(hash, oneTimeUntil: until, over: record, tx)
                if record.member.disabledAt != nil {
                    try members.enable(record.member.id, tx)
                    try tx.audit.append("staff.enabled", record.member.id, by: principal, reason: reason)
                }
                try sessions.removeAll(of: record.member.principal, tx)
                try tx.audit.append("staff.passwordReset", record.member.id, by: principal, reason: reason)
                return StaffOutcome(member: record.member.id)
            }
            return isNew ? .given(password.text) : .givenBefore
        }
    }

    /// Adds somebody whose first password is a one-time one, which nobody has to think of and nobody knows afterwards.
    /// - Throws: what ``addStaff(username:displayName:role:agency:password:by:)`` throws, but for the password.
    public func addStaff(
        username: String, displayName: String, role: StaffRole, agency: String?, command: CommandID, by principal: Principal
    ) async throws -> PasswordGift {
        try requireAuthority(principal)
        let (wish, issues) = StaffWish.read(username: username, displayName: displayName, role: role, agency: agency)
        guard let wish else { throw Problem(.invalid, "problem.invalid", fields: issues) }
        let password = OneTimePassword()
        let hash = try await passwords.hash(password.text)
        return try await database.write { tx in
            var isNew = false
            _ = try tx.once(command, by: principal) {
                isNew = true
                let record = try add(wish, hash, by: principal, tx)
                _ = try members.setPassword(
                    hash, oneTimeUntil: tx.now.advanced(bySeconds: OneTimePassword.validSeconds), over: record, tx)
                return StaffOutcome(member: record.member.id)
            }
            return isNew ? .given(password.text) : .givenBefore
        }
    }

    /// The record of whoever asks, once she has typed her password.
    private func ownRecord(_ password: String, at field: String, _ origin: Origin, _ principal: Principal) async throws -> StaffStore.Record
    {
        let id: Identifier
        switch principal {
        case .officer(let own, _), .administrator(let own), .cashier(let own), .finance(let own): id = own
        default: throw Problem(.forbidden, "problem.forbidden", detail: "password of a \(principal.kind)")
        }
        let (record, isKnown) = try await database.read { tx in
            guard let record = try members.record(id, tx) else { throw Problem.notFound("staff member \(id)") }
            try attempts.require(wrongPassword(record.member.username, record, origin, tx), else: "problem.staff.waiting", tx)
            return (record, origin.pass(for: record.device, tx) != nil)
        }
        guard try await passwords.matches(password, record.password, isKnown: isKnown) else {
            try await database.write { tx in
                try attempts.add(wrongPassword(record.member.username, record, origin, tx), tx)
                try tx.audit.append("staff.signInFailed", id, by: principal)
            }
            throw wrongOwnPassword(field)
        }
        return record
    }

    private func wrongOwnPassword(_ field: String) -> Problem {
        Problem(.invalid, "problem.invalid", fields: [FieldIssue(field, "problem.password.wrong")])
    }
}

/// A password that a person can read out and type once: four groups of four letters and digits without those that look alike.
struct OneTimePassword: Sendable {
    let text: String
    static let validSeconds = 24 * 3600
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    init() {
        // `SystemRandomNumberGenerator` is cryptographic.
        var generator = SystemRandomNumberGenerator()
        text = (0..<4).map { _ in
            String((0..<4).map { _ in OneTimePassword.alphabet[Int.random(in: 0..<OneTimePassword.alphabet.count, using: &generator)] })
        }.joined(separator: "-")
    }
}

/// What a command about a staff member leaves behind: whom it was about, and nothing that opens a door.
struct StaffOutcome: Stored, Equatable {
    static let format = 1
    let member: Identifier

    init(member: Identifier) { self.member = member }

    private enum CodingKeys: String, CodingKey { case member }

    init(from decoder: any Decoder) throws {
        member = try decoder.container(keyedBy: CodingKeys.self).decode(Identifier.self, forKey: .member)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(member, forKey: .member)
    }
}

public import Kernel
public import Storage

extension IdentityService {
    /// Makes a key for a program of an agency. Whether the agency exists is the caller's to know.
    /// - Parameters:
    ///   - name: what it is for, 1 to 100 characters.
    ///   - scopes: at least one.
    ///   - validDays: 1 to 365.
    /// - Throws: `forbidden` unless an administrator, the operator or the platform is asking; `invalid` with issues at
    ///   `name`, `agency`, `scopes`, `validDays`.
    public func addKey(
        name: String, agency: String, scopes: Set<ProgramScope>, validDays: Int, by principal: Principal
    ) async throws -> NewProgramKey {
        try requireAuthority(principal)
        let wish = try KeyWish(name: name, agency: agency, scopes: scopes, validDays: validDays)
        return try await database.write { tx in try make(wish, by: principal, tx) }
    }

    /// Makes a key once however often the command is sent. What the command leaves behind is the key's id alone, so that its
    /// secret cannot be had a second time.
    /// - Throws: as without a command; also `conflict` `problem.command.foreign` when the id was used by someone else, or for
    ///   something else.
    public func addKey(
        name: String, agency: String, scopes: Set<ProgramScope>, validDays: Int, command: CommandID, by principal: Principal
    ) async throws -> KeyAddition {
        try requireAuthority(principal)
        let wish = try KeyWish(name: name, agency: agency, scopes: scopes, validDays: validDays)
        return try await database.write { tx in
            var new: NewProgramKey?
            let outcome = try tx.once(command, by: principal) {
                let made = try make(wish, by: principal, tx)
                new = made
                return KeyOutcome(key: made.key.id)
            }
            if let new { return .made(new) }
            return .madeBefore(try find(outcome.key, tx))
        }
    }

    private func make(_ wish: KeyWish, by principal: Principal, _ tx: WriteTransaction) throws -> NewProgramKey {
        let secret = KeySecret()
        let key = ProgramKey(
            id: Identifier(at: tx.now), name: wish.name, agency: wish.agency, scopes: wish.scopes, createdAt: tx.now,
            expiresAt: tx.now.advanced(byDays: wish.validDays), revokedAt: nil)
        try keys.add(key, secret, tx)
        try tx.audit.append("key.added", key.id, by: principal)
        return NewProgramKey(key: key, secret: secret.text)
    }

    /// All keys of the region, the newest first, also those that are over.
    public func programKeys() async throws -> [ProgramKey] {
        try await database.read { tx in try keys.all(tx) }
    }

    /// One key of the region, also when it is over.
    /// - Throws: `notFound`.
    public func programKey(_ id: Identifier) async throws -> ProgramKey {
        try await database.read { tx in try find(id, tx) }
    }

    private func find(_ id: Identifier, _ tx: ReadTransaction) throws -> ProgramKey {
        guard let key = try keys.find(id, tx) else { throw Problem.notFound("key \(id)") }
        return key
    }

    /// Ends a key at once. Revoking twice changes nothing and is noted once.
    /// - Parameter reason: 5 to 500 characters; it goes to the audit trail.
    /// - Throws: `forbidden` unless an administrator, the operator or the platform is asking; `invalid` with an issue at
    ///   `reason`; `notFound`.
    public func revokeKey(_ id: Identifier, reason: String, by principal: Principal) async throws {
        try requireAuthority(principal)
        let reason = TypedText(reason).line
        guard TextMeasure(reason).fault(within: 5...500) == nil else {
            throw Problem(.invalid, "problem.invalid", fields: [FieldIssue("reason", "problem.reason.length")])
        }
        try await database.write { tx in
            guard try find(id, tx).revokedAt == nil else { return }
            try keys.revoke(id, tx)
            try tx.audit.append("key.revoked", id, by: principal, reason: reason)
        }
    }

    /// Which program shows this secret; `nil` when it is unknown in this region, expired or revoked. One read and no write.
    public func session(key secret: String) async throws -> Session? {
        guard let secret = KeySecret(secret) else { return nil }
        return try await database.read { tx in
            guard let key = try keys.find(secret, tx), key.isGood(at: tx.now) else { return nil }
            return Session(principal: key.principal, expiresAt: key.expiresAt, language: nil, displayName: key.name)
        }
    }
}

internal import Kernel
internal import Storage

extension IdentityService {
    /// Opens a session for a staff member.
    ///
    /// An unknown user name, a disabled member and a wrong password get one and the same answer after the same work. Each
    /// is on the disk before it is answered.
    /// - Throws: `unauthenticated` `problem.staff.wrongPassword`; `tooMany` `problem.staff.waiting` (argument `minutes`) after
    ///   ten wrong passwords for this user name within 15 minutes, even for the right one.
    public func signInStaff(username: String, password: String) async throws -> SignedIn {
        let name = Username(username)
        let known = try await database.read { tx in
            try refuseWhileWaiting(username, tx)
            return try name.flatMap { try members.find($0, tx) }
        }
        let isRight = try await passwords.matches(password, known?.password)
        // Whoever signs in has her hash brought to today's cost.
        let renewed = isRight && known?.password.cost != passwords.cost ? try await passwords.hash(password) : nil

        // The outcome is a value, because an error thrown inside the write would take the counted failure back.
        let outcome: Result<SignedIn, Problem> = try await database.write { tx in
            // Asked again, because guesses that were sent together all passed the first look.
            try refuseWhileWaiting(username, tx)
            let record = try known.flatMap { try members.record($0.member.id, tx) }
            guard isRight, let record, record.member.disabledAt == nil else {
                try members.addFailure(usernameHash: members.hash(username, tx), tx)
                // The name as typed stays out of the trail: people type passwords into the wrong field.
                try tx.audit.append("staff.signInFailed", record?.member.id.text ?? "unknown", by: .visitor)
                return .failure(Problem(.unauthenticated, "problem.staff.wrongPassword"))
            }
            if let renewed { try members.renew(record, renewed, tx) }
            try members.removeFailures(usernameHash: members.hash(username, tx), tx)
            let principal = try record.member.principal
            try tx.audit.append("staff.signedIn", record.member.id, by: principal)
            let token = SessionToken()
            let expiresAt = tx.now.advanced(bySeconds: Session.staffSeconds)
            try sessions.add(token, staff: record.member.id, expiresAt: expiresAt, tx)
            return .success(SignedIn(token: token.text, principal: principal, expiresAt: expiresAt))
        }
        return try outcome.get()
    }

    private func refuseWhileWaiting(_ username: String, _ tx: ReadTransaction) throws {
        let limit = StaffMember.passwordLimit
        let failures = try members.failures(usernameHash: members.hash(username, tx), after: limit.windowStart(at: tx.now), tx)
        if let minutes = limit.minutesToWait(after: failures, at: tx.now) {
            throw Problem(.tooMany, "problem.staff.waiting", arguments: ["minutes": String(minutes)])
        }
    }
}

internal import Kernel
internal import Storage

extension IdentityService {
    /// Opens a session for a staff member.
    ///
    /// An unknown user name, a disabled member and a wrong password get one and the same answer after the same work. Each
    /// is on the disk before it is answered.
    /// - Throws: `unauthenticated` `problem.staff.wrongPassword`; `tooMany` `problem.staff.waiting` (argument `minutes`) while a limit
    ///   of wrong passwords is reached (``Limit/all``), then even for the right one.
    /// `unauthenticated` `problem.staff.oneTimeOver` for the right password when it was a one-time one whose day is over.
    /// - Parameter earlier: the token of the session that this browser has; it ends with the new one.
    public func signInStaff(
        username: String, password: String, from origin: Origin = .unknown, replacing earlier: String? = nil
    ) async throws -> SignedIn {
        let name = Username(username)
        let (known, isKnownDevice) = try await database.read { tx in
            let known = try name.flatMap { try members.find($0, tx) }
            try attempts.require(wrongPassword(username, known, origin, tx), else: "problem.staff.waiting", tx)
            return (known, origin.pass(for: known?.device, tx) != nil)
        }
        let isRight = try await passwords.matches(password, known?.password, isKnown: isKnownDevice)
        // Whoever signs in has her hash brought to today's cost.
        let renewed = isRight && known?.password.cost != passwords.cost ? try await passwords.hash(password) : nil

        // The outcome is a value, because an error thrown inside the write would take the counted failure back.
        let outcome: Result<SignedIn, Problem> = try await database.write { tx in
            // Asked again, because guesses that were sent together all passed the first look.
            let record = try known.flatMap { try members.record($0.member.id, tx) }
            let wrong = wrongPassword(username, record, origin, tx)
            try attempts.require(wrong, else: "problem.staff.waiting", tx)
            // The password may have been changed while it was stretched; what was right is the hash that was read.
            guard isRight, let record, record.password == known?.password, record.member.disabledAt == nil else {
                try attempts.add(wrong, tx)
                // The name as typed stays out of the trail: people type passwords into the wrong field.
                try tx.audit.append("staff.signInFailed", record?.member.id.text ?? "unknown", by: .visitor)
                return .failure(Problem(.unauthenticated, "problem.staff.wrongPassword"))
            }
            if let until = record.oneTimeUntil, tx.now >= until {
                return .failure(Problem(.unauthenticated, "problem.staff.oneTimeOver"))
            }
            if let renewed { try members.renew(record, renewed, tx) }
            try attempts.forget(wrong, tx)
            let principal = try record.member.principal
            try tx.audit.append("staff.signedIn", record.member.id, by: principal)
            let token = SessionToken()
            let expiresAt = tx.now.advanced(bySeconds: SessionLifetime.of(record.member.role).seconds)
            try sessions.add(token, staff: record.member.id, expiresAt: expiresAt, replacing: earlier.flatMap { SessionToken($0) }, tx)
            let device = origin.passes(afterSignInTo: record.device, tx)
            return .success(SignedIn(token: token.text, principal: principal, expiresAt: expiresAt, device: device))
        }
        return try outcome.get()
    }

    func wrongPassword(_ username: String, _ record: StaffStore.Record?, _ origin: Origin, _ tx: ReadTransaction) -> Attempt {
        .passwordWrong(
            name: Username(username)?.text ?? username, from: origin.network, on: origin.pass(for: record?.device, tx))
    }
}

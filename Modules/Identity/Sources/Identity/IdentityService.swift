internal import Kernel
public import Storage

/// Who is asking, in one region: citizens, staff and their sessions.
///
/// Every refusal is a `Problem`. The sign-in of citizens is in `CitizenSignIn.swift`, that of staff in `StaffSignIn.swift`.
public struct IdentityService: Sendable {
    let database: PlatformDatabase
    let codeSender: any CodeSender
    let passwords: PasswordHasher

    let people = PersonStore()
    let challenges = ChallengeStore()
    let members = StaffStore()
    let sessions = SessionStore()
    let keys = KeyStore()

    public init(database: PlatformDatabase, codeSender: any CodeSender) {
        self.init(database: database, codeSender: codeSender, passwordCost: .today)
    }

    /// For tests, which need not pay the full price of a password.
    init(database: PlatformDatabase, codeSender: any CodeSender, passwordCost: PasswordCost) {
        self.database = database
        self.codeSender = codeSender
        self.passwords = PasswordHasher(cost: passwordCost)
    }

    /// Removes what is over: the vault keys of expired codes (with them the NIK and contact that were sealed), codes and
    /// wrong passwords that no limit counts any more, expired sessions. Answers how many rows went. Harmless at any time.
    @discardableResult
    public func purgeExpired() async throws -> Int {
        try await database.write { tx in
            for id in try challenges.expired(tx) { try tx.destroyVaultKey(of: id) }
            return try challenges.removeExpired(createdUpTo: Challenge.limit.windowStart(at: tx.now), tx)
                + members.removeFailures(upTo: StaffMember.passwordLimit.windowStart(at: tx.now), tx)
                + sessions.removeExpired(tx)
        }
    }
}

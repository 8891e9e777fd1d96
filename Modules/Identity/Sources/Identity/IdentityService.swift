internal import Foundation
internal import Kernel
public import Storage

/// Who is asking, in one region: citizens, staff and their sessions.
///
/// Every refusal is a `Problem`. The sign-in of citizens is in `CitizenSignIn.swift`, that of staff in `StaffSignIn.swift`.
public struct IdentityService: Sendable {
    let database: PlatformDatabase
    let codeSender: any CodeSender
    let desk: any PersonDesk
    var passwords: PasswordHasher
    let rules: PasswordRules
    /// What anybody could know of everybody's password: the platform's name and the region's.
    let platformWords: [String]

    let people = PersonStore()
    let challenges = ChallengeStore()
    let members = StaffStore()
    let sessions = SessionStore()
    let attempts = AttemptStore()
    let keys = KeyStore()

    /// - Parameters:
    ///   - regionName: as people write it; a password made of it is refused.
    ///   - passwordCost: what a guess at a password costs; tests and demonstrations need not pay the full price.
    public init(
        database: PlatformDatabase, codeSender: any CodeSender, desk: any PersonDesk, passwordRules: PasswordRules, regionName: String,
        passwordCost: PasswordCost = .today
    ) {
        self.database = database
        self.codeSender = codeSender
        self.desk = desk
        // A lane of its own for each region that is opened: a process may open one region in several folders, as tests do by the dozen.
        self.passwords = PasswordHasher(cost: passwordCost, lane: "\(database.region.text)/\(UUID().uuidString.prefix(8))")
        self.rules = passwordRules
        self.platformWords = ["mpp", "digital", "pelayanan", regionName, database.region.text]
    }

    /// Removes what is over: expired codes with their vault keys (and with them the NIK and contact that were sealed), attempts that no
    /// limit counts any more, expired sessions. Answers how many rows went. Harmless at any time.
    @discardableResult
    public func purgeExpired() async throws -> Int {
        try await database.write { tx in
            for id in try challenges.expired(tx) { try tx.destroyVaultKey(of: id) }
            return try challenges.removeExpired(tx) + attempts.removeOver(tx) + sessions.removeExpired(tx)
        }
    }
}

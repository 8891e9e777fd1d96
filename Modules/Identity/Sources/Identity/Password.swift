internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Kernel

/// How much work a guess at a password costs: scrypt (RFC 7914) with `2^logRounds` rounds.
public struct PasswordCost: Sendable, Hashable {
    let logRounds: Int
    let blockSize: Int
    let parallelism: Int

    /// What OWASP's Password Storage Cheat Sheet asks of scrypt (`Docs/Facts.md`): 128 MiB. Raise it here; stored hashes follow as
    /// their owners sign in.
    public static let today = PasswordCost(logRounds: 17, blockSize: 8, parallelism: 1)
    /// For passwords that everybody knows: those of a demonstration and of tests.
    public static let none = PasswordCost(logRounds: 4, blockSize: 8, parallelism: 1)

    /// `scrypt` with these parameters, 32 bytes long.
    func derive(_ password: Data, salt: Data) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: 32, rounds: 1 << logRounds, blockSize: blockSize, parallelism: parallelism)
    }
}

/// A password as stored: its cost, its salt and what scrypt made of it, in one text: `scrypt$15$8$1$<salt>$<key>`.
struct PasswordHash: Sendable, Hashable {
    let cost: PasswordCost
    let salt: Data
    let key: Data

    init(cost: PasswordCost, salt: Data, key: Data) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let logRounds = Int(parts[1]), (1...24).contains(logRounds),
            let blockSize = Int(parts[2]), (1...64).contains(blockSize), let parallelism = Int(parts[3]), (1...16).contains(parallelism),
            let salt = Data(base64Encoded: String(parts[4])), !salt.isEmpty, let key = Data(base64Encoded: String(parts[5])),
            key.count == 32
        else { return nil }
        self.init(cost: PasswordCost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism), salt: salt, key: key)
    }

    var text: String {
        "scrypt$\(cost.logRounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }
}

/// Makes and checks password hashes, away from the threads that serve requests, in the lane of one region.
struct PasswordHasher: Sendable {
    let cost: PasswordCost
    let lane: String
    var lanes = PasswordLanes.shared
    /// Compared with when there is no such user, so that this takes as long as a wrong password.
    private static let nobodysSalt = Data(repeating: 0x6D, count: 16)

    func hash(_ password: String) async throws -> PasswordHash {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let (bytes, cost) = (PasswordHasher.bytes(of: password), cost)
        // Whoever gets here has shown who she is.
        let key = try await lanes.run(lane: lane, isKnown: true) { try cost.derive(bytes, salt: salt) }
        return PasswordHash(cost: cost, salt: salt, key: key.withUnsafeBytes { Data($0) })
    }

    /// Whether the password is the one behind the hash; without a hash the answer is no, after the same work.
    /// - Parameter isKnown: whether she sends from a device that is known to the account.
    /// - Throws: `tooMany` `problem.staff.busy`; `CancellationError` when nobody waits for the answer any more.
    func matches(_ password: String, _ hash: PasswordHash?, isKnown: Bool = false) async throws -> Bool {
        let (bytes, today) = (PasswordHasher.bytes(of: password), cost)
        let key = try await lanes.run(lane: lane, isKnown: isKnown) {
            guard let hash else { return try today.derive(bytes, salt: PasswordHasher.nobodysSalt) }
            // A hash of cheaper days costs less. The rest is made up for, so that the time does not tell that the name is known.
            for cost in hash.cost.steps(to: today) { _ = try cost.derive(bytes, salt: PasswordHasher.nobodysSalt) }
            return try hash.cost.derive(bytes, salt: hash.salt)
        }
        guard let hash, !password.isEmpty else { return false }
        // Comparing keys takes the same time wherever they differ.
        return key == SymmetricKey(data: hash.key)
    }

    /// One form for letters that can be written in two ways (NIST SP 800-63B 5.1.1.2); scrypt takes no empty input here.
    private static func bytes(of password: String) -> Data {
        Data((password.isEmpty ? " " : PasswordRules.normalised(password)).utf8)
    }
}

extension PasswordCost {
    /// What has to be done besides this cost to have done the work of the other: one half of the missing rounds, a quarter, and so on.
    func steps(to other: PasswordCost) -> [PasswordCost] {
        guard logRounds < other.logRounds, blockSize == other.blockSize, parallelism == other.parallelism else { return [] }
        return (logRounds..<other.logRounds).map { PasswordCost(logRounds: $0, blockSize: blockSize, parallelism: parallelism) }
    }
}

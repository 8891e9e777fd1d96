internal import Crypto
internal import CryptoExtras
internal import Dispatch
internal import Foundation
internal import Kernel

/// How much work a guess at a password costs: scrypt (RFC 7914) with `2^logRounds` rounds.
struct PasswordCost: Sendable, Hashable {
    let logRounds: Int
    let blockSize: Int
    let parallelism: Int

    /// 32 MiB and about a tenth of a second. Raise it here; stored hashes follow as their owners sign in.
    static let today = PasswordCost(logRounds: 15, blockSize: 8, parallelism: 1)

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

/// Makes and checks password hashes, away from the threads that serve requests.
struct PasswordHasher: Sendable {
    let cost: PasswordCost
    /// One at a time over all regions: a crowd of guesses takes 32 MiB and one core, not the machine.
    private static let queue = DispatchQueue(label: "identity.passwords")
    /// Compared with when there is no such user, so that this takes as long as a wrong password.
    private static let nobodysSalt = Data(repeating: 0x6D, count: 16)

    func hash(_ password: String) async throws -> PasswordHash {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let key = try await derive(password, salt, cost)
        return PasswordHash(cost: cost, salt: salt, key: key.withUnsafeBytes { Data($0) })
    }

    /// Whether the password is the one behind the hash; without a hash the answer is no, after the same work.
    func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
        let key = try await derive(password, hash?.salt ?? PasswordHasher.nobodysSalt, hash?.cost ?? cost)
        guard let hash, !password.isEmpty else { return false }
        // Comparing keys takes the same time wherever they differ.
        return key == SymmetricKey(data: hash.key)
    }

    private func derive(_ password: String, _ salt: Data, _ cost: PasswordCost) async throws -> SymmetricKey {
        // One form for letters that can be written in two ways (NIST SP 800-63B 5.1.1.2); scrypt takes no empty input here.
        let bytes = Data((password.isEmpty ? " " : password.precomposedStringWithCompatibilityMapping).utf8)
        return try await withCheckedThrowingContinuation { continuation in
            PasswordHasher.queue.async {
                continuation.resume(with: Result { try cost.derive(bytes, salt: salt) })
            }
        }
    }
}

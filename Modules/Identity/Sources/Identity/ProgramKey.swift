internal import Foundation
public import Kernel
internal import Storage

/// A key with which one agency's program asks, in this region. What is known here does not open anything: the secret was
/// shown once, when the key was made.
public struct ProgramKey: Sendable, Hashable {
    public let id: Identifier
    /// What the key is for, in the words of whoever made it.
    public let name: String
    /// The agency's code.
    public let agency: String
    public let scopes: Set<ProgramScope>
    public let createdAt: Instant
    /// From then on it opens nothing.
    public let expiresAt: Instant
    public let revokedAt: Instant?

    /// A year at most: a key that nobody renews is one that nobody needs.
    static let validDays = 1...365

    /// A key from the future was made while the clock was wrong, and is not believed.
    public func isGood(at now: Instant) -> Bool { revokedAt == nil && createdAt <= now && now < expiresAt }

    var principal: Principal { .program(id: id, agency: agency, scopes: scopes) }
}

/// A key that was just made, with the secret that is shown this once.
public struct NewProgramKey: Sendable, Hashable {
    public let key: ProgramKey
    /// `mpp_` and 43 letters, digits, hyphens or underscores. Never in a log.
    public let secret: String
}

extension NewProgramKey: CustomStringConvertible {
    public var description: String { "key \(key.id) of \(key.agency)" }
}

/// What came of a command that makes a key.
public enum KeyAddition: Sendable, Hashable {
    case made(NewProgramKey)
    /// The same command made this key earlier. Its secret was shown then, and nobody here knows it.
    case madeBefore(ProgramKey)
}

/// What a command that makes a key leaves behind: which key, and nothing that opens a door.
struct KeyOutcome: Stored, Equatable {
    static let format = 1
    let key: Identifier

    init(key: Identifier) { self.key = key }

    private enum CodingKeys: String, CodingKey { case key }

    init(from decoder: any Decoder) throws {
        key = try decoder.container(keyedBy: CodingKeys.self).decode(Identifier.self, forKey: .key)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .key)
    }
}

/// What a program shows: `mpp_` in front, so that a key left in a file or a log is recognised by those who look for such
/// things, then as many random bytes as a session has. Stored is only their SHA-256.
struct KeySecret: Sendable, Equatable {
    private static let prefix = "mpp_"
    private let token: SessionToken

    init() { token = SessionToken() }

    /// `nil` unless it has the shape of a key; that spares the database a look.
    init?(_ text: String) {
        guard text.hasPrefix(KeySecret.prefix), let token = SessionToken(String(text.dropFirst(KeySecret.prefix.count))) else { return nil }
        self.token = token
    }

    var text: String { KeySecret.prefix + token.text }
    /// 64 hexadecimal digits.
    var hash: String { token.hash }
}

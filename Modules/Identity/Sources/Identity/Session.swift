internal import Crypto
internal import Foundation
public import Kernel
internal import Storage

/// The answer to a successful sign-in. The token is known to its holder alone: keep it in a cookie, never in a log.
public struct SignedIn: Sendable, Hashable {
    public let token: String
    public let principal: Principal
    public let expiresAt: Instant
    /// What the device shall show at its next sign-in, in ``Origin``: that it is known to this account. It opens nothing.
    public let device: String
}

extension SignedIn: CustomStringConvertible {
    public var description: String { "signed in: \(principal.kind) \(principal.reference)" }
}

/// Who is behind a token that is still good.
public struct Session: Sendable, Hashable {
    public let principal: Principal
    public let expiresAt: Instant
    /// A citizen's chosen language; `nil` for staff.
    public let language: Language?
    /// A staff member's name; `nil` for a citizen, whose name is not known here.
    public let displayName: String?
    /// Whether she showed who she is a short while ago: what changes an account asks again when it is longer.
    public var isFresh = false
    /// Whether the password was given by an administrator and must be replaced before anything else.
    public var mustChangePassword = false

    /// For how long a sign-in is enough for what changes an account.
    static let freshSeconds = 15 * 60
    /// A session is noted as used once in so long, so that reading pages does not become writing.
    static let notedEverySeconds = 60
}

/// How long sessions last: in all, and without a sign of life (OWASP ASVS 4.0: 3.3.2). A citizen fills in long forms on a phone, an
/// administrator's session opens the most.
struct SessionLifetime: Sendable, Hashable {
    let seconds: Int
    let idleSeconds: Int

    static let citizen = SessionLifetime(seconds: 12 * 3600, idleSeconds: 30 * 60)

    static func of(_ role: StaffRole) -> SessionLifetime {
        switch role {
        case .officer, .cashier: SessionLifetime(seconds: 10 * 3600, idleSeconds: 30 * 60)
        case .administrator, .finance: SessionLifetime(seconds: 10 * 3600, idleSeconds: 15 * 60)
        }
    }
}

/// One of the sessions that are open for somebody.
public struct OpenSession: Sendable, Hashable {
    public let signedInAt: Instant
    public let seenAt: Instant
    /// Whether it is the one that asks.
    public let isThis: Bool
}

/// 32 random bytes in base64url (RFC 4648 section 5, no padding). Stored is only their SHA-256, so that a copy of the
/// database signs nobody in.
struct SessionToken: Sendable, Equatable {
    let text: String

    init() {
        text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64URL
    }

    /// `nil` unless it has the shape of a token; that spares the database a look.
    init?(_ text: String) {
        guard text.utf8.count == 43,
            text.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
            })
        else { return nil }
        self.text = text
    }

    /// 64 hexadecimal digits.
    var hash: String {
        SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}

extension IdentityService {
    /// Who is behind this token; `nil` when it is unknown in this region, expired, unused for too long, signed out, or its staff member
    /// disabled. One read for every request, and one write a minute, which notes that the session is in use.
    public func session(token: String) async throws -> Session? {
        guard let token = SessionToken(token) else { return nil }
        guard let standing = try await database.read({ tx in try sessions.find(token, tx) }) else { return nil }
        if standing.mustBeNoted {
            // Reading goes on while the disk refuses to write; the session then ends early, and nothing is lost.
            _ = try? await database.write { tx in try sessions.note(token, tx) }
        }
        return standing.session
    }

    /// For how long it is still known whose session it was that ended by itself.
    public static let lateSeconds = 3600

    /// Whose session ended by itself, unused or at its time, less than ``lateSeconds`` ago; `nil` for one that is good, that was
    /// signed out, or whose staff member is disabled. It opens nothing: it says for whom to keep what was typed over the end.
    public func lateHolder(token: String) async throws -> Principal? {
        guard let token = SessionToken(token) else { return nil }
        return try await database.read { tx in try sessions.lateHolder(token, tx) }
    }

    /// Ends the session; a token that is not good any more counts as ended.
    public func signOut(token: String) async throws {
        guard let token = SessionToken(token) else { return }
        try await database.write { tx in try sessions.remove(token, tx) }
    }

    /// The sessions that are open for whoever asks, the newest first.
    public func openSessions(token: String, by principal: Principal) async throws -> [OpenSession] {
        let token = SessionToken(token)
        return try await database.read { tx in try sessions.all(of: principal, this: token, tx) }
    }

    /// Ends all sessions of whoever asks but this one; answers how many. Ending what is not there changes nothing and is not noted.
    @discardableResult
    public func endOtherSessions(token: String, by principal: Principal) async throws -> Int {
        let token = SessionToken(token)
        return try await database.write { tx in
            let ended = try sessions.removeAll(of: principal, but: token, tx)
            if ended > 0 {
                try tx.audit.append(
                    principal.personID == nil ? "staff.sessionsEnded" : "person.sessionsEnded", principal.reference, by: principal)
            }
            return ended
        }
    }
}

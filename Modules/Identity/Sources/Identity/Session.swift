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

    /// From sign-in to the end, whatever happens between: a day at the kiosk for citizens, a working day for staff.
    static let citizenSeconds = 12 * 3600
    static let staffSeconds = 10 * 3600
}

/// 32 random bytes in base64url (RFC 4648 section 5, no padding). Stored is only their SHA-256, so that a copy of the
/// database signs nobody in.
struct SessionToken: Sendable, Equatable {
    let text: String

    init() {
        text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
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
    /// Who is behind this token; `nil` when it is unknown in this region, expired, signed out, or its staff member disabled.
    /// One read and no write: it runs on every request.
    public func session(token: String) async throws -> Session? {
        guard let token = SessionToken(token) else { return nil }
        return try await database.read { tx in try sessions.find(token, tx) }
    }

    /// Ends the session; a token that is not good any more counts as ended.
    public func signOut(token: String) async throws {
        guard let token = SessionToken(token) else { return }
        try await database.write { tx in try sessions.remove(token, tx) }
    }
}

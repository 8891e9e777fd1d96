internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage

/// Proves that a form came from one of our own pages: a keyed hash of the session, or before sign-in of a random cookie.
/// Another site can make the browser send the cookie, but cannot know the hash (OWASP's signed double submit).
///
/// The hash is written under a random pad, anew for each page: in an answer that is packed, nobody can find it out from how small
/// the answer became.
struct FormToken: Sendable {
    private let key: SymmetricKey
    private static let hashBytes = 32

    init(_ masterKey: MasterKey) { key = SymmetricKey(data: masterKey.derived(for: "portal/form-token")) }

    /// The pad, and the hash under it.
    func token(for secret: String) -> String {
        let pad = FormToken.randomBytes()
        let hash = HMAC<SHA256>.authenticationCode(for: Data(secret.utf8), using: key)
        return (pad + FormToken.combined(pad, Data(hash))).hexadecimal
    }

    /// Compares in constant time.
    func isValid(_ token: String, for secret: String) -> Bool {
        guard token.utf8.count == 4 * FormToken.hashBytes else { return false }
        var bytes = Data()
        var digits = token.utf8.makeIterator()
        while let high = digits.next(), let low = digits.next() {
            guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) else { return false }
            bytes.append(byte)
        }
        let hash = FormToken.combined(bytes.prefix(FormToken.hashBytes), bytes.suffix(FormToken.hashBytes))
        return HMAC<SHA256>.isValidAuthenticationCode(hash, authenticating: Data(secret.utf8), using: key)
    }

    private static func combined(_ pad: Data, _ bytes: Data) -> Data { Data(zip(pad, bytes).map { $0 ^ $1 }) }

    private static func randomBytes() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    static func randomSecret() -> String { randomBytes().hexadecimal }
}

internal import Crypto
internal import Foundation
internal import Kernel
internal import Storage

/// Proves that a form came from one of our own pages: a keyed hash of the session, or before sign-in of a random cookie.
/// Another site can make the browser send the cookie, but cannot know the hash (OWASP's signed double submit).
struct FormToken: Sendable {
    private let key: SymmetricKey

    init(_ masterKey: MasterKey) { key = SymmetricKey(data: masterKey.derived(for: "portal/form-token")) }

    func token(for secret: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(secret.utf8), using: key).hexadecimal
    }

    /// Compares in constant time.
    func isValid(_ token: String, for secret: String) -> Bool {
        guard token.utf8.count == 64 else { return false }
        var bytes: [UInt8] = []
        var digits = token.utf8.makeIterator()
        while let high = digits.next(), let low = digits.next() {
            guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) else { return false }
            bytes.append(byte)
        }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: Data(secret.utf8), using: key)
    }

    static func randomSecret() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.hexadecimal
    }
}

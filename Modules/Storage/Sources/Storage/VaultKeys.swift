internal import Crypto
internal import Foundation
internal import Kernel
internal import Synchronization

/// What the master key gives the vault and the audit trail, and the keys of subjects that were unwrapped lately.
final class VaultKeys: Sendable, CustomStringConvertible {
    /// Says nothing of the keys, should they ever be printed.
    let description = "vault keys"
    let lookup: SymmetricKey
    let audit: SymmetricKey
    /// Tells one master key from another, and nothing about it.
    let check: String
    private let wrapping: SymmetricKey
    /// By the wrapped form: whoever asks must have read that from the database just now, so that a key which was destroyed
    /// there, by this process or another, is of no use here.
    private let unwrapped = Mutex<[Data: SymmetricKey]>([:])
    /// More people than are served in one minute; when it is reached, remembering starts anew.
    private static let limit = 1024

    init(_ master: MasterKey) {
        wrapping = master.subkey("vault/wrapping")
        lookup = master.subkey("vault/lookup")
        audit = master.subkey("audit-trail")
        check = HMAC<SHA256>.authenticationCode(for: Data("mpp".utf8), using: master.subkey("key-check")).hexadecimal
    }

    /// A new key for the subject, in the form in which it is stored.
    func newWrapped(for subject: Identifier) throws -> Data {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        guard let wrapped = try AES.GCM.seal(key, using: wrapping, authenticating: Data(subject.text.utf8)).combined else {
            throw Problem(.unexpected, "problem.unexpected", detail: "wrapping a key")
        }
        return wrapped
    }

    /// - Throws: `unexpected` when it was wrapped for another subject or under another master key.
    func unwrap(_ wrapped: Data, of subject: Identifier) throws -> SymmetricKey {
        // The subject is part of the name, because a wrapped key that was moved to another subject must not open.
        let name = wrapped + Data(subject.text.utf8)
        if let known = unwrapped.withLock({ $0[name] }) { return known }
        guard
            let bytes = try? AES.GCM.open(
                AES.GCM.SealedBox(combined: wrapped), using: wrapping, authenticating: Data(subject.text.utf8))
        else {
            throw Problem(.unexpected, "problem.unexpected", detail: "key of subject \(subject) does not open: another master key?")
        }
        let key = SymmetricKey(data: bytes)
        unwrapped.withLock { unwrapped in
            if unwrapped.count >= VaultKeys.limit { unwrapped.removeAll() }
            unwrapped[name] = key
        }
        return key
    }

    /// Drops a destroyed key from memory too.
    func forget(_ wrapped: Data, of subject: Identifier) {
        _ = unwrapped.withLock { $0.removeValue(forKey: wrapped + Data(subject.text.utf8)) }
    }
}

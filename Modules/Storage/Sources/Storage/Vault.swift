internal import Crypto
public import Foundation
public import Kernel

/// Where a sealed value lives. A value moved to another place does not open.
public struct VaultPlace: Sendable {
    let name: String

    public init(table: String, column: String, row: Identifier) { name = "\(table)/\(column)/\(row.text)" }
}

/// Seals personal values under a key per subject (a person, or a sign-in that has no person yet) with AES-256-GCM.
/// Destroying a subject's key makes all that was sealed under it unreadable for good: that is erasure.
public final class Vault {
    private let connection: any SQLConnection
    let keys: VaultKeys
    /// The keys that this transaction has used: what it sees of the database does not change under it.
    private var used: [Identifier: SymmetricKey] = [:]

    init(connection: any SQLConnection, keys: VaultKeys) {
        self.connection = connection
        self.keys = keys
    }

    /// The sealed form: nonce, ciphertext, tag.
    /// - Throws: `gone` when the subject has no key.
    public func seal(_ value: Data, for subject: Identifier, at place: VaultPlace) throws -> Data {
        let box = try AES.GCM.seal(value, using: key(of: subject), authenticating: Data(place.name.utf8))
        guard let sealed = box.combined else { throw Problem(.unexpected, "problem.unexpected", detail: "sealing") }
        return sealed
    }

    public func seal(_ value: String, for subject: Identifier, at place: VaultPlace) throws -> Data {
        try seal(Data(value.utf8), for: subject, at: place)
    }

    /// - Throws: `gone` when the subject's key was destroyed; `unexpected` when the value was altered or moved.
    public func open(_ sealed: Data, of subject: Identifier, at place: VaultPlace) throws -> Data {
        let key = try key(of: subject)
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(place.name.utf8))
        } catch {
            throw Problem(.unexpected, "problem.unexpected", detail: "sealed value at \(place.name) does not open")
        }
    }

    public func openText(_ sealed: Data, of subject: Identifier, at place: VaultPlace) throws -> String {
        String(decoding: try open(sealed, of: subject, at: place), as: UTF8.self)
    }

    /// A keyed hash by which a value can be found without being stored: 64 hexadecimal digits. `kind` keeps equal values
    /// of different meaning apart. Normalise the value first.
    public func lookup(_ value: String, kind: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("\(kind)\u{1F}\(value)".utf8), using: keys.lookup).hexadecimal
    }

    private func key(of subject: Identifier) throws -> SymmetricKey {
        if let key = used[subject] { return key }
        guard let row = try connection.rows("SELECT wrapped FROM vault_keys WHERE subject_id = :id", ["id": subject]).first else {
            throw Problem(.gone, "problem.erased", detail: "no key for subject \(subject)")
        }
        let key = try keys.unwrap(row.blob("wrapped"), of: subject)
        used[subject] = key
        return key
    }

    fileprivate func forget(_ wrapped: Data, of subject: Identifier) {
        used[subject] = nil
        keys.forget(wrapped, of: subject)
    }
}

extension WriteTransaction {
    /// Makes the key under which all values of this subject are sealed.
    public func createVaultKey(for subject: Identifier) throws {
        try execute(
            "INSERT INTO vault_keys (subject_id, wrapped, created_at) VALUES (:id, :wrapped, :at)",
            ["id": subject, "wrapped": vault.keys.newWrapped(for: subject), "at": now])
    }

    /// Erases everything that was ever sealed for this subject.
    ///
    /// The key is overwritten in the database file, and leaves the write-ahead log when the log is next written back.
    public func destroyVaultKey(of subject: Identifier) throws {
        let erased = try row("DELETE FROM vault_keys WHERE subject_id = :id RETURNING wrapped", ["id": subject])
        if let erased { try vault.forget(erased.blob("wrapped"), of: subject) }
    }
}

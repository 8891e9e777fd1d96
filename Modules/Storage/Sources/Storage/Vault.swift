internal import Crypto
public import Foundation
internal import GRDB
public import Kernel

/// The region's secret of 32 bytes, from which all others are derived. It lives outside the database.
public struct MasterKey: Sendable, CustomStringConvertible {
    /// Says nothing of the key, should one ever be printed.
    public var description: String { "master key" }
    let key: SymmetricKey

    /// `nil` unless 32 bytes long.
    public init?(_ bytes: Data) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// A new random key.
    public static func random() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    /// A key for one purpose outside the vault, e.g. signing a stub provider's webhooks. Knowing it tells nothing of the
    /// master key.
    public func derived(for purpose: String) -> Data { subkey(purpose).withUnsafeBytes { Data($0) } }

    func subkey(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("mpp/\(purpose)".utf8), outputByteCount: 32)
    }
}

struct DerivedKeys: Sendable, CustomStringConvertible {
    let description = "derived keys"
    let wrapping: SymmetricKey
    let lookup: SymmetricKey
    let audit: SymmetricKey

    init(_ master: MasterKey) {
        wrapping = master.subkey("vault/wrapping")
        lookup = master.subkey("vault/lookup")
        audit = master.subkey("audit-trail")
    }
}

/// Where a sealed value lives. A value moved to another place does not open.
public struct VaultPlace: Sendable {
    let name: String

    public init(table: String, column: String, row: Identifier) { name = "\(table)/\(column)/\(row.text)" }
}

/// Seals personal values under a key per subject (a person, or a sign-in that has no person yet) with AES-256-GCM.
/// Destroying a subject's key makes all that was sealed under it unreadable for good: that is erasure.
public struct Vault {
    let connection: Database
    let keys: DerivedKeys

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
        HMAC<SHA256>.authenticationCode(for: Data("\(kind)\u{1F}\(value)".utf8), using: keys.lookup)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func key(of subject: Identifier) throws -> SymmetricKey {
        let row = try connection.rows("SELECT wrapped FROM vault_keys WHERE subject_id = :id", ["id": subject]).first
        guard case .blob(let wrapped)? = row?.columns["wrapped"] else {
            throw Problem(.gone, "problem.erased", detail: "no key for subject \(subject)")
        }
        do {
            let bytes = try AES.GCM.open(
                AES.GCM.SealedBox(combined: wrapped), using: keys.wrapping, authenticating: Data(subject.text.utf8))
            return SymmetricKey(data: bytes)
        } catch {
            throw Problem(.unexpected, "problem.unexpected", detail: "key of subject \(subject) does not open: another master key?")
        }
    }
}

extension WriteTransaction {
    /// Makes the key under which all values of this subject are sealed.
    public func createVaultKey(for subject: Identifier) throws {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        guard let wrapped = try AES.GCM.seal(key, using: vault.keys.wrapping, authenticating: Data(subject.text.utf8)).combined
        else { throw Problem(.unexpected, "problem.unexpected", detail: "wrapping a key") }
        try execute(
            "INSERT INTO vault_keys (subject_id, wrapped, created_at) VALUES (:id, :wrapped, :at)",
            ["id": subject, "wrapped": wrapped, "at": now])
    }

    /// Erases everything that was ever sealed for this subject.
    ///
    /// The key is overwritten in the database file, and leaves the write-ahead log when the log is next written back.
    public func destroyVaultKey(of subject: Identifier) throws {
        try execute("DELETE FROM vault_keys WHERE subject_id = :id", ["id": subject])
    }
}

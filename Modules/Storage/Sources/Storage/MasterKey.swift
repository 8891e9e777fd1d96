internal import Crypto
public import Foundation

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

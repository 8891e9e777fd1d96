internal import Crypto
public import Foundation
public import Kernel

/// Signs short statements that stand in a QR code: compact JWS (RFC 7515) with ES256 (RFC 7518 section 3.4), which browsers check by
/// themselves.
public struct StatementKey: Sendable {
    private let key: P256.Signing.PrivateKey
    /// What anybody checks a statement with.
    public let published: PublishedKey
    private let header: String

    /// - Parameter seed: 32 bytes that nobody else knows.
    /// - Throws: `invalid` `problem.signing.unreadable` for bytes that are no key.
    public init(seed: Data) throws {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else {
            throw Problem(.invalid, "problem.signing.unreadable", detail: "the seed is no key")
        }
        self.key = key
        published = PublishedKey(key.publicKey)
        header = Data(#"{"alg":"ES256","kid":"\#(published.kid)"}"#.utf8).base64URL
    }

    /// - Parameter payload: JSON; what is left out makes the code easier to read.
    public func sign(_ payload: Data) throws -> String {
        let signed = "\(header).\(payload.base64URL)"
        return "\(signed).\(try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL)"
    }
}

/// A public key as JWK (RFC 7517).
public struct PublishedKey: Sendable, Hashable, Encodable {
    public let kty = "EC"
    public let crv = "P-256"
    public let alg = "ES256"
    public let use = "sig"
    /// The first eight characters of the key's own thumbprint (RFC 7638): it tells a few keys apart, and a QR code has little room.
    public let kid: String
    public let x: String
    public let y: String

    private enum CodingKeys: CodingKey { case kty, crv, alg, use, kid, x, y }

    init(_ key: P256.Signing.PublicKey) {
        let point = key.rawRepresentation
        x = Data(point.prefix(32)).base64URL
        y = Data(point.suffix(32)).base64URL
        let members = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        kid = String(Data(SHA256.hash(data: Data(members.utf8))).base64URL.prefix(8))
    }

    /// What a statement says, when this key signed it; `nil` for everything else.
    public func payload(of statement: String) -> Data? {
        let parts = statement.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Data(base64URL: parts[0]), let payload = Data(base64URL: parts[1]),
            let signature = Data(base64URL: parts[2]).flatMap({ try? P256.Signing.ECDSASignature(rawRepresentation: $0) }),
            let said = try? JSONDecoder().decode(Header.self, from: header), said.alg == alg, said.kid == kid,
            let x = Data(base64URL: x), let y = Data(base64URL: y),
            let key = try? P256.Signing.PublicKey(rawRepresentation: x + y),
            key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8))
        else { return nil }
        return payload
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String
    }
}

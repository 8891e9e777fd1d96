internal import Crypto
internal import CryptoExtras
public import Foundation
public import Kernel
internal import SwiftASN1
internal import X509

/// Who signs: a private key, and the certificates that say whose it is.
public struct Signatory: Sendable {
    enum Key {
        case p256(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    let key: Key
    /// The signer's own first, then whoever vouches for it.
    let chain: [Certificate]

    /// What people call the signer: the common name of its certificate.
    public var name: String { chain[0].subject.commonName ?? "" }
    /// Whether nobody but this platform vouches for it: a test certificate, which says nothing before the law.
    public var isTest: Bool { TestAuthority.isRoot(chain[0].issuer) }
    /// The last moment at which the signer's certificate holds.
    public var expiresAt: Instant { Instant(milliseconds: Int64(chain[0].notValidAfter.timeIntervalSince1970 * 1000)) }
    /// The certificates as PEM, the signer's own first.
    public var certificates: String {
        get throws { try chain.map { try $0.serializeAsPEM().pemString }.joined(separator: "\n") + "\n" }
    }

    init(key: Key, chain: [Certificate]) {
        self.key = key
        self.chain = chain
    }

    /// Reads what an official provider hands out, once its PKCS#12 is unpacked.
    /// - Parameters:
    ///   - key: the private key as PEM (PKCS#8), P-256 or RSA.
    ///   - certificates: the chain as PEM, the signer's own first.
    /// - Throws: `invalid` `problem.signing.unreadable` for anything else, `problem.signing.mismatch` when they do not belong together.
    public init(key: String, certificates: String) throws {
        let found: Key
        if let p256 = try? P256.Signing.PrivateKey(pemRepresentation: key) {
            found = .p256(p256)
        } else if let rsa = try? _RSA.Signing.PrivateKey(pemRepresentation: key) {
            found = .rsa(rsa)
        } else {
            throw Problem(.invalid, "problem.signing.unreadable", detail: "the key is neither P-256 nor RSA")
        }
        try self.init(found, certificates)
    }

    /// The key of a region, drawn from its master key, with the certificates that were made for it.
    /// - Parameter seed: 32 bytes that nobody else knows.
    public init(seed: Data, certificates: String) throws {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else {
            throw Problem(.invalid, "problem.signing.unreadable", detail: "the seed is no key")
        }
        try self.init(.p256(key), certificates)
    }

    private init(_ key: Key, _ certificates: String) throws {
        guard let documents = try? PEMDocument.parseMultiple(pemString: certificates), !documents.isEmpty,
            let chain = try? documents.map({ try Certificate(pemDocument: $0) })
        else { throw Problem(.invalid, "problem.signing.unreadable", detail: "no certificate can be read") }
        // Behind a chain may stand those of before, which are known for earlier papers only: a chain goes on as long as the next one issued
        // the last, and many a provider leaves its root out.
        var own = [chain[0]]
        for next in chain.dropFirst() {
            guard let last = own.last, last.subject != last.issuer, next.subject == last.issuer else { break }
            own.append(next)
        }
        self.init(key: key, chain: own)
        guard chain[0].publicKey == publicKey else { throw Problem(.invalid, "problem.signing.mismatch") }
    }

    var publicKey: Certificate.PublicKey {
        switch key {
        case .p256(let key): Certificate.PublicKey(key.publicKey)
        case .rsa(let key): Certificate.PublicKey(key.publicKey)
        }
    }

    var algorithm: ASN1ObjectIdentifier {
        switch key {
        case .p256: DERWord.ecdsaWithSHA256
        case .rsa: DERWord.rsaWithSHA256
        }
    }

    /// The signature over these bytes as CMS wants it.
    func signature(over bytes: [UInt8]) throws -> [UInt8] {
        switch key {
        case .p256(let key): Array(try key.signature(for: SHA256.hash(data: bytes)).derRepresentation)
        case .rsa(let key): Array(try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}

extension DistinguishedName {
    /// The first common name; `nil` without one.
    var commonName: String? {
        for part in self {
            for attribute in part where attribute.type == .RDNAttributeType.commonName { return String(attribute.value) }
        }
        return nil
    }
}

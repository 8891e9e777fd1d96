internal import Crypto
public import Foundation
public import Kernel
internal import SwiftASN1
internal import X509

/// Makes test certificates: a root for one region, and under it the certificate with which the region signs. The root's key is
/// forgotten at once, so that nobody makes another one under it.
public enum TestAuthority {
    /// How the name of every such root begins.
    static let mark = "MPP Digital Test Root"
    private static let years = 10

    static func isRoot(_ name: DistinguishedName) -> Bool { name.commonName?.hasPrefix(mark) == true }

    /// 128 random bits behind a first byte that keeps the number positive and short: RFC 5280 allows 20 bytes, and some readers know no
    /// certificate whose number has more.
    private static func serialNumber() -> Certificate.SerialNumber {
        Certificate.SerialNumber(bytes: [0x4D] + (0..<16).map { _ in UInt8.random(in: 0...255) })
    }

    /// The chain for the key that comes of this seed.
    /// - Parameters:
    ///   - seed: 32 bytes that nobody else knows, from which the region's key comes.
    ///   - region: the region's name, of which the first 60 characters are taken.
    public static func signatory(seed: Data, region: String, at instant: Instant) throws -> Signatory {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else {
            throw Problem(.invalid, "problem.signing.unreadable", detail: "the seed is no key")
        }
        let rootKey = P256.Signing.PrivateKey()
        let name = String(region.prefix(60))
        let rootName = try DistinguishedName {
            CommonName(String("\(mark) \(name)".prefix(64)))
            CountryName("ID")
        }
        // Clocks of machines differ a little.
        let start = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000 - 3600)
        let end = start.addingTimeInterval(Double(years) * 365.25 * 86_400)
        let root = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: Certificate.PublicKey(rootKey.publicKey), notValidBefore: start,
            notValidAfter: end, issuer: rootName, subject: rootName,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey))
            }, issuerPrivateKey: Certificate.PrivateKey(rootKey))
        let leaf = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: start,
            notValidAfter: end, issuer: rootName,
            subject: try DistinguishedName {
                CommonName(name)
                CountryName("ID")
            },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, nonRepudiation: true))
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey)).keyIdentifier)
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            }, issuerPrivateKey: Certificate.PrivateKey(rootKey))
        return Signatory(key: .p256(key), chain: [leaf, root])
    }
}

import Crypto
import CryptoExtras
import Foundation
import Kernel
import Testing
import X509

@testable import Signing

@Suite("Who signs")
struct SignatoryTests {
    private static let seed = Data((1...32).map { UInt8($0) })

    @Test("A region's key is the same at each start, and its certificates belong to it")
    func again() throws {
        let made = try TestAuthority.signatory(seed: Self.seed, region: "Kabupaten Contoh", at: PaperSignatureTests.morning)
        let read = try Signatory(seed: Self.seed, certificates: try made.certificates)
        #expect(read.name == "Kabupaten Contoh" && read.isTest && read.chain == made.chain && read.publicKey == made.publicKey)
        #expect(read.expiresAt > PaperSignatureTests.morning)
        for certificate in made.chain { #expect(certificate.serialNumber.bytes.count <= 20, "RFC 5280, 4.1.2.2") }
        #expect(throws: Problem(.invalid, "problem.signing.mismatch")) {
            try Signatory(seed: Data((2...33).map { UInt8($0) }), certificates: try made.certificates)
        }
    }

    @Test("An official provider's key signs with P-256 or RSA, and certificates of before behind it only vouch for what was before")
    func official() throws {
        let earlier = try TestAuthority.signatory(seed: Self.seed, region: "Kabupaten Contoh", at: PaperSignatureTests.morning)
        let elliptic = P256.Signing.PrivateKey()
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        for (key, own, pem) in [
            (Certificate.PrivateKey(elliptic), Signatory.Key.p256(elliptic), elliptic.pemRepresentation),
            (Certificate.PrivateKey(rsa), .rsa(rsa), rsa.pemRepresentation),
        ] {
            let name = try DistinguishedName { CommonName("Penyelenggara Resmi") }
            let start = Date(timeIntervalSince1970: 1_795_000_000)
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(bytes: [1, 2]), publicKey: key.publicKey, notValidBefore: start,
                notValidAfter: start.addingTimeInterval(86_400), issuer: name, subject: name, extensions: Certificate.Extensions(),
                issuerPrivateKey: key)
            let certificates = try Signatory(key: own, chain: [certificate]).certificates
            let signatory = try Signatory(key: pem, certificates: certificates + earlier.certificates)
            #expect(!signatory.isTest && signatory.chain == [certificate])
            let signed = try signatory.sign(PaperSignatureTests.pdf, PaperSignatureTests.field, at: PaperSignatureTests.morning)
            let check = SignatureCheck(trusting: certificates + (try earlier.certificates))
            #expect(check.finding(on: signed) == .sound(signer: "Penyelenggara Resmi", isTest: false))
            let before = try earlier.sign(PaperSignatureTests.pdf, PaperSignatureTests.field, at: PaperSignatureTests.morning)
            #expect(check.finding(on: before) == .sound(signer: "Kabupaten Contoh", isTest: true))
        }
    }

    @Test(
        "A provider's root that is left out does not make the certificates of before part of the chain, and its other customers are strangers"
    )
    func provider() throws {
        let earlier = try TestAuthority.signatory(seed: Self.seed, region: "Kabupaten Contoh", at: PaperSignatureTests.morning)
        let provider = P256.Signing.PrivateKey()
        let root = try DistinguishedName { CommonName("Akar") }
        let issuer = try DistinguishedName { CommonName("Penyelenggara Resmi") }
        let start = Date(timeIntervalSince1970: 1_795_000_000)
        func certificate(_ name: String, _ key: P256.Signing.PrivateKey, by issuer: DistinguishedName) throws -> Certificate {
            try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(bytes: Array(name.utf8.prefix(8))),
                publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: start, notValidAfter: start.addingTimeInterval(86_400),
                issuer: issuer, subject: try DistinguishedName { CommonName(name) }, extensions: Certificate.Extensions(),
                issuerPrivateKey: Certificate.PrivateKey(provider))
        }
        let middle = try certificate("Penyelenggara Resmi", provider, by: root)
        let keys = [P256.Signing.PrivateKey(), P256.Signing.PrivateKey()]
        let (own, others) = (
            try certificate("Kabupaten Contoh", keys[0], by: issuer), try certificate("Orang Lain", keys[1], by: issuer)
        )
        let kept = try Signatory(key: .p256(keys[0]), chain: [own, middle]).certificates + earlier.certificates
        let signatory = try Signatory(key: keys[0].pemRepresentation, certificates: kept)
        #expect(signatory.chain == [own, middle] && !signatory.isTest)
        let check = SignatureCheck(trusting: kept)
        let signed = try signatory.sign(PaperSignatureTests.pdf, PaperSignatureTests.field, at: PaperSignatureTests.morning)
        #expect(check.finding(on: signed) == .sound(signer: "Kabupaten Contoh", isTest: false))
        let forged = try Signatory(key: .p256(keys[1]), chain: [others, middle])
            .sign(PaperSignatureTests.pdf, PaperSignatureTests.field, at: PaperSignatureTests.morning)
        #expect(check.finding(on: forged) == .stranger(signer: "Orang Lain"))
    }

    @Test("What is no key, no certificate, or not a pair is refused by name")
    func refused() throws {
        let made = try TestAuthority.signatory(seed: Self.seed, region: "Kabupaten Contoh", at: PaperSignatureTests.morning)
        let certificates = try made.certificates
        #expect(throws: Problem(.invalid, "problem.signing.unreadable")) { try Signatory(key: "nonsense", certificates: certificates) }
        #expect(throws: Problem(.invalid, "problem.signing.unreadable")) { try Signatory(seed: Self.seed, certificates: "nonsense") }
        #expect(throws: Problem(.invalid, "problem.signing.unreadable")) { try Signatory(seed: Self.seed, certificates: "") }
        #expect(throws: Problem(.invalid, "problem.signing.unreadable")) { try Signatory(seed: Data([1]), certificates: certificates) }
        let stranger = P256.Signing.PrivateKey().pemRepresentation
        #expect(throws: Problem(.invalid, "problem.signing.mismatch")) { try Signatory(key: stranger, certificates: certificates) }
    }

    @Test("A region's long name does not keep it from signing")
    func longName() throws {
        let name = String(repeating: "Kabupaten Hulu ", count: 8)
        let made = try TestAuthority.signatory(seed: Self.seed, region: name, at: PaperSignatureTests.morning)
        #expect(made.name == String(name.prefix(60)))
    }
}

internal import Crypto
internal import Foundation
internal import Kernel
internal import SwiftASN1
internal import X509

/// A signature of RFC 5652 (CMS) that stands apart from what it signs, with the three attributes of ETSI EN 319 142-1, level B-B: content
/// type, digest, and the hash of the signer's certificate; with a time stamp beside them it is of level B-T. The claimed time stands in the
/// PDF, where that standard wants it.
struct DetachedSignature {
    let signer: Certificate
    let certificates: [Certificate]
    let digest: [UInt8]
    /// Its bytes, without what follows it.
    let size: Int
    /// Of the signer's certificate, by the signature's own attribute; `nil` when it has none.
    let certificateHash: [UInt8]?
    private let signedAttributes: [UInt8]
    private let signature: [UInt8]
    private let algorithm: ASN1ObjectIdentifier
    /// The hashes of what its time stamps stamp; `nil` for one that cannot be read.
    private let stamped: [[UInt8]?]

    /// Signs a digest of SHA-256.
    static func made(by signatory: Signatory, over digest: [UInt8]) throws -> [UInt8] {
        try drafted(by: signatory, over: digest).encoded(stamp: nil)
    }

    /// A signature that was made and not written down yet.
    struct Draft {
        fileprivate let signatory: Signatory
        fileprivate let certificates: [[UInt8]]
        fileprivate let attributes: [[UInt8]]
        /// What a time stamp is for (RFC 3161, appendix A).
        let signature: [UInt8]
    }

    static func drafted(by signatory: Signatory, over digest: [UInt8]) throws -> Draft {
        let certificates = try signatory.chain.map { certificate in
            var coder = DER.Serializer()
            try coder.serialize(certificate)
            return coder.serializedBytes
        }
        let attributes = [
            try attribute(DERWord.contentType) { try $0.serialize(DERWord.data) },
            try attribute(DERWord.messageDigest) { try $0.serialize(ASN1OctetString(contentBytes: ArraySlice(digest))) },
            try attribute(DERWord.signingCertificateV2) { coder in
                // The default algorithm of the hash is SHA-256, and what is the default is left out.
                try coder.sequence {
                    try $0.sequence {
                        try $0.sequence { inside in
                            try inside.serialize(ASN1OctetString(contentBytes: ArraySlice(SHA256.hash(data: certificates[0]))))
                        }
                    }
                }
            },
        ]
        var asSet = DER.Serializer()
        asSet.setOf(attributes)
        let signature = try signatory.signature(over: asSet.serializedBytes)
        return Draft(signatory: signatory, certificates: certificates, attributes: attributes, signature: signature)
    }

    fileprivate static func attribute(
        _ type: ASN1ObjectIdentifier, _ value: (inout DER.Serializer) throws -> Void
    ) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.sequence { inside in
            try inside.serialize(type)
            try inside.set(value)
        }
        return coder.serializedBytes
    }

    /// Reads a signature; what follows behind it is left alone, because a PDF fills its room with zeros.
    /// - Returns: `nil` for anything that is not a signature with one signer and SHA-256.
    init?(_ bytes: [UInt8]) {
        guard let whole = DetachedSignature.firstValue(of: bytes), let content = try? DER.parse(whole), content.parts.count == 2,
            let type = try? ASN1ObjectIdentifier(derEncoded: content.parts[0]), type == DERWord.signedData,
            let signed = content.parts[1].parts.first
        else { return nil }
        let parts = signed.parts
        guard let held = parts.first(where: { $0.identifier == DERWord.context(0) }), let signers = parts.last, signers.identifier == .set,
            signers.parts.count == 1
        else { return nil }
        certificates = held.parts.compactMap { try? Certificate(derEncoded: $0) }
        let signerParts = signers.parts[0].parts
        guard let attributes = signerParts.first(where: { $0.identifier == DERWord.context(0) }),
            let place = signerParts.firstIndex(where: { $0.identifier == DERWord.context(0) }), signerParts.count > place + 2,
            signerParts[1].parts.count == 2, signerParts[place + 2].identifier == .octetString
        else { return nil }
        var (digest, hash): ([UInt8]?, [UInt8]?)
        for attribute in attributes.parts {
            guard attribute.parts.count == 2, let type = try? ASN1ObjectIdentifier(derEncoded: attribute.parts[0]),
                let value = attribute.parts[1].parts.first
            else { continue }
            if type == DERWord.messageDigest { digest = Array(value.value) }
            if type == DERWord.signingCertificateV2 { hash = value.parts.first?.parts.first?.parts.last.flatMap(DetachedSignature.hash) }
        }
        let serial = signerParts[1].parts[1].value
        let beside = signerParts[(place + 3)...].first { $0.identifier == DERWord.context(1) }?.parts ?? []
        stamped = beside.filter { $0.parts.first.flatMap { try? ASN1ObjectIdentifier(derEncoded: $0) } == DERWord.timeStampToken }
            .map { $0.parts.last?.parts.first.flatMap(TimeStamp.imprint) }
        guard let digest, let signer = certificates.first(where: { $0.serialNumber.bytes == serial }),
            let algorithm = signerParts[place + 1].parts.first.flatMap({ try? ASN1ObjectIdentifier(derEncoded: $0) })
        else { return nil }
        // What is signed is the set, whose first byte says so; in the signature it is one of context.
        var set = Array(attributes.encodedBytes)
        set[0] = 0x31
        (self.signer, self.digest, certificateHash, signedAttributes) = (signer, digest, hash, set)
        size = whole.count
        (signature, self.algorithm) = (Array(signerParts[place + 2].value), algorithm)
    }

    private static func hash(_ node: ASN1Node) -> [UInt8]? {
        // With the issuer's name behind it, the hash is the one before.
        node.identifier == .octetString ? Array(node.value) : nil
    }

    /// Whether it has a time stamp that is its own.
    var isStamped: Bool { !stamped.isEmpty && hasOwnStamps }
    private var hasOwnStamps: Bool { stamped.allSatisfy { $0 == Array(SHA256.hash(data: signature)) } }

    /// Whether the signer's key made it, it names its own certificate, and no time stamp beside it is another one's.
    var isSound: Bool {
        let method: Certificate.SignatureAlgorithm? =
            switch algorithm {
            case DERWord.ecdsaWithSHA256: .ecdsaWithSHA256
            case DERWord.rsaWithSHA256: .sha256WithRSAEncryption
            default: nil
            }
        guard let method, let own = try? DER.Serializer.bytes(of: signer) else { return false }
        return signer.publicKey.isValidSignature(signature, for: signedAttributes, signatureAlgorithm: method)
            && certificateHash == Array(SHA256.hash(data: own)) && hasOwnStamps
    }

    /// The first value of DER in the bytes, without what follows it.
    private static func firstValue(of bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 2 else { return nil }
        guard bytes[1] & 0x80 != 0 else { return bytes.count >= 2 + Int(bytes[1]) ? Array(bytes.prefix(2 + Int(bytes[1]))) : nil }
        let width = Int(bytes[1] & 0x7F)
        guard (1...3).contains(width), bytes.count > 2 + width else { return nil }
        let length = bytes[2..<(2 + width)].reduce(0) { $0 << 8 | Int($1) }
        let end = 2 + width + length
        return bytes.count >= end ? Array(bytes.prefix(end)) : nil
    }
}

extension DetachedSignature.Draft {
    /// The whole signature, with a token of RFC 3161 beside it where there is one.
    func encoded(stamp: [UInt8]?) throws -> [UInt8] {
        let stamped = try stamp.map { token in
            try DetachedSignature.attribute(DERWord.timeStampToken) { $0.serializeRawBytes(token) }
        }
        var coder = DER.Serializer()
        try coder.sequence { content in
            try content.serialize(DERWord.signedData)
            try content.appendConstructedNode(identifier: DERWord.context(0)) { explicit in
                try explicit.sequence { signed in
                    try signed.serialize(1)
                    try signed.set { try $0.sequence { try $0.serialize(DERWord.sha256) } }
                    try signed.sequence { try $0.serialize(DERWord.data) }
                    signed.setOf(certificates, as: DERWord.context(0))
                    try signed.set {
                        try $0.sequence { signer in
                            try signer.serialize(1)
                            try signer.sequence { name in
                                try name.serialize(signatory.chain[0].issuer)
                                try name.serialize(signatory.chain[0].serialNumber.bytes)
                            }
                            try signer.sequence { try $0.serialize(DERWord.sha256) }
                            signer.setOf(attributes, as: DERWord.context(0))
                            try signer.sequence { algorithm in
                                try algorithm.serialize(signatory.algorithm)
                                if signatory.algorithm == DERWord.rsaWithSHA256 { try algorithm.serialize(ASN1Null()) }
                            }
                            try signer.serialize(ASN1OctetString(contentBytes: ArraySlice(signature)))
                            if let stamped { signer.setOf([stamped], as: DERWord.context(1)) }
                        }
                    }
                }
            }
        }
        return coder.serializedBytes
    }
}

extension DER.Serializer {
    static func bytes(of value: some DERSerializable) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.serialize(value)
        return coder.serializedBytes
    }
}

internal import SwiftASN1

/// The object identifiers of a signature by RFC 5652, RFC 5035, RFC 5758 and RFC 3161, and a few shapes that are written and read again.
enum DERWord {
    static let data: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 1]
    static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
    static let contentType: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 3]
    static let messageDigest: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 4]
    static let signingCertificateV2: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 47]
    static let timeStampToken: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 14]
    static let timeStampInfo: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 1, 4]
    static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]
    static let ecdsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]
    static let rsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 11]

    static func context(_ number: UInt) -> ASN1Identifier { ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific) }
}

extension DER.Serializer {
    mutating func sequence(_ write: (inout DER.Serializer) throws -> Void) rethrows {
        try appendConstructedNode(identifier: .sequence, write)
    }

    mutating func set(_ write: (inout DER.Serializer) throws -> Void) rethrows {
        try appendConstructedNode(identifier: .set, write)
    }

    /// Members that are written already, in the order in which DER wants them.
    mutating func setOf(_ members: [[UInt8]], as identifier: ASN1Identifier = .set) {
        appendConstructedNode(identifier: identifier) { inside in
            for member in members.sorted(by: { $0.lexicographicallyPrecedes($1) }) { inside.serializeRawBytes(member) }
        }
    }
}

extension ASN1Node {
    /// What it is made of; empty for a value.
    var parts: [ASN1Node] {
        if case .constructed(let nodes) = content { Array(nodes) } else { [] }
    }

    /// The bytes of a value; empty for what is made of others.
    var value: ArraySlice<UInt8> {
        if case .primitive(let bytes) = content { bytes } else { [] }
    }
}

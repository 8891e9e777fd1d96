internal import Crypto
public import Foundation
internal import Kernel
internal import SwiftASN1

/// What this module needs of whoever reaches a time-stamping authority: the way there and back.
public protocol TimeStamper: Sendable {
    /// The authority's answer, unread.
    /// - Parameter query: a query of RFC 3161, as DER. It holds a hash, and nothing of the paper.
    /// - Throws: whatever kept it from answering.
    func answer(to query: Data) async throws -> Data
}

/// A time stamp of RFC 3161: an authority says that a signature was there at a time, so that the signature can be checked after its
/// certificate has ended.
enum TimeStamp {
    /// Asks for a stamp on a signature, with the authority's certificate in it.
    static func query(for signature: [UInt8], nonce: Int) throws -> Data {
        var coder = DER.Serializer()
        try coder.sequence { query in
            try query.serialize(1)
            try query.sequence { imprint in
                try imprint.sequence { try $0.serialize(DERWord.sha256) }
                try imprint.serialize(ASN1OctetString(contentBytes: ArraySlice(SHA256.hash(data: signature))))
            }
            try query.serialize(nonce)
            try query.serialize(true)
        }
        return Data(coder.serializedBytes)
    }

    /// The token of an answer, after it was seen to be one to this query.
    /// - Throws: `unavailable` `problem.signing.stamp`, whose detail says what is wrong with it.
    static func token(in answer: Data, for signature: [UInt8], nonce: Int) throws -> [UInt8] {
        func refused(_ detail: String) -> Problem { Problem(.unavailable, "problem.signing.stamp", detail: detail) }
        guard let parts = try? DER.parse(Array(answer)).parts, let status = parts.first?.parts.first,
            let number = try? Int(derEncoded: status)
        else { throw refused("the answer is none of RFC 3161") }
        // Granted, or granted with modifications, which are seen below if they matter.
        guard number == 0 || number == 1 else { throw refused("refused with status \(number)") }
        guard parts.count == 2, let info = TimeStamp.info(of: parts[1]) else { throw refused("the answer has no stamp") }
        guard imprint(of: info) == Array(SHA256.hash(data: signature)) else { throw refused("the stamp is another signature's") }
        // Behind the time come only things that may be left out, of which the nonce alone is an integer.
        guard let returned = info.dropFirst(5).first(where: { $0.identifier == .integer }), (try? Int(derEncoded: returned)) == nonce else {
            throw refused("the stamp is the answer to another query")
        }
        return Array(parts[1].encodedBytes)
    }

    /// The SHA-256 of what a token stamps; `nil` for anything that is no such token.
    static func imprint(of token: ASN1Node) -> [UInt8]? { info(of: token).flatMap(imprint) }

    /// The parts of the token's own statement.
    private static func info(of token: ASN1Node) -> [ASN1Node]? {
        let content = token.parts
        guard content.count == 2, (try? ASN1ObjectIdentifier(derEncoded: content[0])) == DERWord.signedData,
            let signed = content[1].parts.first?.parts, signed.count > 3
        else { return nil }
        let held = signed[2].parts
        guard held.count == 2, (try? ASN1ObjectIdentifier(derEncoded: held[0])) == DERWord.timeStampInfo,
            let octets = held[1].parts.first, octets.identifier == .octetString,
            let info = try? DER.parse(Array(octets.value)).parts, info.count >= 5
        else { return nil }
        return info
    }

    private static func imprint(of info: [ASN1Node]) -> [UInt8]? {
        let imprint = info[2].parts
        guard imprint.count == 2, let algorithm = imprint[0].parts.first,
            (try? ASN1ObjectIdentifier(derEncoded: algorithm)) == DERWord.sha256, imprint[1].identifier == .octetString
        else { return nil }
        return Array(imprint[1].value)
    }
}

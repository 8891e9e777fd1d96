public import Foundation
internal import Kernel
internal import SwiftASN1
internal import X509

/// What can be said of a PDF from its bytes alone.
public enum SignatureFinding: Sendable, Hashable {
    /// It has no signature.
    case unsigned
    /// It has something that calls itself a signature and is none.
    case unreadable
    /// Bytes that were signed are not the ones that stand there now.
    case altered(signer: String)
    /// The signature holds for the beginning of the file; somebody wrote more behind it.
    case extended(signer: String)
    /// It is as it was signed, by somebody who is none of the known signers.
    case stranger(signer: String)
    /// It is as it was signed, by one of those.
    case sound(signer: String, isTest: Bool)
}

/// Checks papers against the certificates of signers whom one trusts. Who issued them vouches for nobody else: a provider issues to many, and
/// each of them could sign a false paper.
public struct SignatureCheck: Sendable {
    private let signers: [Certificate]

    /// - Parameter certificates: PEM, as a region publishes them; what cannot be read in it is left out.
    public init(trusting certificates: String) {
        let documents = (try? PEMDocument.parseMultiple(pemString: certificates)) ?? []
        signers = documents.compactMap { try? Certificate(pemDocument: $0) }
    }

    /// - Parameter file: anything at all.
    public func finding(on file: Data) -> SignatureFinding {
        let bytes = Array(file)
        guard let word = PDFText.last("/ByteRange", in: bytes) else { return .unsigned }
        guard let range = SignatureCheck.numbers(at: word + 10, in: bytes), range.count == 4, range[0] == 0,
            range[1] < range[2], range[2] <= bytes.count, range[3] >= 0, range[2] + range[3] <= bytes.count, range[1] > 0,
            bytes[range[1]] == UInt8(ascii: "<"), bytes[range[2] - 1] == UInt8(ascii: ">"),
            let held = SignatureCheck.octets(bytes[(range[1] + 1)..<(range[2] - 1)]), let signature = DetachedSignature(held),
            // The room behind it holds nothing: what could be changed there unseen is not there.
            held[signature.size...].allSatisfy({ $0 == 0 })
        else { return .unreadable }
        let signer = signature.signer.subject.commonName ?? "?"
        let covered = Array(bytes[..<(range[2] + range[3])])
        guard signature.isSound, SignedRange.digest(of: covered, without: range[1]..<range[2]) == signature.digest else {
            return .altered(signer: signer)
        }
        guard covered.count == bytes.count else { return .extended(signer: signer) }
        guard signers.contains(signature.signer) else { return .stranger(signer: signer) }
        return .sound(signer: signer, isTest: TestAuthority.isRoot(signature.signer.issuer))
    }

    /// What the last signature says why it was made, unchecked; `nil` without one.
    public func reason(on file: Data) -> String? {
        let bytes = Array(file)
        let mark = "/Reason <FEFF"
        guard let place = PDFText.last(mark, in: bytes) else { return nil }
        let start = place + mark.utf8.count
        guard let octets = SignatureCheck.octets(bytes[start...].prefix(2000).prefix { $0 != UInt8(ascii: ">") }) else { return nil }
        return String(
            decoding: stride(from: 0, to: octets.count - 1, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }, as: UTF16.self)
    }

    private static func numbers(at place: Int, in bytes: [UInt8]) -> [Int]? {
        let text = String(decoding: bytes[place..<min(bytes.count, place + 80)], as: UTF8.self)
        guard let open = text.firstIndex(of: "["), let close = text.firstIndex(of: "]"), open < close,
            text[..<open].allSatisfy(\.isWhitespace)
        else { return nil }
        let words = text[text.index(after: open)..<close].split(whereSeparator: \.isWhitespace)
        let numbers = words.compactMap { $0.count <= 12 ? Int($0) : nil }
        return numbers.count == words.count ? numbers : nil
    }

    private static func octets(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
            if let first = high {
                octets.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        return octets
    }
}

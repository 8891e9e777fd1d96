internal import Catalogue
internal import Crypto
internal import Documents
internal import Foundation
internal import Kernel

/// What a paper's QR code says for itself, in so few words that a phone reads it from a square of 40 mm. The names of the members are
/// those of RFC 7519 where it has one.
struct PaperStatement: Codable, Sendable, Hashable {
    /// The region's slug.
    let iss: String
    /// The paper's code, twelve characters.
    let jti: String
    /// The paper's number.
    let num: String
    /// The service's code.
    let svc: String
    /// `paper` for the document itself, `handover` for what says that it may be collected.
    let end: String
    /// The holder's initials.
    let ini: String
    /// The last four digits of the applicant's NIK, which stand on the paper; `nil` when it does not say them.
    let nik: String?
    /// When it was issued, in seconds since 1970.
    let iat: Int
    /// The first second in which it does not hold any more; `nil` when it does not expire.
    let exp: Int?
}

extension PaperStatement {
    init(_ paper: PaperOrder, of applicant: NIK?, in region: RegionManifest) {
        iss = region.slug.text
        jti = paper.code
        num = paper.number
        svc = paper.definition.code
        end = paper.definition.product == nil ? "paper" : "handover"
        ini = paper.initials
        nik = applicant.map { String($0.masked.suffix(4)) }
        iat = Int(paper.issuedAt.milliseconds / 1000)
        exp = paper.validUntil.map { Int(region.zone.instant($0.advanced(byDays: 1), .midnight).milliseconds / 1000) }
    }

    /// As JSON, always in the same order and as short as it can be.
    var encoded: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}

/// Which papers were revoked and would hold otherwise, signed for those who check papers without the network. A code opens a paper's
/// facts to anybody, so that only hashes are told.
struct RevokedPapers: Encodable {
    let iss: String
    let iat: Int
    let revoked: [String]

    init(_ region: RegionSlug, _ codes: [String], at instant: Instant) {
        iss = region.text
        iat = Int(instant.milliseconds / 1000)
        revoked = codes.map { Data(SHA256.hash(data: Data($0.utf8)).prefix(12)).base64URL }
    }
}

internal import Catalogue
internal import Documents
public import Foundation
public import Kernel
public import Signing
internal import Storage

/// What can be told of a file that somebody brings as a paper.
public struct PaperVerdict: Sendable {
    /// From its bytes alone, by the region's certificates.
    public let finding: SignatureFinding
    /// The number of the paper that the file says it is; `nil` when it says none.
    public let number: String?
    /// What the region's books say of that paper now: `genuine`, `expired`, `revoked` or `unknown`; `nil` without a number.
    public let standing: String?

    /// Whether it may be taken for what it says it is.
    public var holds: Bool {
        guard case .sound = finding else { return false }
        return standing == "genuine"
    }
}

extension RegionOffice {
    /// - Parameter file: anything at all.
    public func verdict(on file: Data) async throws -> PaperVerdict {
        let check = SignatureCheck(trusting: SigningFolder.certificates(in: folder))
        guard let reason = check.reason(on: file), let code = reason.split(separator: " ").last else {
            return PaperVerdict(finding: check.finding(on: file), number: nil, standing: nil)
        }
        let standing: String
        let number = reason.split(separator: " ").first.map(String.init)
        switch try await island.documents.verification(of: String(code)) {
        case .genuine(let facts): standing = facts.number != number ? "unknown" : facts.isExpired ? "expired" : "genuine"
        case .revoked(let facts): standing = facts.number == number ? "revoked" : "unknown"
        case .unknown: standing = "unknown"
        }
        return PaperVerdict(finding: check.finding(on: file), number: number, standing: standing)
    }

    /// Who signs, until when, and whether nobody official vouches for it.
    public var signatory: (name: String, expiresAt: Instant, isTest: Bool) {
        (island.signatory.name, island.signatory.expiresAt, island.signatory.isTest)
    }

    /// Takes an official provider's key and certificates; they sign from the next start of the server on.
    /// - Throws: `invalid` for what does not belong together or cannot be read.
    public func keepSigningKey(_ key: String, certificates: String, by principal: Principal) async throws {
        try SigningFolder.keep(key: key, certificates: certificates, in: folder)
        try await island.database.write { [island] tx in
            try tx.audit.append("signing.keyChanged", island.region.slug.text, by: principal)
        }
    }
}

internal import Catalogue
internal import Documents
public import Foundation
public import Kernel
internal import Payments
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
        if let number = RequestNumber(reason) {
            // A receipt, or a letter that refused: what it says of is a request.
            let standing = try await island.documents.progress(of: number) == nil ? "unknown" : "genuine"
            return PaperVerdict(finding: check.finding(on: file), number: number.text, standing: standing)
        }
        if let number = ReceiptNumber(reason) {
            let standing = try await island.payments.hasReceipt(number) ? "genuine" : "unknown"
            return PaperVerdict(finding: check.finding(on: file), number: number.text, standing: standing)
        }
        let number = reason.split(separator: " ").first.map(String.init)
        return PaperVerdict(
            finding: check.finding(on: file), number: number, standing: try await standing(of: String(code), numbered: number))
    }

    /// What can be told of the text that a QR code holds: `nil` when nothing in it is a statement. Its finding is `unreadable` for one that
    /// the region did not sign.
    /// - Parameter text: the address with the statement behind it, or the statement alone.
    public func verdict(onCode text: String) async throws -> PaperVerdict? {
        guard let text = text.split(whereSeparator: { $0 == "#" || $0.isWhitespace }).last.map(String.init),
            text.split(separator: ".").count == 3
        else { return nil }
        guard let payload = island.statementKey.published.payload(of: text),
            let statement = try? JSONDecoder().decode(PaperStatement.self, from: payload)
        else { return PaperVerdict(finding: .unreadable, number: nil, standing: nil) }
        return PaperVerdict(
            finding: .sound(signer: island.region.name, isTest: false), number: statement.num,
            standing: try await standing(of: statement.jti, numbered: statement.num))
    }

    /// What the books say now of the paper with that code, if it has that number.
    private func standing(of code: String, numbered number: String?) async throws -> String {
        switch try await island.documents.verification(of: code) {
        case .genuine(let facts): facts.number != number ? "unknown" : facts.isExpired ? "expired" : "genuine"
        case .revoked(let facts): facts.number == number ? "revoked" : "unknown"
        case .unknown: "unknown"
        }
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

internal import Catalogue
public import Kernel
public import Storage

/// What anyone who has a paper's code may learn.
public enum Verification: Sendable, Hashable {
    case genuine(PaperFacts)
    case revoked(PaperFacts)
    /// No paper has this code.
    case unknown
}

/// The facts of a paper without its holder's personal data.
public struct PaperFacts: Sendable, Hashable {
    /// The service's code.
    public let service: String
    public let title: LocalizedText
    public let number: String
    public let issuedAt: Instant
    /// The last day on which the paper holds; `nil` when it does not expire.
    public let validUntil: CivilDate?
    /// Whether that day is over, by the region's own date.
    public let isExpired: Bool
    /// The holder's, e.g. `S. R.`; `nil` when the holder's data was erased.
    public let initials: String?
    public let revokedAt: Instant?
    /// The paper that was issued in its place and holds; `nil` while there is none.
    public internal(set) var replacement: PaperReplacement?
}

/// What whoever holds a void paper learns of the one in its place: that it is there, and by which number to ask for it. Not its code, with
/// which one would learn more.
public struct PaperReplacement: Sendable, Hashable {
    public let number: String
    public let issuedAt: Instant
}

/// The code on a paper: twelve characters of Crockford's base 32, which has no I, L, O and U.
public enum VerificationCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 12

    /// Sixty random bits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
    }

    /// `ABCD-EFGH-JKMN`, for people.
    public static func grouped(_ code: String) -> String {
        stride(from: 0, to: code.count, by: 4).map { String(code.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// The code that someone typed: in either case, with or without hyphens and spaces, O for 0, I or L for 1. `nil` when
    /// it cannot be a code.
    public static func read(_ typed: String) -> String? {
        guard typed.utf8.count <= 100 else { return nil }
        let read = typed.uppercased().compactMap { character -> Character? in
            switch character {
            case "-", "–", "—", ".": nil
            case "O": "0"
            case "I", "L": "1"
            default: character.isWhitespace ? nil : character
            }
        }
        return read.count == length && read.allSatisfy(alphabet.contains) ? String(read) : nil
    }
}

extension DocumentService {
    /// Whether a paper with that code was issued here and still holds. Anyone may ask.
    /// - Parameter code: as typed; see ``VerificationCode/read(_:)``.
    public func verification(of code: String) async throws -> Verification {
        guard let code = VerificationCode.read(code) else { return .unknown }
        return try await database.read { tx in
            let found = try PaperStore.find(code: code, tx)
            guard let (paper, initials) = try found ?? PaperStore.findReplaced(code: code, tx), paper.file != nil else { return .unknown }
            let request = try RequestStore.find(paper.request, tx)
            let today = today(tx)
            var facts = PaperFacts(
                service: paper.service, title: try definitions.find(request.digest, tx).title, number: paper.number,
                issuedAt: paper.issuedAt, validUntil: paper.validUntil, isExpired: paper.validUntil.map { $0 < today } ?? false,
                initials: initials, revokedAt: paper.revokedAt)
            if found == nil, let new = try PaperStore.find(of: paper.request, tx), new.file != nil, new.revokedAt == nil {
                facts.replacement = PaperReplacement(number: new.number, issuedAt: new.issuedAt)
            }
            return paper.revokedAt == nil ? .genuine(facts) : .revoked(facts)
        }
    }
}

extension DocumentService {
    /// The codes of the papers that were revoked and would hold otherwise, in their order. With a code anybody learns a paper's facts, so
    /// adapters publish only what cannot be read back.
    public func revokedCodes() async throws -> [String] {
        try await database.read { tx in try PaperStore.revokedCodes(on: today(tx), tx) }
    }

    /// Whether a paper was ever made for this applicant, also one that was revoked; for adapters, which have decided who may know it.
    public func hasPaper(_ applicant: Identifier, _ tx: ReadTransaction) throws -> Bool { try PaperStore.isAny(of: applicant, tx) }
}

internal import Catalogue
internal import Documents
internal import Foundation
internal import Identity
internal import Kernel
internal import Paper
internal import Signing

/// Answers Documents' need to print: asks who is meant, and prints the letter.
struct PaperByLetter: PaperPress {
    let letters: PaperLetters
    let names: NameBook
    let signatory: Signatory
    let statementKey: StatementKey
    /// Knows the region's papers, also those of before another key.
    let check: SignatureCheck
    private let signed: SignedLetters

    init(
        letters: PaperLetters, names: NameBook, signatory: Signatory, stamps: TimeStampsOverHTTP? = nil, statementKey: StatementKey,
        check: SignatureCheck
    ) {
        self.letters = letters
        self.names = names
        self.signatory = signatory
        signed = SignedLetters(signatory, place: letters.region.capital ?? letters.region.name, stamps: stamps)
        self.statementKey = statementKey
        self.check = check
    }

    func print(_ paper: PaperOrder) async throws -> Data {
        let approver: String? = if let id = paper.approver { try await names.name(ofStaff: id) } else { nil }
        let nik = try await names.nik(of: paper.applicant)
        let statement = try statementKey.sign(PaperStatement(paper, of: nik, in: letters.region).encoded)
        let letter = letters.letter(paper, of: nik, approvedBy: approver, signedBy: signatory, statement: statement)
        return try await signed.pdf(letter, reason: "\(paper.number) \(VerificationCode.grouped(paper.code))", at: paper.issuedAt)
    }

    func isIntact(_ paper: Data) -> Bool {
        if case .sound = check.finding(on: paper) { true } else { false }
    }

    func unsettable(in text: String) -> [Character] { TypeCase.unsettable(in: text) }
}

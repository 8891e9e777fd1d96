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
    private let press = LetterPress()

    init(letters: PaperLetters, names: NameBook, signatory: Signatory, statementKey: StatementKey, check: SignatureCheck) {
        self.letters = letters
        self.names = names
        self.signatory = signatory
        self.statementKey = statementKey
        self.check = check
    }

    func print(_ paper: PaperOrder) async throws -> Data {
        let approver: String? = if let id = paper.approver { try await names.name(ofStaff: id) } else { nil }
        let nik = try await names.nik(of: paper.applicant)
        let statement = try statementKey.sign(PaperStatement(paper, of: nik, in: letters.region).encoded)
        let letter = letters.letter(paper, of: nik, approvedBy: approver, signedBy: signatory, statement: statement)
        let printed = try await press.printed(letter, createdAt: paper.issuedAt)
        let frame = SignatureField.Frame(
            left: printed.code.left, bottom: printed.code.bottom, width: printed.code.side, height: printed.code.side)
        // Number and code, by which the region finds its own: a reader shows them to whoever opens the file.
        let field = SignatureField(
            frame: frame, reason: "\(paper.number) \(VerificationCode.grouped(paper.code))",
            place: letters.region.capital ?? letters.region.name)
        return try signatory.sign(printed.pdf, field, at: paper.issuedAt)
    }

    func isIntact(_ paper: Data) -> Bool {
        if case .sound = check.finding(on: paper) { true } else { false }
    }

    func unsettable(in text: String) -> [Character] { TypeCase.unsettable(in: text) }
}

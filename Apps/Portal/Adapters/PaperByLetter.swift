internal import Documents
internal import Foundation
internal import Identity
internal import Kernel
internal import Paper

/// Answers Documents' need to print: asks who is meant, and prints the letter.
struct PaperByLetter: PaperPress {
    let letters: PaperLetters
    let names: NameBook
    private let press = LetterPress()

    init(letters: PaperLetters, names: NameBook) {
        self.letters = letters
        self.names = names
    }

    func print(_ paper: PaperOrder) async throws -> Data {
        let approver: String? = if let id = paper.approver { try await names.name(ofStaff: id) } else { nil }
        let letter = letters.letter(paper, of: try await names.nik(of: paper.applicant), approvedBy: approver)
        return try await press.pdf(letter, createdAt: paper.issuedAt)
    }

    func unsettable(in text: String) -> [Character] { TypeCase.unsettable(in: text) }
}

internal import Dispatch
public import Foundation
public import Kernel

/// A letter as it came out of the press.
public struct PrintedLetter: Sendable {
    public let pdf: Data
    /// Where the code stands on its page, the last one, in points from the left and the lower edge.
    public let code: CodeFrame
}

/// A square on a page.
public struct CodeFrame: Sendable, Hashable {
    public var left = 0.0
    public var bottom = 0.0
    public var side = 0.0
}

/// Prints letters as PDF 1.4 on A4: text can be selected, searched and read out in its order, fonts are embedded.
public struct LetterPress: Sendable {
    /// One letter at a time: fonts are read once for it, and memory stays that of one letter. A serial queue has a thread
    /// outside the cooperative pool.
    static let queue = DispatchQueue(label: "mpp.paper.press")

    public init() {}

    /// The letter as a PDF. The same letter at the same instant gives the same bytes on the same machine.
    /// - Parameter createdAt: written into the PDF as the time of its making.
    /// - Throws: `invalid` `problem.qr.text` when the QR text does not fit in a code; `unavailable` `problem.paper.noFonts`
    ///   when the machine has no font to print with, `problem.paper.letters` when a character of the letter is in none of its
    ///   fonts: a letter with a box in it must not exist; `unexpected` `problem.paper.failed` when the printing fails.
    public func pdf(_ letter: Letter, createdAt: Instant) async throws -> Data { try await printed(letter, createdAt: createdAt).pdf }

    /// As ``pdf(_:createdAt:)``, and where the code stands.
    public func printed(_ letter: Letter, createdAt: Instant) async throws -> PrintedLetter {
        let outcome: Result<PrintedLetter, Problem> = await withCheckedContinuation { continuation in
            LetterPress.queue.async {
                continuation.resume(returning: Result { () throws(Problem) in try LetterPress.print(letter, createdAt: createdAt) })
            }
        }
        return try outcome.get()
    }

    private static func print(_ letter: Letter, createdAt: Instant) throws(Problem) -> PrintedLetter {
        let code = try QRCode(letter.qrText)
        let typesetter = try Typesetter(language: letter.language)
        let pages = LetterComposition(letter, code, typesetter).pages()
        let sheet = try Sheet()
        sheet.setProperties(title: letter.documentTitle, author: letter.letterhead.first ?? "", createdAt: createdAt)
        for page in pages {
            page(sheet)
            sheet.endPage()
        }
        guard typesetter.isSound else { throw Problem(.unavailable, "problem.paper.letters", detail: "a character is in no font") }
        return PrintedLetter(pdf: try sheet.finish(in: letter.language), code: sheet.codeFrame)
    }
}

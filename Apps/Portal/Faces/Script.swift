internal import Crypto
internal import Foundation
internal import Kernel

/// A script that improves a page which works without it.
struct Script: Sendable {
    let text: String
    /// Changes with the text, so that browsers may keep a version for a year.
    let version: String

    /// - Throws: `unavailable` when there is none.
    init(_ file: URL) throws {
        guard let whole = try? String(contentsOf: file, encoding: .utf8) else {
            throw Problem(
                .unavailable, "problem.page.broken", arguments: ["file": file.lastPathComponent, "detail": "no script"])
        }
        // Without the lines that are comments, and indentation: phones on slow networks pay for each byte.
        text = whole.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("//") }.joined(separator: "\n")
        version = SHA256.hash(data: Data(text.utf8)).prefix(6).hexadecimal
    }
}

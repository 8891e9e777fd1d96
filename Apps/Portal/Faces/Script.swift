internal import Crypto
internal import Foundation
internal import Kernel

/// The scripts of `Assets/script`.
struct Scripts: Sendable {
    /// The officer's desk.
    let desk: Script
    /// A citizen's forms.
    let form: Script
    /// Reads a paper's QR code.
    let check: Script
    /// The page of a bill.
    let pay: Script
    /// Keeps the page that does so for when there is no network.
    let keeper: Script

    /// - Throws: `unavailable` when one is missing.
    init(_ folder: URL) throws {
        desk = try Script(folder.appendingPathComponent("meja.js"))
        form = try Script(folder.appendingPathComponent("isian.js"))
        check = try Script(folder.appendingPathComponent("cek.js"))
        pay = try Script(folder.appendingPathComponent("bayar.js"))
        keeper = try Script(folder.appendingPathComponent("penjaga.js"))
    }
}

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

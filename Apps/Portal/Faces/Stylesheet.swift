internal import Crypto
internal import Foundation
internal import Kernel

/// The one stylesheet, joined from `Resources/Assets/style/*.css` in the order of their names.
struct Stylesheet: Sendable {
    let text: String
    /// Changes with the text, so that browsers may keep a version for a year.
    let version: String

    /// - Throws: `unavailable` when there is none.
    init(_ folder: URL) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let sheets = try names.filter { $0.hasSuffix(".css") }.sorted().map {
            try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
        }
        guard !sheets.isEmpty else {
            throw Problem(.unavailable, "problem.page.broken", arguments: ["file": "Assets/style", "detail": "no stylesheet"])
        }
        text = Stylesheet.shortened(sheets.joined(separator: "\n"))
        version = SHA256.hash(data: Data(text.utf8)).prefix(6).hexadecimal
    }

    /// Without comments and indentation: phones on slow networks pay for each byte.
    static func shortened(_ css: String) -> String {
        var text = ""
        var rest = css[...]
        while let start = rest.range(of: "/*") {
            text += rest[..<start.lowerBound]
            rest = rest[start.upperBound...].range(of: "*/").map { rest[$0.upperBound...] } ?? ""
        }
        text += rest
        return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}

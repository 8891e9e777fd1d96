internal import Foundation
internal import Kernel

/// Reads `multipart/form-data` (RFC 7578 over RFC 2046, 5.1.1) from memory; bodies are bounded before they come here. Nothing of
/// the body is copied but what the form keeps.
struct MultipartReader {
    private let mark: Data
    private static let partLimit = 60

    init(boundary: String) { mark = Data("--\(boundary)".utf8) }

    /// A line with the boundary: where the part before it ends, and where the next one begins.
    private struct Delimiter {
        let start: Data.Index
        let end: Data.Index
        let isLast: Bool
        let lineBreak: Data
    }

    func read(_ body: Data) throws -> Form {
        var form = Form()
        // What stands before the first boundary is for nobody.
        guard var last = delimiter(in: body, from: body.startIndex, lineBreak: nil) else { throw cutOff }
        for _ in 0..<MultipartReader.partLimit {
            if last.isLast { return form }
            guard let next = delimiter(in: body, from: last.end, lineBreak: last.lineBreak) else { throw cutOff }
            try readPart(body[last.end..<max(last.end, next.start)], last.lineBreak, into: &form)
            last = next
        }
        throw Problem(.invalid, "problem.invalid", detail: "more than \(MultipartReader.partLimit) parts")
    }

    private var cutOff: Problem { Problem(.invalid, "problem.upload.truncated", detail: "multipart body is cut off") }

    /// The next boundary that stands on a line of its own. Its lines all end as the first one does: with CR LF, or from simple
    /// programs with LF alone.
    private func delimiter(in body: Data, from: Data.Index, lineBreak: Data?) -> Delimiter? {
        var place = from
        while let found = body.range(of: mark, in: place..<body.endIndex) {
            place = found.upperBound
            var rest = body[found.upperBound...]
            let isLast = rest.starts(with: Data("--".utf8))
            if isLast { rest = rest.dropFirst(2) }
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let breaks = lineBreak.map { [$0] } ?? [MultipartReader.crlf, MultipartReader.lf]
            let own = breaks.first { rest.starts(with: $0) }
            // Behind the last one nothing need follow.
            guard own != nil || isLast else { continue }
            let before = body[from..<found.lowerBound]
            let ends = own ?? breaks.first { before.suffix($0.count) == $0 } ?? MultipartReader.crlf
            // A line break is part of the boundary behind it, also where it follows the boundary before at once.
            guard before.isEmpty || before.suffix(ends.count) == ends else { continue }
            return Delimiter(
                start: before.isEmpty ? found.lowerBound : found.lowerBound - ends.count,
                end: rest.startIndex + (own?.count ?? 0), isLast: isLast, lineBreak: ends)
        }
        return nil
    }

    private static let crlf = Data("\r\n".utf8)
    private static let lf = Data("\n".utf8)

    private func readPart(_ part: Data, _ lineBreak: Data, into form: inout Form) throws {
        guard let gap = part.range(of: lineBreak + lineBreak) else { throw nameless }
        let headers = headers(in: part[part.startIndex..<gap.lowerBound], lineBreak)
        let disposition = HeaderValue(headers["content-disposition"] ?? "")
        guard disposition.value == "form-data", let name = disposition.text("name") else { throw nameless }
        // What is wrapped once more (RFC 7578, 4.7) would be kept as if it were the text itself.
        let wrapping = headers["content-transfer-encoding"]?.lowercased() ?? "binary"
        guard ["binary", "8bit", "7bit"].contains(wrapping) else {
            throw Problem(.unsupportedType, "problem.invalid", detail: "a part in \(wrapping.prefix(40))")
        }
        let content = part[gap.upperBound...]
        guard let filename = disposition.text("filename") else {
            form.set(unescaped(name), String(decoding: content, as: UTF8.self))
            return
        }
        // A browser sends an empty file for an input in which nothing was chosen.
        guard !filename.isEmpty || !content.isEmpty else { return }
        form.set(unescaped(name), Form.File(filename: unescaped(filename), content: Data(content)))
    }

    private var nameless: Problem { Problem(.invalid, "problem.invalid", detail: "a part without a name") }

    /// By their names in small letters; a line that begins with a blank goes on with the one before.
    private func headers(in head: Data, _ lineBreak: Data) -> [String: String] {
        let text = String(decoding: head, as: UTF8.self)
        let separator: Character = lineBreak.count == 2 ? "\r\n" : "\n"
        let lines = text.split(separator: separator).reduce(into: [String]()) { lines, line in
            if let first = line.first, first == " " || first == "\t", let last = lines.popLast() {
                lines.append(last + line)
            } else {
                lines.append(String(line))
            }
        }
        return lines.reduce(into: [:]) { headers, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return }
            let name = parts[0].trimmingCharacters(in: .whitespaces).lowercased()
            if headers[name] == nil { headers[name] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Browsers write a quote as `%22`, and a line break as `%0D%0A`, which no name of ours has.
    private func unescaped(_ text: String) -> String { text.replacing("%22", with: "\"") }
}

internal import Foundation
internal import Kernel

/// The fields and files of a form that was sent.
struct Form: Sendable {
    struct File: Sendable {
        let filename: String
        let content: Data
    }

    /// Every value of each name, in the order in which they were sent: boxes that were ticked share a name.
    private(set) var fields: [String: [String]] = [:]
    private(set) var files: [String: File] = [:]

    /// The field's text with spaces cut at both ends; empty when it was not sent. Of a name that came twice it is the first.
    subscript(_ name: String) -> String { typed(name).trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The field's text as it was sent, for passwords, of which spaces may be a part.
    func typed(_ name: String) -> String { fields[name]?.first ?? "" }

    /// Every text of that name with spaces cut at both ends.
    func all(_ name: String) -> [String] { fields[name]?.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? [] }

    /// The names of the fields that were sent, files left aside.
    var names: some Sequence<String> { fields.keys }

    mutating func set(_ name: String, _ value: String) { fields[name, default: []].append(value) }

    mutating func set(_ name: String, _ file: File) { if files[name] == nil { files[name] = file } }

    /// Reads a body by its content type.
    /// - Throws: `unsupportedType` for another type than the two that browsers send, `invalid` for a body that is cut off
    ///   or not as its type says.
    init(contentType: String, body: Data) throws {
        let type = contentType.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        switch type {
        case "application/x-www-form-urlencoded":
            try readURLEncoded(body)
        case "multipart/form-data":
            guard let boundary = Form.boundary(in: contentType) else {
                throw Problem(.invalid, "problem.invalid", detail: "multipart without boundary")
            }
            self = try MultipartReader(boundary: boundary).read(body)
        default:
            throw Problem(.unsupportedType, "problem.invalid", detail: "content type \(type.prefix(60))")
        }
    }

    init() {}

    private static func boundary(in contentType: String) -> String? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces).lowercased() == "boundary" else { continue }
            let value = parts[1].trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["\""])
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }

    private mutating func readURLEncoded(_ body: Data) throws {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Form.percentDecoded(parts[0])
            set(name, parts.count == 2 ? try Form.percentDecoded(parts[1]) : "")
        }
    }

    private static func percentDecoded(_ bytes: Data) throws -> String {
        let text = String(decoding: bytes, as: UTF8.self).replacing("+", with: " ")
        guard let decoded = text.removingPercentEncoding, !decoded.contains("\0") else {
            throw Problem(.invalid, "problem.invalid", detail: "broken percent-encoding")
        }
        return decoded
    }
}

/// Reads `multipart/form-data` (RFC 7578) from memory; bodies are bounded before they come here.
struct MultipartReader {
    private let delimiter: Data
    private static let partLimit = 60

    init(boundary: String) { delimiter = Data("\r\n--\(boundary)".utf8) }

    func read(_ body: Data) throws -> Form {
        // The first delimiter has no line break before it; with one put there, all are alike.
        let bytes = Data("\r\n".utf8) + body
        var form = Form()
        guard var from = bytes.range(of: delimiter)?.upperBound else { throw cutOff }
        for _ in 0..<MultipartReader.partLimit {
            if bytes[from...].starts(with: Data("--".utf8)) { return form }
            guard let end = bytes.range(of: delimiter, in: from..<bytes.endIndex) else { throw cutOff }
            try readPart(bytes[from..<end.lowerBound], into: &form)
            from = end.upperBound
        }
        throw Problem(.invalid, "problem.invalid", detail: "more than \(MultipartReader.partLimit) parts")
    }

    private var cutOff: Problem { Problem(.invalid, "problem.upload.truncated", detail: "multipart body is cut off") }

    private func readPart(_ part: Data, into form: inout Form) throws {
        guard let gap = part.range(of: Data("\r\n\r\n".utf8)) else { throw cutOff }
        let head = String(decoding: part[part.startIndex..<gap.lowerBound], as: UTF8.self)
        let content = Data(part[gap.upperBound...])
        guard let disposition = head.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", of: disposition)
        else { throw Problem(.invalid, "problem.invalid", detail: "a part without a name") }
        if let filename = parameter("filename", of: disposition) {
            // A browser sends an empty file for an input in which nothing was chosen.
            if !filename.isEmpty || !content.isEmpty { form.set(name, Form.File(filename: filename, content: content)) }
        } else {
            form.set(name, String(decoding: content, as: UTF8.self))
        }
    }

    /// The value of `name="…"`, in which browsers write a quote as `%22`.
    private func parameter(_ name: String, of disposition: some StringProtocol) -> String? {
        guard let start = disposition.range(of: " \(name)=\"")?.upperBound,
            let end = disposition[start...].firstIndex(of: "\"")
        else { return nil }
        return String(disposition[start..<end]).replacing("%22", with: "\"")
    }
}

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

    /// The field's text, cleaned of what nobody sees (``TypedText``); empty when it was not sent. Of a name that came twice it is
    /// the first.
    subscript(_ name: String) -> String { TypedText(typed(name)).prose }

    /// The field's text as it was sent, for passwords, of which spaces may be a part.
    func typed(_ name: String) -> String { fields[name]?.first ?? "" }

    /// Every text of that name, cleaned.
    func all(_ name: String) -> [String] { fields[name]?.map { TypedText($0).prose } ?? [] }

    /// The names of the fields that were sent, files left aside.
    var names: some Sequence<String> { fields.keys }

    mutating func set(_ name: String, _ value: String) { fields[name, default: []].append(value) }

    mutating func set(_ name: String, _ file: File) { if files[name] == nil { files[name] = file } }

    /// Reads a body by its content type.
    /// - Throws: `unsupportedType` for another type than the two that browsers send, `invalid` for a body that is cut off
    ///   or not as its type says.
    init(contentType: String, body: Data) throws {
        let type = HeaderValue(contentType)
        switch type.value {
        case "application/x-www-form-urlencoded":
            try readURLEncoded(body)
        case "multipart/form-data":
            guard let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
                throw Problem(.invalid, "problem.invalid", detail: "multipart without boundary")
            }
            self = try MultipartReader(boundary: boundary).read(body)
        default:
            throw Problem(.unsupportedType, "problem.invalid", detail: "content type \(type.value.prefix(60))")
        }
    }

    init() {}

    private mutating func readURLEncoded(_ body: Data) throws {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Form.percentDecoded(parts[0])
            set(name, parts.count == 2 ? try Form.percentDecoded(parts[1]) : "")
        }
    }

    private static func percentDecoded(_ bytes: Data) throws -> String {
        var broken: Problem { Problem(.invalid, "problem.invalid", detail: "broken percent-encoding") }
        var decoded: [UInt8] = []
        var rest = Array(String(decoding: bytes, as: UTF8.self).utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { throw broken }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw broken }
        return text
    }

    /// The value of a hexadecimal digit.
    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

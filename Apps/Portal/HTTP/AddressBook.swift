internal import Foundation
internal import HTTPTypes
internal import Kernel

/// All addresses of the portal: which methods each takes, and how each is written. Every page has one address; whoever writes
/// it otherwise is led there.
struct AddressBook: Sendable {
    private struct Entry: Sendable {
        let parts: [Substring]
        let method: HTTPRequest.Method
        let door: Door
    }

    /// By how many parts they have.
    private let entries: [Int: [Entry]]
    private let regions: Set<String>

    init(_ routes: [Route], regions: some Sequence<RegionSlug>) {
        let all = routes.map { Entry(parts: $0.path.split(separator: "/"), method: $0.method, door: $0.door) }
        entries = Dictionary(grouping: all, by: \.parts.count)
        self.regions = Set(regions.map(\.text))
    }

    /// What the address takes, and the door of what is there; `nil` where there is nothing.
    func methods(at path: String) -> (allowed: [String], door: Door)? {
        let parts = path.split(separator: "/")
        let found = (entries[parts.count] ?? []).filter { entry in
            zip(entry.parts, parts).allSatisfy { $0.hasPrefix(":") ? ($0 != ":region" || regions.contains(String($1))) : $0 == $1 }
        }
        guard let first = found.first else { return nil }
        var methods = Set(found.map(\.method.rawValue)).union(["OPTIONS"])
        if methods.contains("GET") { methods.insert("HEAD") }
        return (methods.sorted(), first.door)
    }

    /// The one way in which the address is written, when `path` is another one: no slash twice or at the end, nothing escaped
    /// that need not be, fixed words as they are. `nil` when it is written so, or when nothing is there.
    ///
    /// It begins with one slash and a word of ours, so that it never leads to another site.
    func canonical(_ path: String) -> String? {
        guard AddressBook.looksOdd(path) else { return nil }
        let written = path.split(separator: "/").map { AddressBook.plain($0) }
        guard !written.contains("."), !written.contains(".."), !written.contains("") else { return nil }
        for entry in entries[written.count] ?? [] {
            let parts = zip(entry.parts, written).map { part, text -> String? in
                switch part {
                case ":region": regions.contains(text.lowercased()) ? text.lowercased() : nil
                case ":service": text.contains("%") ? nil : text.lowercased()
                default:
                    if part.hasPrefix(":") { text } else { part.lowercased() == text.lowercased() ? String(part) : nil }
                }
            }
            guard !parts.contains(nil) else { continue }
            let address = "/" + parts.compactMap(\.self).joined(separator: "/")
            return address == path ? nil : address
        }
        return nil
    }

    /// Whether it is worth a closer look; for almost every address it is not.
    private static func looksOdd(_ path: String) -> Bool {
        var before: UInt8 = 0
        for byte in path.utf8 {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || (0x41...0x5A).contains(byte) { return true }
            if byte == UInt8(ascii: "/"), before == byte { return true }
            before = byte
        }
        return path.utf8.count > 1 && before == UInt8(ascii: "/")
    }

    /// The part with nothing escaped that may stand as it is (RFC 3986, 6.2.2.2), and with everything escaped that may not.
    private static func plain(_ part: Substring) -> String {
        var text = ""
        var bytes = Array(part.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2,
                let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes = bytes.dropFirst(2)
                text += isUnreserved(value) ? String(UnicodeScalar(value)) : escaped(value)
            } else if byte == UInt8(ascii: "%") {
                // Not an escape at all: nothing of ours is written so.
                return ""
            } else {
                text += byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") ? String(UnicodeScalar(byte)) : escaped(byte)
            }
        }
        return text
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~".utf8.contains(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}

import Foundation
import HTTPTypes
import Kernel

@testable import Portal

/// What an administrator does with keys on the pages, in words.
extension Visitor {
    /// The form for a key as it is filled in; what stands here is right.
    struct KeyFields: Sendable {
        var name = "Sistem SKCK, Satintelkam"
        var agency = "polri"
        var scopes = ["requests:read", "requests:decide"]
        var validDays = "180"
    }

    /// Sends the form of the page of keys, with its token and its command.
    func makeKey(_ fields: KeyFields = KeyFields(), from page: Answer) async throws -> Answer {
        var pairs = [("name", fields.name), ("agency", fields.agency), ("validDays", fields.validDays)]
        pairs += fields.scopes.map { ("scopes", $0) }
        for hidden in ["csrf", "command"] { pairs.append((hidden, page.input(hidden, after: "action=\"\(page.path)\"") ?? "")) }
        let body = pairs.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
        return try await send(
            .post, page.path, headers: ["content-type": "application/x-www-form-urlencoded"], body: Data(body.utf8))
    }

    /// - Parameter base: `/{region}`
    func revokeKey(_ key: Identifier, reason: String, at base: String) async throws -> Answer {
        let question = try await get("\(base)/admin/kunci/\(key)/pencabutan")
        return try await submit(["reason": reason], to: "\(base)/admin/kunci/\(key)/pencabutan", from: question)
    }
}

extension Visitor.Answer {
    /// The secret of a key, where the page shows one.
    var secret: String? { text.firstMatch(of: /mpp_[A-Za-z0-9_-]{43}/).map { String($0.output) } }

    /// The row of a table in which these words stand.
    func row(with words: String) -> String {
        let rows = text.components(separatedBy: "<tr ").dropFirst().map {
            $0.prefix(upTo: $0.range(of: "</tr>")?.lowerBound ?? $0.endIndex)
        }
        return rows.first { $0.contains(words) }.map(String.init) ?? ""
    }
}

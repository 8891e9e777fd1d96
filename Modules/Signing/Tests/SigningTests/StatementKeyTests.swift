import Foundation
import Kernel
import Testing

@testable import Signing

@Suite("Statements for a QR code")
struct StatementKeyTests {
    private static let payload = Data(#"{"num":"SKCK/0001/XI/2026/35.10"}"#.utf8)
    private let key: StatementKey
    private let other: StatementKey

    init() throws {
        key = try StatementKey(seed: Data((1...32).map { UInt8($0) }))
        other = try StatementKey(seed: Data((2...33).map { UInt8($0) }))
    }

    @Test("What a key signed is read with its published key, and with no other")
    func read() throws {
        let statement = try key.sign(Self.payload)
        #expect(key.published.payload(of: statement) == Self.payload)
        #expect(other.published.payload(of: statement) == nil)
        #expect(
            statement.utf8.allSatisfy {
                "-_.".utf8.contains($0) || Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber
            })
        #expect(try StatementKey(seed: Data((1...32).map { UInt8($0) })).published == key.published, "the same at each start")
    }

    @Test("No character of a statement may be another one, and nothing may be missing or follow")
    func changed() throws {
        let statement = try key.sign(Self.payload)
        for index in statement.indices {
            var changed = statement
            changed.replaceSubrange(index...index, with: statement[index] == "A" ? "B" : "A")
            #expect(key.published.payload(of: changed) == nil, "at \(statement.distance(from: statement.startIndex, to: index))")
        }
        let parts = statement.split(separator: ".").map(String.init)
        for text in [
            "", ".", "..", "...", "a.b.c", String(statement.dropLast()), statement + ".", statement + "=", parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + ".", " " + statement,
        ] {
            #expect(key.published.payload(of: text) == nil, "\(text)")
        }
    }

    @Test("A header that asks for no signature, or another kind, is not followed", arguments: ["none", "HS256", "ES384", ""])
    func algorithms(name: String) throws {
        let parts = try key.sign(Self.payload).split(separator: ".").map(String.init)
        let header = Data(#"{"alg":"\#(name)","kid":"\#(key.published.kid)"}"#.utf8).base64URL
        #expect(key.published.payload(of: "\(header).\(parts[1]).\(parts[2])") == nil)
        #expect(key.published.payload(of: "\(header).\(parts[1]).") == nil)
    }

    @Test("A seed that is no key is refused", arguments: [0, 31, 33])
    func seeds(length: Int) {
        #expect(throws: Problem(.invalid, "problem.signing.unreadable")) { try StatementKey(seed: Data(repeating: 1, count: length)) }
    }

    @Test("A published key has the name that RFC 7638 gives it, cut, and nothing that is secret")
    func published() throws {
        // The private member of a JWK is `d`.
        let members = try JSONSerialization.jsonObject(with: JSONEncoder().encode(key.published)) as? [String: String]
        #expect(members?.keys.sorted() == ["alg", "crv", "kid", "kty", "use", "x", "y"])
        #expect(members?["kty"] == "EC" && members?["crv"] == "P-256" && members?["alg"] == "ES256" && members?["use"] == "sig")
        #expect(key.published.kid.count == 8 && key.published.kid != other.published.kid)
    }
}

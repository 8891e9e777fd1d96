import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Portal

#if canImport(Glibc)
import Glibc
#endif

@Suite("Compressed answers")
struct CompressionTests {
    private static let gzip = ["accept-encoding": "gzip, deflate, br"]

    /// The bytes as `gunzip` would have them, by Python's own library: another hand than the one that packed them.
    private static func unpacked(_ data: Data) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("packed-\(UUID().uuidString).gz")
        defer { try? FileManager.default.removeItem(at: file) }
        try data.write(to: file)
        // Foundation's `Process` reads behind the end of its own memory now and then when several start at once, which ends all tests.
        #expect(system("gzip -d '\(file.path)'") == 0)
        let whole = file.deletingPathExtension()
        defer { try? FileManager.default.removeItem(at: whole) }
        return try Data(contentsOf: whole)
    }

    @Test(
        "Gzip is taken where it is named with a weight, or under the star, and refused with none",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("deflate, gzip;q=1.0, *;q=0.5", true),
            ("gzip;q=0", false), ("gzip;q=0.000", false), ("gzip; q=0.001", true), ("gzip;q=x", false), ("br", false), ("*", true),
            ("*;q=0", false), ("*, gzip;q=0", false), ("*;q=0, gzip", true), ("identity", false), (",;,", false), ("gzipped", false),
        ] as [(String?, Bool)])
    func taken(accepted: String?, isTaken: Bool) { #expect(Gzip.isTaken(accepted) == isTaken) }

    @Test("Nothing is too short, too long or too odd to come out as it went in", arguments: [0, 1, 1023, 1024, 70_000])
    func round(count: Int) throws {
        var dice = Dice(seed: UInt64(count))
        for bytes in [[UInt8](repeating: 65, count: count), (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }] {
            let packed = try #require(Gzip.packed(ByteBuffer(bytes: bytes)))
            #expect(try Self.unpacked(Data(packed.readableBytesView)) == Data(bytes))
        }
    }

    @Test("An answer is packed from 1,024 bytes on, when it is text and whole and what was asked for")
    func which() {
        func isPacked(_ reply: Reply) -> Bool { reply.packed(if: true).headers.contains { $0.0 == .contentEncoding } }
        for (count, expected) in [(1023, false), (1024, true), (1025, true)] {
            #expect(isPacked(.text(String(repeating: "a", count: count))) == expected, "\(count)")
        }
        let long = Data(repeating: 65, count: 5000)
        for (type, expected) in [
            ("text/html; charset=utf-8", true), ("text/css", true), ("application/json", true), ("application/problem+json", true),
            ("image/svg+xml", true), ("image/png", false), ("image/jpeg", false), ("application/pdf", false),
            ("application/octet-stream", false),
        ] { #expect(isPacked(Reply(contentType: type, body: .whole(ByteBuffer(bytes: long)))) == expected, "\(type)") }
        #expect(!isPacked(.html(String(repeating: "a", count: 5000), status: .notFound)))
        #expect(!isPacked(.stream(AsyncThrowingStream { $0.finish() }, contentType: "text/event-stream")))
    }

    @Test("A kept page comes packed to who takes it and plain to who does not, in whatever order they ask")
    func kept() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (town.visitor(), town.visitor())
        let address = "/\(Town.first)/layanan"
        for _ in 0..<2 {
            let plain = try await bambang.send(.get, address)
            let packed = try await siti.send(.get, address, headers: Self.gzip)
            let refused = try await bambang.send(.get, address, headers: ["accept-encoding": "gzip;q=0"])
            #expect(plain.isPage && plain.headers["content-encoding"] == nil && refused.body == plain.body)
            #expect(packed.headers["content-encoding"] == "gzip" && packed.body.count < plain.body.count / 2)
            #expect(try Self.unpacked(packed.body) == plain.body)
            for answer in [plain, packed, refused] { #expect(answer.headers["vary"] == "Accept-Encoding") }
        }
        let sheet = try await siti.send(.get, Links.stylesheet, headers: Self.gzip)
        #expect(sheet.headers["content-encoding"] == "gzip" && sheet.headers["vary"] == "Accept-Encoding")
        try await town.leave()
    }

    @Test("A page of somebody signed in is packed, but not where a stranger's link could put words beside her secrets")
    func reflected() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        func isPacked(_ visitor: Visitor, _ address: String) async throws -> Bool {
            let answer = try await visitor.send(.get, address, headers: Self.gzip)
            return answer.headers["content-encoding"] == "gzip"
        }
        #expect(try await isPacked(siti.visitor, "\(siti.base)/permohonan"))
        #expect(try await isPacked(siti.visitor, "\(siti.base)/layanan"))
        #expect(try await !isPacked(siti.visitor, "\(siti.base)/layanan?cari=csrf"))
        #expect(try await !isPacked(siti.visitor, "\(siti.base)/layanan/csrf"))
        #expect(try await isPacked(town.visitor(), "\(siti.base)/layanan?cari=ktp"), "A visitor's page of services has no secret.")
        #expect(try await !isPacked(town.visitor(), "\(siti.base)/masuk?lanjut=/x"), "Her sign-in has the token of her form.")
        #expect(try await isPacked(town.visitor(), "\(siti.base)/masuk"))
        let page = try await siti.visitor.get("\(siti.base)/akun")
        let refused = try await siti.visitor.send(
            .post, "\(siti.base)/akun", headers: Self.gzip.merging(["content-type": "application/x-www-form-urlencoded"]) { $1 })
        #expect(page.status == 200 && refused.headers["content-encoding"] == nil)
        try await town.leave()
    }

    @Test("A form's token is written differently in every answer, and each of them is good for its browser alone")
    func masked() async throws {
        let town = try await Town.open()
        let (siti, bambang) = (town.visitor(), town.visitor())
        let address = "/\(Town.first)/masuk"
        let pages = [try await siti.get(address), try await siti.get(address)]
        let tokens = pages.compactMap { $0.input("csrf") }
        #expect(Set(tokens).count == 2)
        _ = try await bambang.get(address)
        for token in tokens {
            #expect(try await siti.post(["csrf": token, "nik": "x"], to: address).status == 422)
            #expect(try await bambang.post(["csrf": token, "nik": "x"], to: address).status == 403)
        }
        try await town.leave()
    }
}

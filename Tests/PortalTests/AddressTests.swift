import Foundation
import HTTPTypes
import Kernel
import NIOCore
import Testing

@testable import Portal

/// One address for each page, and what each address takes.
@Suite("Addresses and methods")
struct AddressTests {
    @Test("Every spelling of an address leads to the one address, with its query and its method")
    func spellings() async throws {
        let town = try await Town.open()
        let region = Town.first
        let spellings = [
            "/\(region.uppercased())": "/\(region)", "/\(region)/": "/\(region)", "//\(region)": "/\(region)", "/\(region)//": "/\(region)",
            "/%6B\(region.dropFirst())": "/\(region)", "/\(region)/Layanan": "/\(region)/layanan",
            "/\(region)/layanan/SKCK": "/\(region)/layanan/skck", "///\(region)///layanan//skck/": "/\(region)/layanan/skck",
            "/\(region)/layanan/s%6Bck": "/\(region)/layanan/skck", "/HEALTH": "/health", "//": "/",
            "/\(region)/verifikasi/AB%43D": "/\(region)/verifikasi/ABCD",
            "/\(region)/verifikasi/a%2fb/": "/\(region)/verifikasi/a%2Fb", "/\(region)/verifikasi/\\evil/": "/\(region)/verifikasi/%5Cevil",
        ]
        for (path, address) in spellings {
            for method in [HTTPRequest.Method.get, .head, .post] {
                let answer = try await town.visitor().send(method, "\(path)?bahasa=en&x=/%2F")
                #expect(answer.status == 308 && answer.location == "\(address)?bahasa=en&x=/%2F", "\(method) \(path): \(answer)")
                #expect(answer.headers["set-cookie"] == nil)
            }
        }
        try await town.leave()
    }

    @Test("The address of a page leads nowhere else")
    func canonical() {
        let routes = RouteTests.routes
        let slugs = [Town.first, Town.other].compactMap { RegionSlug($0) }
        let book = AddressBook(routes, regions: slugs)
        for route in routes {
            let address = RouteTests.address(route)
            #expect(book.canonical(address) == nil, "\(address)")
            #expect(book.canonical(address + "/") == address, "\(address)")
            #expect(book.canonical("/" + address) == address, "\(address)")
        }
    }

    @Test(
        "No redirect leads to another site",
        arguments: [
            "//evil.example", "/\\evil.example", "/%2F/evil.example", "/%5Cevil.example", "///evil.example/%2e%2e", "/.//evil", "/%09/evil",
        ])
    func elsewhere(path: String) async throws {
        let town = try await Town.open()
        for path in [path, "\(path)/\(Town.first)", "/\(Town.first)/..\(path)"] {
            let answer = try await town.visitor().send(.get, "\(path)?bahasa=en")
            #expect(answer.status == 404 && answer.location == nil, "\(path): \(answer.status) \(answer.location ?? "")")
        }
        for address in ["//evil.example", "/\\evil.example", "https://evil.example", "evil"] {
            for reply in [Reply.seeOther(address), .permanent(address)] {
                #expect(reply.headers.first { $0.0 == .location }?.1 == "/", "\(address)")
            }
        }
        try await town.leave()
    }

    @Test("Choosing the language keeps whatever else was asked")
    func language() async throws {
        let town = try await Town.open()
        let answer = try await town.visitor().send(.get, "/\(Town.first)/masuk?lanjut=/\(Town.first)/permohonan&bahasa=en&a=b")
        #expect(answer.status == 303 && answer.location == "/\(Town.first)/masuk?lanjut=/\(Town.first)/permohonan&a=b")
        try await town.leave()
    }

    @Test("A method that an address does not take is refused with those that it takes, and OPTIONS tells them")
    func methods() async throws {
        let town = try await Town.open()
        for routes in Dictionary(grouping: RouteTests.routes, by: \.path).values {
            let path = RouteTests.address(routes[0])
            let taken = Set(routes.map(\.method))
            var allowed = taken.map(\.rawValue) + ["OPTIONS"]
            if taken.contains(.get) { allowed.append("HEAD") }
            for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch, .trace] {
                guard !taken.contains(method), method != .head || !taken.contains(.get) else { continue }
                let answer = try await town.visitor().send(method, path)
                #expect(answer.status == 405, "\(method) \(path): \(answer.status)")
                #expect(Set((answer.headers["allow"] ?? "").components(separatedBy: ", ")) == Set(allowed), "\(method) \(path)")
                let isData = routes[0].door.rules.face == .problem
                #expect(answer.headers["content-type"] == (isData ? "application/problem+json" : "text/html; charset=utf-8"), "\(path)")
            }
            let options = try await town.visitor().send(.options, path)
            #expect(options.status == 204 && options.body.isEmpty, "\(path): \(options.status)")
            #expect(Set((options.headers["allow"] ?? "").components(separatedBy: ", ")) == Set(allowed), "\(path)")
        }
        #expect(try await town.visitor().send(.options, "*").status == 204)
        for path in ["/tidak-ada/x", "/kab-tidak-ada/layanan", "/\(Town.first)/tidak-ada"] {
            let answer = try await town.visitor().send(.delete, path)
            #expect(answer.status == 404 && answer.headers["allow"] == nil, "\(path)")
        }
        try await town.leave()
    }

    @Test("A thousand spellings of a page leave one kept page")
    func kept() async throws {
        let town = try await Town.open()
        let cache = town.portal.commons.cache
        for number in 0..<200 {
            for path in ["/\(Town.first)/layanan", "/\(Town.first)//layanan", "/\(Town.first)/layanan/", "/\(Town.first)/la%79anan"] {
                for query in ["", "?x=\(number)", "?\(number)", "?"] { _ = try await town.visitor().send(.get, path + query) }
            }
        }
        #expect(cache.weight.pages == 1)
        let bytes = cache.weight.bytes
        for _ in 0..<5 {
            town.clock.advance(bySeconds: 60)
            _ = try await town.visitor().get("/\(Town.first)/layanan")
        }
        #expect(cache.weight.pages == 1 && abs(cache.weight.bytes - bytes) < 200, "A new minute takes the place of the old one.")
        try await town.leave()
    }

    @Test("Kept pages weigh no more than they may, and an old state is not shown")
    func weight() {
        let cache = PageCache(limit: 1000)
        func key(_ path: String, _ version: Int = 0) -> PageCache.Key {
            PageCache.Key(path: path, language: "id", state: .init(switchVersion: version, minute: 1))
        }
        let page = Reply.text(String(repeating: "x", count: 200))
        for number in 0..<100 {
            cache.keep(page, for: key("/\(number)"))
            #expect(cache.weight.bytes <= 1000 && cache.reply(for: key("/\(number)")) != nil)
        }
        cache.keep(Reply.text(String(repeating: "x", count: 251)), for: key("/large"))
        #expect(cache.reply(for: key("/large")) == nil)
        cache.keep(page, for: key("/a", 1))
        #expect(cache.reply(for: key("/a", 2)) == nil && cache.reply(for: key("/a", 1)) != nil)
    }
}

import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("Finding a service")
struct ServiceSearchTests {
    private static func found(_ page: Visitor.Answer) -> [String] {
        page.text.matches(of: /class="cover title" href="[^"]*\/layanan\/([a-z-]+)"/).map { String($0.1) }
    }

    @Test(
        "Everyday words find the service that is meant",
        arguments: [
            ("surat kelakuan baik", "skck"), ("KTP hilang", "ktp-el-penggantian"), ("anak lahir", "akta-kelahiran"),
            ("akte lahir", "akta-kelahiran"), ("pecah kk", "kartu-keluarga"), ("sip dokter", "sip-tenaga-kesehatan"),
            ("ektp", "ktp-el-penggantian"), ("surat kelakuam baik", "skck"),
        ])
    func words(words: String, code: String) async throws {
        let town = try await Town.open()
        let query = words.replacing(" ", with: "+")
        let page = try await town.visitor().get("/\(Town.first)/layanan?cari=\(query)")
        #expect(page.status == 200 && Self.found(page).first == code, "\(Self.found(page))")
        #expect(page.text.contains("value=\"\(words)\""), "What was typed stays in the field.")
        try await town.leave()
    }

    @Test("Where nothing fits all services are shown, and the search says so")
    func nothing() async throws {
        let town = try await Town.open()
        let all = try await town.visitor().get("/\(Town.first)/layanan")
        let page = try await town.visitor().get("/\(Town.first)/layanan?cari=helikopter")
        #expect(page.text.contains(town.say("services.nothingFound", ["words": "helikopter"])))
        #expect(Self.found(page) == Self.found(all))
        for empty in ["", "+++", "%20"] {
            #expect(try await Self.found(town.visitor().get("/\(Town.first)/layanan?cari=\(empty)")) == Self.found(all))
        }
        try await town.leave()
    }

    @Test("What one visitor searched for is neither kept nor shown to another, and is text on the page")
    func strangers() async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)/layanan?cari=%3Cscript%3Eskck")
        #expect(page.text.contains("&lt;script&gt;skck") && !page.text.contains("<script>skck"))
        #expect(try await !town.visitor().get("/\(Town.first)/layanan").text.contains("script&gt;"))
        try await town.leave()
    }

    @Test("A query is cut after eighty letters", arguments: [79, 80, 81])
    func longest(count: Int) async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)/layanan?cari=\(String(repeating: "x", count: count))")
        #expect(page.text.contains("value=\"\(String(repeating: "x", count: min(count, 80)))\""))
        try await town.leave()
    }

    @Test("Each event of a life leads to its services, and an unknown one to all", arguments: LifeEvent.allCases)
    func events(event: LifeEvent) async throws {
        let town = try await Town.open()
        let links = try town.island(Town.first).links
        let region = try town.island(Town.first).region
        let wanted = try #require(Town.catalogue).services.filter { region.offers($0.code) && $0.front.events.contains(event) }.map(\.code)
        let front = try await town.visitor().get(links.home)
        #expect(front.text.contains("href=\"\(links.services(for: event))\"") == !wanted.isEmpty, "An event without services is left out.")
        let page = try await town.visitor().get(links.services(for: event))
        let all = try await town.visitor().get(links.services)
        #expect(Self.found(page) == (wanted.isEmpty ? Self.found(all) : wanted))
        #expect(try await Self.found(town.visitor().get("\(links.services)?peristiwa=lain")) == Self.found(all))
        try await town.leave()
    }
}

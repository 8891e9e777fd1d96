import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("The first page")
struct HomeTests {
    private static func region(_ slug: String) throws -> RegionManifest {
        try #require(RegionSlug(slug).flatMap { Town.catalogue?.region($0) })
    }

    private static func query(_ text: String) -> String { text.replacing(" ", with: "+") }

    @Test("A region's name leads to it, whatever its capitals and spaces, and what fits several shows them")
    func typing() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let region = try Self.region(Town.first)
        for words in [region.name, region.place.uppercased(), region.place.replacing(" ", with: ""), Town.first] {
            #expect(try await town.visitor().get("/?daerah=\(Self.query(words))").path == "/\(Town.first)", "\(words)")
        }
        let both = try await town.visitor().get("/?daerah=kota+kab")
        for slug in [Town.first, Town.other] { #expect(both.text.contains("href=\"/?daerah=\(slug)\"")) }
        let none = try await town.visitor().get("/?daerah=atlantis")
        #expect(none.path == "/" && none.text.contains(town.say("home.nothingFound", ["words": "atlantis"])))
        try await town.leave()
    }

    @Test("A region that is not served here is not found, though the catalogue knows it")
    func notServed() async throws {
        let town = try await Town.open(regions: [Town.first])
        let page = try await town.visitor().get("/?daerah=\(Self.query(try Self.region(Town.other).name))")
        #expect(page.path == "/")
        #expect(try await town.visitor().get("/?daerah=\(Town.other)").path == "/")
        try await town.leave()
    }

    @Test("Whoever chose a region finds it first the next time, and nobody else does")
    func remembered() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        let (siti, bambang) = (town.visitor(), town.visitor())
        let last = town.say("home.last")
        #expect(try await !siti.get("/").text.contains(last))
        _ = try await siti.get("/?daerah=\(Town.first)")
        let page = try await siti.get("/")
        let start = try #require(page.text.range(of: last)?.upperBound)
        #expect(page.text[start...].firstMatch(of: /href="([^"]+)"/)?.1 == "/\(Town.first)")
        #expect(try await !bambang.get("/").text.contains(last), "The page that is kept for everybody knows of nobody's choice.")
        _ = try await siti.get("/?daerah=\(Town.other)")
        #expect(siti.cookie(Portal.regionCookieName) == Town.other)
        for rubbish in ["kab-tidak-ada", "\"><b>", ""] {
            bambang.setCookie(Portal.regionCookieName, rubbish)
            #expect(try await !bambang.get("/").text.contains(last), "\(rubbish)")
        }
        try await town.leave()
    }

    @Test("Reading a region's page chooses nothing")
    func reading() async throws {
        let town = try await Town.open()
        let siti = town.visitor()
        _ = try await siti.get("/\(Town.first)")
        _ = try await siti.get("/?daerah=atlantis")
        #expect(siti.cookie(Portal.regionCookieName) == nil)
        try await town.leave()
    }

    @Test("All regions stand on it, by province, below 20 KB")
    func weight() async throws {
        let catalogue = try #require(Town.catalogue)
        let town = try await Town.open(regions: catalogue.regions.map(\.slug.text))
        let page = try await town.visitor().get("/")
        for region in catalogue.regions { #expect(page.text.contains("href=\"\(Links.choice(of: region.slug))\""), "\(region.slug)") }
        for province in Set(catalogue.regions.map(\.province)) { #expect(page.text.contains(htmlEscaped(province)), "\(province)") }
        #expect(page.body.count < 20 * 1024, "\(page.body.count)")
        try await town.leave()
    }
}

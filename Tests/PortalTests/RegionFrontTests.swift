import Catalogue
import Foundation
import Kernel
import Testing

@testable import Portal

/// The front of a region, as a visitor sees it who has signed in nowhere.
@Suite("A region's front")
struct RegionFrontTests {
    /// Slug of a region whose hours are known, and of one whose hours are not.
    private static let known = slug { !$0.hours.isEmpty }
    private static let unknown = slug { $0.hours.isEmpty && $0.holidays.isEmpty }

    private static func slug(_ condition: (RegionManifest) -> Bool) -> String {
        Town.catalogue?.regions.first(where: condition)?.slug.text ?? "kab-tidak-ada"
    }

    private static func region(_ slug: String) throws -> RegionManifest {
        try #require(RegionSlug(slug).flatMap { Town.catalogue?.region($0) })
    }

    /// Where on the page the words stand; none means that they do not.
    private static func place(of words: String, in page: Visitor.Answer) -> String.Index? { page.text.range(of: words)?.lowerBound }

    @Test("It is headed as the building is, once, and the search stands before the first service")
    func heading() async throws {
        let town = try await Town.open(regions: [Town.first, Town.other])
        for slug in [Town.first, Town.other] {
            let page = try await town.visitor().get("/\(slug)")
            let title = town.say("region.title", ["place": try Self.region(slug).place])
            #expect(page.text.components(separatedBy: "<h1").count == 2 && page.text.contains("<h1>\(title)</h1>"))
            let search = try #require(Self.place(of: "name=\"cari\"", in: page))
            let first = try #require(Self.place(of: "class=\"cover title\"", in: page))
            #expect(search < first)
        }
        try await town.leave()
    }

    @Test("Services stand as their files rank them, the most wanted first")
    func order() async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)")
        let region = try Self.region(Town.first)
        let codes = page.text.matches(of: /class="cover title" href="[^"]*\/layanan\/([a-z-]+)"/).map { String($0.1) }
        let ranked = try #require(Town.catalogue).services.filter { region.offers($0.code) }.sorted { $0.front.rank < $1.front.rank }
        #expect(codes == ranked.map(\.code) && codes.count > 2)
        try await town.leave()
    }

    @Test(
        "It is open from its first minute to its last by the region's clock, and a page that is kept does not lie",
        arguments: [true, false])
    func opening(isKept: Bool) async throws {
        let region = try Self.region(Self.known)
        let today = try #require(CivilDate("2026-11-23"))
        let hours = try #require(region.hours[today.weekday]?.first)
        let clock = HandWallClock(region.zone.instant(today, hours.opens))
        let town = try await Town.open(regions: [Self.known], clock: clock)
        let visitor = town.visitor()
        let minute = 60
        let address = isKept ? "/\(Self.known)" : "/\(Self.known)?x=1"
        let closing = town.portal.commons.wording.time(region.zone.instant(today, hours.closes), region.zone, in: .indonesian)
        let open = town.say("opening.open", ["time": closing])
        func page() async throws -> String { try await visitor.get(address).text }
        clock.set(region.zone.instant(today, hours.opens).advanced(bySeconds: -minute))
        #expect(try await page().contains(town.say("opening.closed")))
        clock.set(region.zone.instant(today, hours.opens))
        #expect(try await page().contains(open))
        clock.set(region.zone.instant(today, hours.closes).advanced(bySeconds: -minute))
        #expect(try await page().contains(open))
        clock.set(region.zone.instant(today, hours.closes))
        #expect(try await !page().contains(open))
        try await town.leave()
    }

    @Test("On a holiday it says which one, and when it opens again")
    func holiday() async throws {
        let region = try Self.region(Self.known)
        let christmas = try #require(CivilDate("2026-12-25"))
        let noon = try #require(TimeOfDay("12:00"))
        let town = try await Town.open(regions: [Self.known], clock: HandWallClock(region.zone.instant(christmas, noon)))
        let name = try #require(try town.island(Self.known).calendar.holiday(on: christmas)).name.indonesian
        let page = try await town.visitor().get("/\(Self.known)")
        #expect(page.text.contains(town.say("opening.holiday", ["holiday": name])))
        #expect(page.text.contains("Buka lagi Senin, 28 Desember 2026"))
        try await town.leave()
    }

    @Test("Where the hours are not known nobody is told open or closed, but whom to ask")
    func unknownHours() async throws {
        let town = try await Town.open(regions: [Self.unknown])
        let page = try await town.visitor().get("/\(Self.unknown)")
        let region = try Self.region(Self.unknown)
        #expect(page.text.contains(town.say("opening.unknown")) && page.text.contains(town.say("region.ask", ["region": region.name])))
        #expect(!page.text.contains("class=\"hours\"") && !page.text.contains(town.say("opening.closed")))
        try await town.leave()
    }

    @Test("What is not confirmed is said once, at the foot, with the day of the check")
    func unconfirmed() async throws {
        let town = try await Town.open(regions: [Self.known])
        let region = try Self.region(Self.known)
        let page = try await town.visitor().get("/\(Self.known)")
        let part = town.say("unconfirmed.part.counters")
        #expect(region.isAssumed("counters"))
        #expect(page.text.components(separatedBy: "class=\"unconfirmed\"").count == 2)
        let foot = try #require(page.text.range(of: "class=\"unconfirmed\"")?.upperBound)
        let told = page.text[foot...].prefix { $0 != "\n" }
        #expect(told.contains(part) && told.contains("23 November 2026"))
        #expect(told.contains(town.say("unconfirmed.part.hours")) == region.isAssumed("hours"))
        #expect(!told.contains(town.say("unconfirmed.part.contact")), "What is not shown is not marked.")
        try await town.leave()
    }

    @Test("Contact, map and announcements are shown where a region has them, for the days they are meant for, and nowhere else")
    func told() async throws {
        let resources = try OwnResources()
        try resources.change(
            "Regions/\(Town.first).yaml", "\nbuilding:\n",
            to: """

                contact: {phone: "0800 111 222", email: mpp@contoh.id}
                announcements:
                  - {text: {id: Listrik padam hari ini.}, from: 2026-11-24, to: 2026-11-25}
                building:
                  map: https://peta.contoh.id/mpp

                """)
        let clock = HandWallClock(Town.morning)
        let town = try await Town.open(regions: [Town.first, Town.other], clock: clock, resources: resources.folder)
        let visitor = town.visitor()
        let day = 86_400
        for (days, isShown) in [(0, false), (1, true), (2, true), (3, false)] {
            clock.set(Town.morning.advanced(bySeconds: days * day))
            #expect(try await visitor.get("/\(Town.first)").text.contains("Listrik padam hari ini.") == isShown, "after \(days) days")
        }
        clock.set(Town.morning.advanced(bySeconds: day))
        let page = try await visitor.get("/\(Town.first)").text
        for words in ["href=\"tel:0800111222\"", "href=\"mailto:mpp@contoh.id\"", "href=\"https://peta.contoh.id/mpp\""] {
            #expect(page.contains(words))
        }
        let other = try await visitor.get("/\(Town.other)").text
        for words in ["tel:", "mailto:", "peta.contoh.id", "Listrik padam", town.say("region.contact"), town.say("region.announcements")] {
            #expect(!other.contains(words), "\(words)")
        }
        try await town.leave()
        try resources.remove()
    }
}

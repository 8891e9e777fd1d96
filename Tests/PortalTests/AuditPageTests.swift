internal import Storage

import Catalogue
import Documents
import Foundation
import Identity
import Kernel
import Testing

@testable import Portal

/// Ibu Ratna's desk: how the region stands, and who did what.
@Suite("The administrator's desk")
struct AuditPageTests {
    private static let trail = "/\(Town.first)/admin/jejak"

    /// A region in which Siti's request was approved and Bambang's waits.
    private static func open() async throws -> (town: Town, ratna: Visitor, sitis: String, bambangs: String) {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let (siti, bambang) = (try await town.siti(), try await town.bambang())
        let sitis = try await siti.submitPaidSKCK()
        try await town.agus().approve(sitis)
        let bambangs = try await bambang.submitPaidSKCK()
        return (town, try await town.ratna(), sitis, bambangs)
    }

    private func sentences(_ page: Visitor.Answer, _ town: Town) -> [String] {
        let label = NSRegularExpression.escapedPattern(for: town.say("admin.what"))
        let pattern = try? Regex("data-label=\"\(label)\"><span>([^<]*)</span>")
        return pattern.map { page.text.matches(of: $0).compactMap { $0.output[1].substring.map(String.init) } } ?? []
    }

    @Test("The page says what waits and is late at each agency, what came today, what is unpaid, unsent, failed and closed since when")
    func overview() async throws {
        let (town, ratna, _, _) = try await Self.open()
        let siti = try await town.siti()
        let unpaid = try await siti.startDraft("skck")
        try await siti.answer(unpaid, Citizen.skckAnswers)
        try await siti.attachPhoto(to: unpaid)
        try await siti.submit(unpaid)
        func facts() async throws -> (facts: [String], agencies: [String], page: Visitor.Answer) {
            let page = try await ratna.get("/\(Town.first)/admin")
            let facts = page.text.matches(of: /<div><dt>[^<]*<\/dt><dd>([0-9+]*)/).map { String($0.1) }
            let agencies = page.text.matches(of: /<b>([^<]*)<\/b><\/td>[\s\S]*?>(\d+)<[\s\S]*?>(\d+)</).map { "\($0.1): \($0.2), \($0.3)" }
            return (facts, agencies, page)
        }
        let police = try #require(town.portal.catalogue.agencies["polri"]).name.indonesian
        let now = try await facts()
        // Today's three, one unpaid; no mail server, and nothing failed.
        #expect(now.facts == ["3", "1", "0", "0", "0"])
        #expect(now.agencies.filter { !$0.hasSuffix(": 0, 0") } == ["\(htmlEscaped(police)): 1, 0"])

        town.clock.advance(bySeconds: 7 * 86_400)
        let later = try await town.ratna().get("/\(Town.first)/admin")
        #expect(later.text.contains("<strong class=\"status bad\">1</strong>"), "late by now")
        #expect(later.text.firstMatch(of: /<div><dt>[^<]*<\/dt><dd>([0-9+]*)/).map { String($0.1) } == "0", "another day")
        try await town.leave()
    }

    @Test("What is closed stands first, with the moment since when")
    func closed() async throws {
        let (town, ratna, _, _) = try await Self.open()
        #expect(try town.island(Town.first).region.services.count > 1)
        let page = try await ratna.get("/\(Town.first)/admin")
        let done = try await ratna.submit(
            ["state": "off", "reason": "Alat rusak"], to: "/\(Town.first)/admin/layanan/skck/saklar", from: page)
        let first = try #require(
            done.text.firstMatch(of: /<li><h3>([^<]*)<\/h3>\s*<p class="meta"><strong[^>]*>([^<]*)<\/strong><span>([^<]*)</))
        let skck = try #require(town.portal.catalogue.service("skck"))
        #expect(String(first.1) == htmlEscaped(skck.title.indonesian))
        #expect(String(first.2) == town.say("switch.closed") && first.3.hasPrefix("sejak ") && first.3.contains("23 November 2026"))
        try await town.leave()
    }

    @Test("The trail is told in sentences, and narrowed to a person, an action, a subject and a day")
    func narrowed() async throws {
        let (town, ratna, sitis, bambangs) = try await Self.open()
        let agus = try #require(try await town.island(Town.first).identity.staff().first { $0.username == "agus" }).id
        let (siti, bambang) = ("…\(sitis.suffix(8))", "…\(bambangs.suffix(8))")
        func read(_ query: String) async throws -> [String] { sentences(try await ratna.get(Self.trail + query), town) }
        let approved = town.say("trail.request.approved", ["who": "Bripka Agus", "subject": siti])
        #expect(try await read("?tindakan=request.approved") == [approved])
        #expect(try await read("?siapa=\(agus)") == [approved, town.say("trail.staff.signedIn", ["who": "Bripka Agus", "subject": ""])])
        #expect(try await read("?siapa=\(agus)&tindakan=request.approved&tentang=\(sitis)&hari=2026-11-23") == [approved])
        #expect(try await read("?tentang=\(bambangs)").allSatisfy { $0.contains(bambang) || $0.contains("arga") })
        #expect(try await read("?tentang=\(bambangs)").contains { $0.contains(siti) } == false)
        for day in ["2026-11-22", "2026-11-24"] { #expect(try await read("?hari=\(day)") == []) }
        #expect(try await read("?siapa=citizen").allSatisfy { $0.hasPrefix("Warga") })
        #expect(try await read("?hari=besok").count > 10, "what is no day narrows nothing")
        // One's own trail only, and only for administrators.
        #expect(try await town.agus().visitor.get(Self.trail).status == 403)
        try await town.leave()
    }

    @Test("Fifty-one entries are on two pages, and a page leads to the older ones and back")
    func pages() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let ratna = try await town.ratna()
        try await town.island(Town.first).database.write { tx in
            for _ in 0..<51 { try tx.audit.append("request.claimed", "skck", by: .operatorAtConsole(name: "root")) }
        }
        let first = try await ratna.get(Self.trail + "?tindakan=request.claimed")
        #expect(sentences(first, town).count == 50)
        let next = try #require(first.text.firstMatch(of: /href="([^"]*mulai=\d+)"/).map { String($0.1).replacing("&amp;", with: "&") })
        let second = try await ratna.get(next)
        #expect(sentences(second, town).count == 1 && second.text.contains(town.say("audit.newest")))
        // The link to the other language stays on this page; no other leads on.
        #expect(second.text.firstMatch(of: /href="[^"]*mulai=\d+"/) == nil)
        try await town.leave()
    }

    @Test("A cell that a program would take for a formula stays words", arguments: ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    func formulas(text: String) {
        #expect(CSV.cell(text) == "\"'\(text)\"")
        #expect(CSV.cell("a\(text)") == "\"a\(text)\"")
    }

    @Test("The table has what is shown, each cell in quotes, and no formula of anybody's")
    func file() async throws {
        let (town, ratna, sitis, _) = try await Self.open()
        for state in ["off", "on"] {
            let page = try await ratna.get("/\(Town.first)/admin")
            _ = try await ratna.submit(
                ["state": state, "reason": "=HYPERLINK(\"x\")"], to: "/\(Town.first)/admin/layanan/skck/saklar", from: page)
        }
        let whole = try await ratna.get(Self.trail + "/tabel")
        #expect(whole.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(whole.headers["content-disposition"] == "attachment; filename=\"jejak-audit-\(Town.first).csv\"")
        #expect(whole.text.components(separatedBy: "\"'=HYPERLINK(\"\"x\"\")\"").count == 3)
        #expect(!whole.text.contains("\"=") && whole.text.contains(sitis))
        let some = try await ratna.get(Self.trail + "/tabel?tindakan=request.approved")
        #expect(some.text.split(separator: "\r\n").count == 2 && some.text.contains("\"request.approved\",\"\(sitis)\""))
        #expect(try await town.agus().visitor.get(Self.trail + "/tabel").status == 403)
        try await town.leave()
    }

    // MARK: Words

    @Test("Every action that the sources write into the trail can be chosen, and nothing else can")
    func actions() throws {
        let root = Town.resources.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var written: Set<String> = Set(RequestMove.allCases.map(\.event))
        for folder in ["Apps", "Modules"] {
            for name in try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
            where name.hasSuffix(".swift") && !name.contains("Tests/") && !name.contains(".build/") {
                let source = try String(contentsOf: root.appendingPathComponent(folder).appendingPathComponent(name), encoding: .utf8)
                for call in source.matches(of: /audit\.append\(([^\n]*)\n?([^\n]*)/) {
                    written.formUnion("\(call.1)\(call.2)".matches(of: /"([a-z]+\.[A-Za-z]+)"/).map { String($0.1) })
                }
                written.formUnion(source.matches(of: /static let kind = "((?:bill|proof)\.[a-z]+)"/).map { String($0.1) })
            }
        }
        #expect(Set(AuditPage.actions) == written)
        #expect(AuditPage.actions.count == written.count, "each once")
    }

    @Test(
        "Every action has its name and its sentence in both languages, with whoever did it where somebody did", arguments: AuditPage.actions
    )
    func sentence(action: String) throws {
        let words = try #require(Town.catalogue).words
        for language in Language.allCases {
            #expect(words.all[language]?["audit.\(action)"] != nil)
            let sentence = words.sentence("trail.\(action)", in: language, ["who": "Bripka Agus", "subject": "X1"])
            #expect(sentence.hasSuffix(".") && !sentence.contains("{") && !sentence.contains("trail."), "\(sentence)")
        }
    }
}

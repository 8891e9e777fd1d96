import Catalogue
import Foundation
import Kernel
import Paper
import Testing

@testable import Portal

/// The standard of each service: fourteen components, of which none is left out because nobody knows it.
@Suite("Service standards", .timeLimit(.minutes(15)))
struct StandardTests {
    private static let codes = Town.catalogue?.services.map(\.code) ?? []

    private static func place(of code: String) throws -> String {
        try #require(Town.catalogue?.regions.first { $0.offers(code) }).slug.text
    }

    /// The component's name and what stands beside it.
    private static func rows(_ page: String) -> [(name: String, text: String)] {
        page.components(separatedBy: "<div class=\"row\"><dt>").dropFirst().map { piece in
            let parts = piece.components(separatedBy: "</dt><dd>")
            return (parts[0], parts.last?.components(separatedBy: "</dd>").first ?? "")
        }
    }

    @Test("All fourteen components stand in their order in both languages; what nobody knows is named as unknown", arguments: codes)
    func components(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let catalogue = town.portal.catalogue
        let region = try town.island(place).region
        let offer = try town.island(place).offer(code, in: catalogue)
        let visitor = town.visitor()
        for language in Language.allCases {
            visitor.setCookie(Portal.languageCookieName, language.rawValue)
            let page = try await visitor.get("/\(place)/layanan/\(code)/standar")
            let rows = Self.rows(page.text)
            #expect(page.status == 200 && rows.count == 14)
            let unknown = htmlEscaped(catalogue.words.sentence("standard.unknown", in: language))
            for (row, (number, component)) in zip(rows, StandardComponent.allCases.enumerated()) {
                let name = catalogue.words.sentence("standard.part.\(component.rawValue)", in: language)
                #expect(row.name == htmlEscaped("\(number + 1). \(name)"))
                let isKnown: Bool =
                    switch component {
                    case .requirements, .procedure, .product, .complaints, .legalBasis: true
                    case .time: offer.promise.isKnown
                    case .cost: offer.fee.isKnown
                    default: region.standard(component, of: code) != nil
                    }
                #expect(row.text.contains(unknown) == !isKnown, "\(code) \(component): \(row.text)")
                let isAssumed =
                    switch component {
                    case .time: isKnown && offer.isAssumed("promise")
                    case .cost: isKnown && offer.isAssumed("fee")
                    default: row.text.contains(htmlEscaped(catalogue.words.sentence("unconfirmed.mark", in: language)))
                    }
                #expect(row.text.contains(htmlEscaped(catalogue.words.sentence("unconfirmed.mark", in: language))) == isAssumed)
            }
            for paper in offer.requirements { #expect(rows[0].text.contains(htmlEscaped(paper.text(in: language)))) }
        }
        try await town.leave()
    }

    @Test("Its page is reached from the service's page and by the administrator, and leads to the sheet and back")
    func links() async throws {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let place = "/\(Town.first)/layanan/skck"
        #expect(try await town.visitor().get(place).text.contains("href=\"\(place)/standar\""))
        #expect(try await town.ratna().get("/\(Town.first)/admin").text.contains("href=\"\(place)/standar\""))
        let page = try await town.visitor().get("\(place)/standar").text
        #expect(page.contains("href=\"\(place)/standar/lembar\"") && page.contains("href=\"\(place)\""))
        for path in ["/layanan/tidak-ada/standar", "/layanan/tidak-ada/standar/lembar"] {
            #expect(try await town.visitor().get("/\(Town.first)\(path)").status == 404)
        }
        try await town.leave()
    }

    @Test("A component that the region's file says stands there, marked when it is assumed, and a contact is a way to complain")
    func written() async throws {
        let resources = try OwnResources()
        try resources.change(
            "Regions/\(Town.first).yaml", "\nbuilding:\n",
            to: """

                contact: {phone: "0800 111 222"}
                standard: {evaluation: {id: Setiap tiga bulan., en: Every three months.}}
                building:

                """)
        try resources.change(
            "Regions/\(Town.first).yaml", "\n  skck: {}", to: "\n  skck: {assumed: true, standard: {staff: {id: Dua orang., en: Two.}}}")
        let town = try await Town.open(resources: resources.folder)
        let rows = Self.rows(try await town.visitor().get("/\(Town.first)/layanan/skck/standar").text)
        let mark = town.say("unconfirmed.mark")
        #expect(rows[13].text == "Setiap tiga bulan.")
        #expect(rows[10].text.contains("Dua orang.") && rows[10].text.contains(mark))
        #expect(rows[5].text.contains("0800 111 222") && rows[5].text.contains("SP4N-LAPOR!"))
        #expect(!rows[5].text.contains(town.say("standard.ownUnknown")))
        try await town.leave()
        try resources.remove()
    }

    @Test("Its sheet is a PDF of one page, or of two where its steps are many, in the reader's language", arguments: codes)
    func sheet(code: String) async throws {
        let place = try Self.place(of: code)
        let town = try await Town.open(regions: [place])
        let visitor = town.visitor()
        for language in Language.allCases {
            visitor.setCookie(Portal.languageCookieName, language.rawValue)
            let answer = try await visitor.get("/\(place)/layanan/\(code)/standar/lembar")
            #expect(answer.status == 200 && answer.headers["content-type"] == "application/pdf")
            let pages = String(decoding: answer.body, as: UTF8.self).matches(of: /\/Type \/Page\b(?!s)/).count
            #expect(answer.body.starts(with: Data("%PDF-1.".utf8)) && (1...2).contains(pages), "\(code) in \(language): \(pages) pages")
        }
        try await town.leave()
    }
}

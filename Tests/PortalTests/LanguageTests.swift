internal import HTTPTypes

import Catalogue
import Foundation
import Kernel
import Notifications
import Testing

@testable import Portal

/// English is a whole second language: pages, faults and messages.
@Suite("The two languages")
struct LanguageTests {
    @Test("Dewi does her errand in English")
    func dewiDoesHerErrandInEnglish() async throws {
        let town = try await Town.open()
        let base = "/\(Town.first)"
        let words = town.portal.catalogue.words
        func english(_ key: String, _ arguments: [String: String] = [:]) -> String {
            htmlEscaped(words.sentence(key, in: .english, arguments))
        }
        let visitor = town.visitor()
        #expect(try await visitor.get(base).text.contains("<html lang=\"id\">"))

        let switched = try await visitor.send(.get, "\(base)?bahasa=en")
        #expect(switched.status == 303 && switched.location == base)
        let service = try await visitor.get("\(base)/layanan/skck")
        let title = try #require(town.portal.catalogue.service("skck")).title
        #expect(service.text.contains("<html lang=\"en\">") && service.text.contains(htmlEscaped(title.text(in: .english))))

        let dewi = Citizen(visitor: visitor, base: base, town: town)
        try await dewi.signIn(nik: "3510015402929903", contact: "dewi@contoh.id")
        let draft = try await dewi.startDraft("skck")
        let faulty = try await dewi.answer(draft, ["full_name": ""])
        #expect(faulty.status == 422 && faulty.text.contains(">Required: Full name.</a>"))
        try await dewi.answer(draft, Citizen.skckAnswers)
        try await dewi.attachPhoto(to: draft)
        try await dewi.submit(draft)
        try await dewi.pay(draft)
        try await town.settle()
        #expect(try await visitor.get("\(base)/permohonan/\(draft)").text.contains(english("status.inReview.label")))
        let messages = try await town.island(Town.first).notifications.demoMailbox(limit: 10)
        #expect(!messages.isEmpty && messages.allSatisfy { $0.language == .english })

        // No page shows a bare key or an unfilled place.
        for path in [
            "", "/layanan", "/permohonan", "/pesan", "/verifikasi", "/privasi", "/permohonan/\(draft)", "/petugas/masuk", "/tidak-ada",
        ] {
            let page = try await visitor.get(base + path)
            #expect(page.status < 500 && !page.text.contains("{{"), "\(path)")
            let main = page.text.split(separator: "<main", maxSplits: 1).last ?? ""
            #expect(main.firstMatch(of: />[^<]*\b(?:problem|title|status|field|history)\.[a-z]/) == nil, "\(path)")
        }
        // And back, with the language that her messages come in.
        _ = try await visitor.get("\(base)/pesan?bahasa=id")
        #expect(try await visitor.get("\(base)/pesan").text.contains("<html lang=\"id\">"))
        try await town.leave()
    }

    @Test("A language that is unknown changes nothing")
    func anUnknownLanguageIsLeftAlone() async throws {
        let town = try await Town.open()
        let page = try await town.visitor().get("/\(Town.first)/layanan?bahasa=xx")
        #expect(page.status == 200 && page.text.contains("<html lang=\"id\">"))
        try await town.leave()
    }
}

import Catalogue
import Foundation
import Identity
import Kernel
import Storage
import Testing

@testable import Portal

/// Ibu Ratna makes a key for the police's program and ends it, beside the key of another agency.
@Suite("Pages of keys")
struct KeyPageTests {
    private let base = "/\(Town.first)"
    private var list: String { "\(base)/admin/kunci" }

    private func open(logger book: LogBook = LogBook()) async throws -> (town: Town, ratna: Visitor) {
        let town = try await Town.open(logger: book.logger)
        try await DemonstrationStaff.add(to: town, region: Town.first)
        return (town, try await town.ratna())
    }

    private func keys(of town: Town) async throws -> [ProgramKey] { try await town.island(Town.first).identity.programKeys() }

    @Test("A key that she makes opens the API until she revokes it, and another agency's key goes on")
    func life() async throws {
        let (town, ratna) = try await open()
        let dukcapil = try await town.program("disdukcapil")
        let other = try await keys(of: town)
        let settings = try await ratna.get("\(base)/admin")
        #expect(settings.text.contains("href=\"\(list)\""))

        let made = try await ratna.makeKey(from: try await ratna.get(list))
        #expect(made.status == 200 && made.text.contains(town.say("newKey.lead")) && made.headers["cache-control"] == "no-store")
        let secret = try #require(made.secret)
        let key = try #require(try await keys(of: town).first { $0.agency == "polri" })
        #expect(key.name == "Sistem SKCK, Satintelkam" && key.scopes == [.readRequests, .decideRequests])
        #expect(key.expiresAt == town.clock.now.advanced(byDays: 180))
        let polri = Program(visitor: town.visitor(), secret: secret, key: key.id, base: "\(base)/api/v1")
        #expect(try await polri.get("/requests").status == 200)

        // The list tells all about it but the secret.
        let listed = try await ratna.get(list)
        #expect(listed.secret == nil && !listed.text.contains(secret))
        let row = listed.row(with: "Sistem SKCK")
        for words in ["keys.scope.readRequests", "keys.scope.decideRequests", "keys.good"] {
            #expect(row.contains(town.say(words)), "\(words)")
        }
        #expect(!row.contains(town.say("keys.scope.readAttachments")) && row.contains("Polri"))

        let short = try await ratna.revokeKey(key.id, reason: "ya", at: base)
        #expect(short.status == 422 && short.text.contains(town.say("problem.reason.length")) && short.text.contains(">\nya</textarea>"))
        #expect(try await polri.get("/requests").status == 200)
        let after = try await ratna.revokeKey(key.id, reason: "Berkas konfigurasi bocor", at: base)
        #expect(after.row(with: "Sistem SKCK").contains(town.say("keys.revoked")))
        #expect(after.path == list && !after.row(with: "Sistem SKCK").contains("/pencabutan"))
        #expect(try await polri.get("/requests").isProblem(401, "problem.programKey.needed"))

        // Sent again it is noted once, and nobody else lost anything.
        _ = try await ratna.revokeKey(key.id, reason: "Sekali lagi dicabut", at: base)
        #expect(try await town.audited(about: key.id.text) == ["key.added", "key.revoked"])
        #expect(try await dukcapil.get("/requests").status == 200)
        #expect(try await keys(of: town).filter { $0.agency == "disdukcapil" } == other)
        #expect(after.row(with: "Program disdukcapil").contains("/\(dukcapil.key)/pencabutan"))
        // The audit trail calls the key by its name.
        #expect(try await ratna.get("\(base)/admin").row(with: "Berkas konfigurasi bocor").contains("Sistem SKCK, Satintelkam"))
        try await town.leave()
    }

    @Test("Reloading and sending twice make one key and show its secret once", arguments: Language.allCases)
    func twice(language: Language) async throws {
        let (town, ratna) = try await open()
        ratna.setCookie(Portal.languageCookieName, language.rawValue)
        func say(_ key: String) -> String { htmlEscaped(town.portal.catalogue.words.sentence(key, in: language)) }
        let form = try await ratna.get(list)
        let first = try await ratna.makeKey(from: form)
        let secret = try #require(first.secret)
        // Also when the form was filled in otherwise in between.
        for fields in [Visitor.KeyFields(), Visitor.KeyFields(name: "Sistem lain")] {
            let again = try await ratna.makeKey(fields, from: form)
            #expect(again.status == 200 && again.secret == nil && !again.text.contains(secret))
            #expect(again.text.contains(say("newKey.shown")) && again.text.contains(say("newKey.lost")))
            #expect(again.text.contains("Sistem SKCK, Satintelkam") && again.text.contains("href=\"\(list)\""))
            #expect(PageWalkTests.bareKeys(again.text) == [] && !again.text.contains("{"))
        }
        #expect(PageWalkTests.bareKeys(first.text) == [] && !first.text.contains("{"))
        #expect(try await keys(of: town).count == 1)
        #expect(try await town.audited().filter { $0 == "key.added" }.count == 1)

        // A fresh page makes another one.
        let second = try await ratna.makeKey(from: try await ratna.get(list))
        #expect(second.secret != nil && second.secret != secret)
        #expect(try await keys(of: town).count == 2)
        try await town.leave()
    }

    @Test("What is wrong is told at its field, with what was typed, and makes no key")
    func faults() async throws {
        let (town, ratna) = try await open()
        let empty = Visitor.KeyFields(name: " ", agency: "", scopes: [], validDays: "setahun")
        let refused = try await ratna.makeKey(empty, from: try await ratna.get(list))
        #expect(refused.status == 422 && refused.secret == nil)
        for (field, problem) in [("name", "name"), ("agency", "agency"), ("scopes", "scopes"), ("validDays", "days")] {
            // In the summary, which leads to the field, and at the field.
            let sentence = town.say("problem.programKey.\(problem)")
            #expect(refused.text.contains("<a href=\"#field-\(field)\">\(sentence)</a>") && refused.text.contains("id=\"field-\(field)\""))
            #expect(refused.text.contains("</span>\(sentence)</p>"), "\(field)")
        }
        #expect(refused.input("validDays") == "setahun")

        // One that is right but for one answer keeps the others, and nobody else's agency is let in.
        let astray = try await ratna.makeKey(Visitor.KeyFields(agency: "tidak-ada"), from: refused)
        #expect(astray.status == 422 && astray.text.contains("href=\"#field-agency\""))
        #expect(astray.text.contains("value=\"requests:read\" checked") && !astray.text.contains("value=\"attachments:read\" checked"))
        #expect(try await keys(of: town).isEmpty)
        #expect(try await town.audited().filter { $0 == "key.added" } == [])

        // The page of the refusal is good for another try.
        #expect(try await ratna.makeKey(from: astray).secret != nil)
        let unknown = Identifier(at: town.clock.now)
        #expect(try await ratna.get("\(list)/\(unknown)/pencabutan").status == 404)
        try await town.leave()
    }

    @Test("A key that is over stands in the list and cannot be revoked")
    func over() async throws {
        let (town, ratna) = try await open()
        _ = try await ratna.makeKey(Visitor.KeyFields(name: "Sementara", validDays: "1"), from: try await ratna.get(list))
        _ = try await ratna.makeKey(from: try await ratna.get(list))
        town.clock.advance(bySeconds: 86_400)
        // Her session is over by now as well.
        let page = try await town.ratna().get(list)
        let (over, good) = (page.row(with: "Sementara"), page.row(with: "Sistem SKCK"))
        #expect(over.contains(town.say("keys.expired")) && !over.contains("/pencabutan"))
        #expect(good.contains(town.say("keys.good")) && good.contains("/pencabutan"))
        try await town.leave()
    }

    @Test("The secret stands neither on the disk nor in the log")
    func secrecy() async throws {
        let book = LogBook()
        let (town, ratna) = try await open(logger: book)
        let form = try await ratna.get(list)
        let secret = try #require(try await ratna.makeKey(from: form).secret)
        _ = try await ratna.makeKey(from: form)
        let key = try #require(try await keys(of: town).first)
        let polri = Program(visitor: town.visitor(), secret: secret, key: key.id, base: "\(base)/api/v1")
        #expect(try await polri.get("/requests").status == 200)
        _ = try await ratna.revokeKey(key.id, reason: "Berkas konfigurasi bocor", at: base)
        #expect(try await polri.get("/requests").status == 401)
        try await town.settle()
        let running = try SecrecyTests.files(below: town.data).filter { $0.name.contains("mpp.sqlite") }
        try await town.close()

        let files = try SecrecyTests.files(below: town.data) + running
        // The search finds what is there.
        #expect(files.contains { $0.content.range(of: Data(key.id.text.utf8)) != nil } && book.text.contains("refused"))
        let random = Data(secret.dropFirst(4).utf8)
        for file in files { #expect(file.content.range(of: random) == nil, "The secret stands in \(file.name)") }
        #expect(!book.text.contains(secret.dropFirst(4)))
        try FileManager.default.removeItem(at: town.data)
    }
}

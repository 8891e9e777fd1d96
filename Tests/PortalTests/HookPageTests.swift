import Catalogue
import Foundation
import HTTPTypes
import Kernel
import Payments
import Storage
import Testing

@testable import Portal

/// Ibu Ratna says where the police's own system is told of payments.
@Suite("The page of messages of payments")
struct HookPageTests {
    private static let address = "https://sistem.contoh.go.id/kabar"
    private let root = Principal.operatorAtConsole(name: "root")

    /// Takes nothing.
    private struct Deaf: HookCarrier {
        func carry(_ body: Data, headers: [String: String], to address: String) async throws -> Int { 503 }
    }

    /// A town with its administrator, and the page of a key that reads payments.
    private func open(
        _ scopes: Set<ProgramScope> = [.readPayments]
    ) async throws -> (town: Town, ratna: Visitor, key: Identifier, page: String) {
        let town = try await Town.open()
        try await DemonstrationStaff.add(to: town, region: Town.first)
        let program = try await town.program("polri", scopes)
        return (town, try await town.ratna(), program.key, "/\(Town.first)/admin/kunci/\(program.key)/kabar")
    }

    private func secret(_ answer: Visitor.Answer) -> String? {
        answer.text.firstMatch(of: /hook_[0-9a-f]{64}/).map { String($0.output) }
    }

    @Test("It is set, paused, resumed and deleted; the secret is shown once, and all of it is in the trail")
    func life() async throws {
        let (town, ratna, key, page) = try await open()
        let list = try await ratna.get("/\(Town.first)/admin/kunci")
        #expect(list.text.contains("href=\"\(page)\""))
        let form = try await ratna.get(page)
        #expect(!form.text.contains(town.say("hook.pause")) && !form.text.contains(town.say("hook.end")))
        let made = try await ratna.submit(["address": Self.address], to: page, from: form)
        let secret = try #require(self.secret(made))
        #expect(made.status == 200 && made.text.contains(Self.address) && made.text.contains(town.say("hook.good")))
        #expect(made.headers["cache-control"] == "no-store")
        let paused = try await ratna.submit(to: "\(page)/jeda", from: made)
        #expect(paused.path == page && paused.text.contains(town.say("hook.silence.paused")) && !paused.text.contains(secret))
        #expect(!paused.text.contains("\(page)/jeda"))
        let resumed = try await ratna.submit(to: "\(page)/kelanjutan", from: paused)
        #expect(resumed.path == page && resumed.text.contains(town.say("hook.good")) && !resumed.text.contains("\(page)/kelanjutan"))
        let changed = try await ratna.submit(["address": "https://baru.contoh.go.id/"], to: page, from: resumed)
        let second = try #require(self.secret(changed))
        #expect(second != secret)
        let ended = try await ratna.submit(to: "\(page)/penghentian", from: changed)
        #expect(ended.status == 200 && ended.path == page && !ended.text.contains(town.say("hook.end")))
        let trail = ["hook.set", "hook.paused", "hook.resumed", "hook.changed", "hook.removed"]
        #expect(try await town.audited(about: key.text).suffix(5) == trail)
        let entries = try await town.island(Town.first).database.read { tx in try tx.auditEntries().map { "\($0)" } }
        #expect(entries.allSatisfy { !$0.contains(secret) && !$0.contains("contoh.go.id") })
        // Each in words, and the key by its name.
        let told = try await ratna.get("/\(Town.first)/admin/jejak?tentang=\(key)").text
        for action in trail {
            #expect(told.contains(town.say("trail.\(action)", ["who": "Ibu Ratna", "subject": "Program polri"])), "\(action)")
        }
        try await town.leave()
    }

    @Test("A form that is sent twice or loaded anew makes one secret and shows it once", arguments: Language.allCases)
    func twice(language: Language) async throws {
        let (town, ratna, key, page) = try await open()
        ratna.setCookie(Portal.languageCookieName, language.rawValue)
        let form = try await ratna.get(page)
        let made = try await ratna.submit(["address": Self.address], to: page, from: form)
        #expect(secret(made) != nil)
        let before = try await town.island(Town.first).payments.hook(of: key, by: root)?.hook
        let again = try await ratna.submit(["address": "https://lain.contoh.go.id/"], to: page, from: form)
        let shown = htmlEscaped(town.portal.catalogue.words.sentence("hook.shown", in: language))
        #expect(again.status == 200 && secret(again) == nil && again.text.contains(shown) && again.text.contains(Self.address))
        #expect(PageWalkTests.bareKeys(again.text) == [] && !again.text.contains("{"))
        #expect(try await town.island(Town.first).payments.hook(of: key, by: root)?.hook == before)
        try await town.leave()
    }

    @Test("What was typed wrong stays in its field", arguments: ["http://127.0.0.1/", "", "sistem"])
    func wrong(address: String) async throws {
        let (town, ratna, key, page) = try await open()
        let refused = try await ratna.submit(["address": address], to: page, from: ratna.get(page))
        #expect(refused.status == 422 && refused.text.contains(town.say("problem.hook.address")))
        #expect(refused.text.contains("value=\"\(address)\"") && secret(refused) == nil)
        #expect(try await town.island(Town.first).payments.hook(of: key, by: root) == nil)
        let made = try await ratna.submit(["address": Self.address], to: page, from: refused)
        #expect(secret(made) != nil)
        try await town.leave()
    }

    @Test("A key that may not read payments is told nothing of them, and no link leads there")
    func scope() async throws {
        let (town, ratna, key, page) = try await open([.readRequests])
        #expect(!(try await ratna.get("/\(Town.first)/admin/kunci").text.contains(page)))
        let shown = try await ratna.get(page)
        #expect(shown.status == 200 && shown.text.contains(town.say("hook.deaf")) && !shown.text.contains("name=\"address\""))
        for path in [page, "\(page)/jeda", "\(page)/kelanjutan"] {
            let refused = try await ratna.submit(["address": Self.address], to: path, from: shown)
            #expect(refused.status == 404 && secret(refused) == nil, "\(path)")
        }
        await #expect(throws: Problem.self) {
            let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
            defer { try? office.close() }
            _ = try await office.setHook(Self.address, for: key, by: root)
        }
        #expect(try await town.island(Town.first).payments.hook(of: key, by: root) == nil)
        try await town.leave()
    }

    @Test("A key that is revoked is told nothing more, and its page says so at once", arguments: [true, false])
    func over(isRevoked: Bool) async throws {
        let (town, ratna, key, page) = try await open()
        _ = try await ratna.submit(["address": Self.address], to: page, from: ratna.get(page))
        let other = try await town.program("polri", [.readPayments])
        let island = try town.island(Town.first)
        let command = try #require(CommandID("command-1"))
        _ = try await island.payments.setHook("https://lain.contoh.go.id/", for: other.key, of: "polri", command: command, by: root)
        _ = try await town.siti().submitPaidSKCK()
        if isRevoked {
            _ = try await ratna.revokeKey(key, reason: "Tidak dipakai lagi", at: "/\(Town.first)")
            let shown = try await ratna.get(page).text
            #expect(shown.contains(town.say("hook.silence.keyOver")) && shown.contains(town.say("hook.deaf")))
            #expect(!shown.contains("\(page)/jeda") && !shown.contains("\(page)/kelanjutan"))
        } else {
            town.clock.advance(bySeconds: 30 * 86_400)
        }
        let knowledge = HookKnowledge(identity: island.identity, database: island.database)
        try await island.payments.tellHooks(by: Deaf(), knowledge)
        let hook = try #require(try await island.payments.hook(of: key, by: root)).hook
        #expect(hook.silence == .keyOver && hook.attempts == 0)
        // The other one was tried while its key held.
        #expect(try await island.payments.hook(of: other.key, by: root)?.hook.attempts == (isRevoked ? 1 : 0))
        try await town.leave()
    }

    @Test("An address that takes nothing is left alone with its reason, shown with what was given up, and started again")
    func failing() async throws {
        let (town, ratna, key, page) = try await open()
        _ = try await ratna.submit(["address": Self.address], to: page, from: ratna.get(page))
        for _ in 0..<2 { _ = try await town.siti().submitPaidSKCK() }
        let island = try town.island(Town.first)
        let knowledge = HookKnowledge(identity: island.identity, database: island.database)
        try await island.payments.tellHooks(by: Deaf(), knowledge)
        #expect(try await ratna.get(page).text.contains(town.say("hook.trying")))
        for _ in 1..<30 {
            town.clock.advance(bySeconds: 3600)
            try await island.payments.tellHooks(by: Deaf(), knowledge)
        }
        // Her session is over by now.
        let again = try await town.ratna()
        let shown = try await again.get(page)
        let reason = town.say("hook.fault.status", ["status": "503"])
        #expect(shown.text.contains(town.say("hook.silence.failing")) && shown.text.contains(reason))
        for (position, name) in [(1, "bill.opened"), (2, "bill.paid"), (3, "bill.opened")] {
            #expect(shown.text.contains(town.say("hook.event.\(name)", ["position": "\(position)", "amount": "Rp30.000"])), "\(position)")
        }
        #expect(PageWalkTests.bareKeys(shown.text) == [])
        let resumed = try await again.submit(to: "\(page)/kelanjutan", from: shown)
        #expect(resumed.text.contains(town.say("hook.good")) && resumed.text.contains(town.say("hook.dead")))
        #expect(try await town.audited(about: key.text).suffix(2) == ["hook.silenced", "hook.resumed"])
        let trail = try await again.get("/\(Town.first)/admin/jejak?tentang=\(key)").text
        #expect(trail.contains(reason))
        try await town.leave()
    }

    @Test("The operator does the same at the console, and an address within this machine is refused when it is called")
    func console() async throws {
        let (town, ratna, key, page) = try await open()
        let office = try RegionOffice.open(Town.first, settings: town.portal.settings, clock: town.clock)
        let secret = try await office.setHook("https://127.0.0.1:9/", for: key, by: root)
        #expect(secret.hasPrefix("hook_"))
        #expect(try await office.hooks(by: root) == ["\(key)  good  0  -  https://127.0.0.1:9/"])
        _ = try await town.siti().submitPaidSKCK()
        #expect(try await town.island(Town.first).tellHooks() == 0)
        #expect(try await office.hooks(by: root) == ["\(key)  trying  0  notPublic  https://127.0.0.1:9/"])
        let shown = try await ratna.get(page).text
        #expect(shown.contains(town.say("hook.fault.notPublic")) && shown.contains(town.say("hook.trying")))
        try await office.pauseHook(for: key, by: root)
        #expect(try await office.hooks(by: root) == ["\(key)  paused  0  notPublic  https://127.0.0.1:9/"])
        try await office.resumeHook(for: key, by: root)
        #expect(try await office.hooks(by: root) == ["\(key)  good  0  -  https://127.0.0.1:9/"])
        try await office.removeHook(for: key, by: root)
        #expect(try await office.hooks(by: root).isEmpty)
        try office.close()
        try await town.leave()
    }

    @Test(
        "The setting that allows a network of one's own has two words",
        arguments: [(nil, false), ("no", false), ("yes", true), ("1", nil)] as [(String?, Bool?)])
    func setting(value: String?, expected: Bool?) throws {
        func read() throws -> PortalSettings {
            var environment: [String: String] = [:]
            environment["MPP_HOOKS_PRIVATE"] = value
            return try PortalSettings(dataFolder: Town.resources, resourcesFolder: Town.resources, environment: environment)
        }
        guard let expected else {
            #expect(throws: Problem(.invalid, "problem.settings.invalid")) { _ = try read() }
            return
        }
        #expect(try read().hooksCallPrivate == expected)
    }
}

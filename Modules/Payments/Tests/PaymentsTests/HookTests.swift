import Foundation
import Kernel
import Storage
import StorageTesting
import Synchronization
import Testing

@testable import Payments

/// Somebody says where a key's program is told of payments, beside another agency's program that is told elsewhere.
@Suite("Addresses for webhooks to agencies")
struct HookTests {
    let counter: Counter
    let side = OtherSide()
    let key = Identifier(at: Instant(milliseconds: 9))
    let other = Identifier(at: Instant(milliseconds: 10))
    let root = Principal.operatorAtConsole(name: "root")

    init() throws { counter = try Counter() }

    private func tell() async throws -> Int { try await counter.payments.tellHooks(by: side, side) }
    private func hook() async throws -> Hook { try #require(try await counter.payments.hook(of: key, by: root)).hook }
    private func trail() async throws -> [String] {
        try await counter.database.read { tx in try tx.auditEntries() }.reversed().map(\.action).filter { $0.hasPrefix("hook.") }
    }

    @Test("It is set, changed, paused, resumed and removed; each is noted once, and the other agency's row stays as it was")
    func life() async throws {
        try await counter.setHook("https://lain.contoh.go.id/", for: other, agency: "disdukcapil")
        let beside = try await counter.hookRows(of: other)
        try await counter.setHook(for: key)
        try await counter.setHook("https://baru.contoh.go.id/", for: key)
        for _ in 0..<2 { try await counter.payments.pauseHook(for: key, by: root) }
        #expect(try await hook().silence == .paused)
        for _ in 0..<2 { try await counter.payments.resumeHook(for: key, by: root) }
        let resumed = try await hook()
        #expect(resumed.silence == nil && resumed.address == "https://baru.contoh.go.id/")
        for _ in 0..<2 { try await counter.payments.removeHook(for: key, by: root) }
        #expect(try await counter.payments.hook(of: key, by: root) == nil)
        #expect(try await trail() == ["hook.set", "hook.set", "hook.changed", "hook.paused", "hook.resumed", "hook.removed"])
        #expect(try await counter.hookRows(of: other) == beside)
        let paused = await #expect(throws: Problem.self) { try await counter.payments.pauseHook(for: key, by: root) }
        let again = await #expect(throws: Problem.self) { try await counter.payments.resumeHook(for: key, by: root) }
        #expect(paused?.code == .notFound && again?.code == .notFound)
    }

    @Test("What happens in a pause is told after it, with the secret of before; a new address goes on there too")
    func pause() async throws {
        let secret = try await counter.setHook(for: key)
        try await counter.payments.pauseHook(for: key, by: root)
        try await counter.event(100)
        #expect(try await tell() == 0)
        #expect(side.ids.isEmpty)
        try await counter.payments.resumeHook(for: key, by: root)
        #expect(try await tell() == 1)
        let told = try #require(side.told.withLock { $0 }.first)
        #expect(try isSigned(told, with: secret))
        try await counter.payments.pauseHook(for: key, by: root)
        try await counter.event(101)
        try await counter.setHook("https://baru.contoh.go.id/", for: key)
        #expect(try await hook().silence == nil)
        #expect(try await tell() == 1)
        #expect(try await side.ids == counter.eventIDs())
    }

    @Test("Each secret is another one, also after the address was removed, and signs what is told from then on")
    func secrets() async throws {
        var secrets = [try await counter.setHook(for: key)]
        try await counter.event(100)
        _ = try await tell()
        secrets.append(try await counter.setHook(for: key))
        try await counter.event(101)
        _ = try await tell()
        try await counter.payments.removeHook(for: key, by: root)
        secrets.append(try await counter.setHook(for: key))
        try await counter.event(102)
        _ = try await tell()
        #expect(Set(secrets).count == 3)
        for secret in secrets { #expect(secret.wholeMatch(of: /hook_[0-9a-f]{64}/) != nil) }
        let told = side.told.withLock { $0 }
        #expect(told.count == 3)
        for (message, own) in zip(told, secrets) {
            for secret in secrets { #expect(try isSigned(message, with: secret) == (secret == own)) }
        }
        // Kept nowhere: not whole, and not its digits.
        let rows = try await counter.database.everyRow().map(\.description)
        #expect(rows.contains { $0.contains(Counter.hookAddress) })
        for secret in secrets { #expect(rows.allSatisfy { !$0.contains(secret.dropFirst(5)) }) }
    }

    @Test("A form that comes twice sets once and says its secret once; another's command sets nothing")
    func twice() async throws {
        try await counter.setHook(for: key, command: "command-1")
        let before = try await hook()
        let command = try #require(CommandID("command-1"))
        let again = try await counter.payments.setHook(
            "https://baru.contoh.go.id/", for: key, of: "polri", command: command, by: root)
        #expect(again == .setBefore)
        #expect(try await hook() == before)
        await #expect(throws: Problem(.conflict, "problem.command.foreign")) {
            try await counter.payments.setHook(
                "https://baru.contoh.go.id/", for: other, of: "polri", command: command,
                by: .administrator(id: counter.siti))
        }
        #expect(try await counter.payments.allHooks(by: root) == [before])
    }

    @Test(
        "Only an address that can be called safely is taken",
        arguments: [
            "", "http://sistem.contoh.go.id/", "http://127.0.0.1/", "ftp://sistem.contoh.go.id/", "https://", "https:///kabar",
            "https://a b.contoh/", "https://mpp:rahasia@contoh.go.id/", "https://contoh.go.id/#x", "contoh.go.id", "https://dinas.contoh/é",
            "https://contoh.go.id/" + String(repeating: "a", count: 480),
        ])
    func addresses(address: String) async throws {
        let command = try #require(CommandID("command-1"))
        let problem = await #expect(throws: Problem.self) {
            try await counter.payments.setHook(address, for: key, of: "polri", command: command, by: root)
        }
        #expect(problem?.messageKey == "problem.hook.address" && problem?.fields.map(\.field) == ["address"])
        #expect(try await counter.payments.allHooks(by: root).isEmpty)
    }

    @Test(
        "Plain HTTP is for this machine alone, where it is allowed at all",
        arguments: [
            ("http://127.0.0.1:8080/kabar", true), ("http://localhost/", true), ("http://10.0.0.7/", false),
            ("http://127.0.0.1.contoh.id/", false), ("https://10.0.0.7/", true),
            ("https://contoh.go.id/" + String(repeating: "a", count: 479), true),
        ])
    func plain(address: String, isTaken: Bool) async throws {
        let command = try #require(CommandID("command-1"))
        let setting = try? await counter.payments.setHook(address, for: key, of: "polri", allowsPlain: true, command: command, by: root)
        #expect((setting != nil) == isTaken)
        #expect(try await counter.payments.allHooks(by: root).map(\.address) == (isTaken ? [address] : []))
    }

    @Test("Nobody but an administrator and the operator sets, pauses, ends or sees them")
    func whoMay() async throws {
        try await counter.setHook(for: key)
        let before = try await counter.hookRows(of: key)
        let others = [
            Principal.visitor, .citizen(id: counter.siti), .officer(id: counter.siti, agency: "polri"), .cashier(id: counter.siti),
            .finance(id: counter.siti), .platform(name: "tests"),
            .program(id: key, agency: "polri", scopes: Set(ProgramScope.allCases)),
        ]
        let forbidden = Problem(.forbidden, "problem.forbidden")
        let command = try #require(CommandID("command-1"))
        for other in others {
            await #expect(throws: forbidden, "\(other.kind)") {
                try await counter.payments.setHook(Counter.hookAddress, for: key, of: "polri", command: command, by: other)
            }
            await #expect(throws: forbidden) { try await counter.payments.pauseHook(for: key, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.resumeHook(for: key, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.removeHook(for: key, by: other) }
            await #expect(throws: forbidden) { try await counter.payments.allHooks(by: other) }
            await #expect(throws: forbidden) { _ = try await counter.payments.hook(of: key, by: other) }
        }
        #expect(try await counter.hookRows(of: key) == before)
        let ratna = Principal.administrator(id: counter.siti)
        _ = try await counter.payments.setHook(Counter.hookAddress, for: key, of: "polri", command: command, by: ratna)
        try await counter.payments.pauseHook(for: key, by: ratna)
        #expect(try await counter.payments.allHooks(by: ratna).map(\.silence) == [.paused])
    }
}

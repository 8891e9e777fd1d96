import Foundation
import Kernel
import Payments
import Storage
import Testing

@testable import Portal

/// Agencies' own systems are told over a real line.
@Suite("Webhooks over HTTP", .timeLimit(.minutes(15)))
struct HookOverHTTPTests {
    private let root = Principal.operatorAtConsole(name: "root")

    private func open() async throws -> Town { try await Town.open(environment: ["MPP_HOOKS_PRIVATE": "yes"]) }

    private func set(_ receiver: Receiver, for key: Identifier, in town: Town) async throws {
        let command = try #require(CommandID(UUID().uuidString))
        _ = try await town.island(Town.first).payments.setHook(
            receiver.address, for: key, of: "polri", allowsPlain: true, command: command, by: root)
    }

    @Test("What is told is what the API lists, event by event, under its id and signed")
    func told() async throws {
        let town = try await open()
        let polri = try await town.program("polri", [.readPayments])
        let receiver = try await Receiver.open("204 No Content")
        try await set(receiver, for: polri.key, in: town)
        _ = try await town.siti().submitPaidSKCK()
        #expect(try await town.island(Town.first).tellHooks() == 2)
        let listed = try await polri.get("/payment-events")
        let requests = receiver.requests
        #expect(requests.map { try? JSONDecoder().decode(JSON.self, from: $0.body) } == listed.items)
        #expect(requests.map { $0.header(PaymentService.hookEventHeader) } == listed.ids)
        for request in requests {
            #expect(request.head.hasPrefix("POST /kabar HTTP/1.1\r\n") && request.header("content-type") == "application/json")
            let signature = request.header(PaymentService.hookSignatureHeader) ?? ""
            #expect(signature.wholeMatch(of: /t=[0-9]{10},v1=[0-9a-f]{64}/) != nil)
        }
        try await receiver.close()
        try await town.leave()
    }

    @Test("A redirect is not followed, and takes nothing")
    func redirect() async throws {
        let town = try await open()
        let polri = try await town.program("polri", [.readPayments])
        let elsewhere = try await Receiver.open("204 No Content")
        let receiver = try await Receiver.open("307 Temporary Redirect\r\nLocation: \(elsewhere.address)")
        try await set(receiver, for: polri.key, in: town)
        _ = try await town.siti().submitPaidSKCK()
        #expect(try await town.island(Town.first).tellHooks() == 0)
        #expect(receiver.requests.count == 1 && elsewhere.requests.isEmpty)
        #expect(try await town.island(Town.first).payments.hook(of: polri.key, by: root)?.hook.lastFault == .status(307))
        for receiver in [receiver, elsewhere] { try await receiver.close() }
        try await town.leave()
    }

    @Test("Where no network of one's own is allowed, neither plain HTTP nor this machine is called, whatever was set before")
    func guarded() async throws {
        let receiver = try await Receiver.open("204 No Content")
        let (open, closed) = (HookOverHTTP(callsPrivate: true), HookOverHTTP(callsPrivate: false))
        #expect(try await open.carry(Data("{}".utf8), headers: [:], to: receiver.address) == 204)
        for address in [receiver.address, "http://contoh.go.id/", receiver.address.replacing("http:", with: "https:")] {
            await #expect(throws: HookFault.notPublic, "\(address)") {
                try await closed.carry(Data("{}".utf8), headers: [:], to: address)
            }
        }
        #expect(receiver.requests.count == 1)
        try await receiver.close()
        await #expect(throws: HookFault.unreachable) { try await open.carry(Data("{}".utf8), headers: [:], to: receiver.address) }
    }

    @Test("An answer of more than sixteen kilobytes takes nothing")
    func longAnswer() async throws {
        let body = String(repeating: "x", count: 0x4001)
        let receiver = try await Receiver.open("200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4001\r\n\(body)\r\n0\r\n")
        await #expect(throws: HookFault.answerTooLarge) {
            try await HookOverHTTP(callsPrivate: true).carry(Data("{}".utf8), headers: [:], to: receiver.address)
        }
        try await receiver.close()
    }

    @Test("In a server that runs, one that hangs keeps no other waiting, is called once, and lets the server stop without a try")
    func hangs() async throws {
        let town = try await open()
        let (slow, quick) = (try await town.program("polri", [.readPayments]), try await town.program("polri", [.readPayments]))
        let (hanging, taking) = (try await Receiver.open(nil), try await Receiver.open("200 OK"))
        let (island, commons) = (try town.island(Town.first), town.portal.commons)
        try await set(hanging, for: slow.key, in: town)
        let siti = try await town.siti()
        let loop = Task {
            try await RegionLoop(island: island, logger: commons.logger, metrics: commons.metrics, disks: commons.disks).run()
        }
        let draft = try await siti.startDraft("skck")
        try await siti.answer(draft, Citizen.skckAnswers)
        try await siti.attachPhoto(to: draft)
        try await siti.submit(draft)
        for await _ in hanging.arrivals { break }
        // From now on this one hangs; what happens meanwhile is told to the other.
        try await set(taking, for: quick.key, in: town)
        try await siti.pay(draft)
        for await _ in taking.arrivals { break }
        #expect(taking.requests.count == 1 && hanging.requests.count == 1)
        loop.cancel()
        try await loop.value
        let hook = try #require(try await island.payments.hook(of: slow.key, by: root)).hook
        #expect(hook.position == 0 && hook.attempts == 0 && hook.lastFault == nil)
        for receiver in [hanging, taking] { try await receiver.close() }
        try await town.leave()
    }
}

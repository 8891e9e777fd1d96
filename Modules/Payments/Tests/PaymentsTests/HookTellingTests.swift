import Crypto
import Foundation
import Kernel
import Storage
import Synchronization
import Testing

@testable import Payments

/// Whether a message is signed with that secret.
func isSigned(_ told: OtherSide.Told, with secret: String) throws -> Bool {
    let signature = try #require(TimedSignature(told.headers[PaymentService.hookSignatureHeader] ?? ""))
    return signature.isGenuine(for: told.body, key: SymmetricKey(data: Data(secret.utf8)))
}

@Suite("Webhooks to agencies", .timeLimit(.minutes(15)))
struct HookTellingTests {
    let counter: Counter
    let side = OtherSide()
    let key = Identifier(at: Instant(milliseconds: 9))
    let other = Identifier(at: Instant(milliseconds: 10))
    let root = Principal.operatorAtConsole(name: "root")

    init() throws { counter = try Counter() }

    private func tell() async throws -> Int { try await counter.payments.tellHooks(by: side, side) }
    private func hook() async throws -> Hook { try #require(try await counter.payments.hook(of: key, by: root)).hook }

    @Test("Events are told once, in their order, from when the address was set; another agency's are not")
    func told() async throws {
        try await counter.event(100)
        try await counter.setHook(for: key)
        for number in 101...103 { try await counter.event(Int64(number)) }
        try await counter.event(200, agency: "disdukcapil")
        #expect(try await tell() == 3)
        #expect(try await tell() == 0)
        #expect(try await side.ids == Array(counter.eventIDs().dropFirst()))
        #expect(side.told.withLock { $0 }.allSatisfy { $0.address == Counter.hookAddress })
    }

    @Test("A message is signed with its time over time and body, and says nothing of a person")
    func message() async throws {
        let secret = try await counter.setHook(for: key)
        try await counter.event(100)
        _ = try await tell()
        let told = try #require(side.told.withLock { $0 }.first)
        let signature = try #require(TimedSignature(told.headers[PaymentService.hookSignatureHeader] ?? ""))
        let seconds = counter.clock.now.milliseconds / 1000
        let digest = HMAC<SHA256>.authenticationCode(
            for: Data("\(seconds).".utf8) + told.body, using: SymmetricKey(data: Data(secret.utf8)))
        #expect(signature.header == "t=\(seconds),v1=\(Data(digest).hexadecimal)")
        let altered = OtherSide.Told(body: told.body + Data(" ".utf8), headers: told.headers, address: told.address)
        #expect(try isSigned(told, with: secret) && !isSigned(altered, with: secret))
        let body = try #require(try JSONSerialization.jsonObject(with: told.body) as? [String: Any])
        #expect(body.keys.sorted() == ["amount", "at", "bill", "id", "kind", "payment", "position", "refund", "request"])
        #expect(body["kind"] as? String == "bill.opened" && body["amount"] as? Int == 30_000 && body["id"] as? String == told.id)
        let words = String(decoding: told.body, as: UTF8.self)
        #expect(!words.contains(counter.siti.text) && !words.contains("SKCK"))
    }

    @Test("The example in Docs/API.md is signed as it says, and has the form of what is told")
    func example() async throws {
        let document = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../Docs/API.md").standardizedFileURL
        let text = try String(contentsOf: document, encoding: .utf8)
        let secret = try #require(text.firstMatch(of: /hook_[0-9a-f]{64}/)).output
        let header = try #require(text.firstMatch(of: /mpp-signature: (t=[0-9]+,v1=[0-9a-f]{64})/)).1
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("{\"amount\"") })
        let signature = try #require(TimedSignature(String(header)))
        #expect(signature.isGenuine(for: Data(line.utf8), key: SymmetricKey(data: Data(secret.utf8))))
        let shown = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(text.contains("mpp-event-id: \(shown["id"] as? String ?? "?")\n"))
        try await counter.setHook(for: key)
        try await counter.event(100)
        _ = try await tell()
        let told = try #require(side.told.withLock { $0 }.first)
        let body = try #require(try JSONSerialization.jsonObject(with: told.body) as? [String: Any])
        #expect(shown.keys.sorted() == body.keys.sorted() && shown["kind"] as? String == "bill.opened")
    }

    @Test(
        "One that is not taken is told again at growing gaps, with the same id, and those behind it wait",
        arguments: [0, 199, 300, 302, 404, 500])
    func again(status: Int) async throws {
        try await counter.setHook(for: key)
        try await counter.event(100)
        try await counter.event(101)
        side.status.withLock { $0 = status }
        #expect(try await tell() == 0)
        counter.clock.advance(bySeconds: 14)
        #expect(try await tell() == 0)
        #expect(side.ids.count == 1, "not before its gap is over")
        counter.clock.advance(bySeconds: 1)
        #expect(try await tell() == 0)
        #expect(Set(side.ids).count == 1 && side.ids.count == 2)
        #expect(try await hook().lastFault == (status == 0 ? .unreachable : .status(status)))
        side.status.withLock { $0 = 299 }
        counter.clock.advance(bySeconds: 29)
        #expect(try await tell() == 0)
        counter.clock.advance(bySeconds: 1)
        #expect(try await tell() == 2)
        let after = try await hook()
        #expect(after.lastFault == nil && after.attempts == 0)
        #expect(try await Array(side.ids.suffix(2)) == counter.eventIDs())
    }

    @Test("The gaps come to two hours, and what a wrong clock put off further comes back")
    func gaps() async throws {
        try await counter.setHook(for: key)
        try await counter.event(100)
        side.fault.withLock { $0 = .notPublic }
        var gaps: [Int] = []
        while try await hook().position == 0 {
            _ = try await tell()
            let wait = try await hook().asksAt.seconds(since: counter.clock.now)
            if wait > 0 { gaps.append(wait) }
            counter.clock.advance(bySeconds: wait)
        }
        #expect(gaps == [15, 30, 60, 120, 240, 480, 960, 1920, 3600] && side.ids.count == 10)
        #expect(try await hook().lastFault == .notPublic)
        try await counter.event(101)
        _ = try await tell()
        let asksAt = try await hook().asksAt
        for (back, isRecalled) in [(3600 - 15, false), (1, true)] {
            counter.clock.advance(bySeconds: -back)
            try await counter.payments.recallHooks()
            #expect(try await hook().asksAt == (isRecalled ? counter.clock.now : asksAt))
        }
    }

    @Test("After ten tries an event is dead, after three dead ones the address is left alone; resumed it goes on behind them")
    func dead() async throws {
        try await counter.setHook(for: key)
        try await counter.setHook("https://lain.contoh.go.id/", for: other, agency: "disdukcapil")
        let beside = try await counter.hookRows(of: other)
        for number in 100...103 { try await counter.event(Int64(number)) }
        side.status.withLock { $0 = 500 }
        for tries in 1...30 {
            let current = try await hook()
            #expect(current.silence == nil && current.givenUp == (tries - 1) / 10, "try \(tries)")
            _ = try await tell()
            counter.clock.advance(bySeconds: 3600)
        }
        let (silent, dead) = try #require(try await counter.payments.hook(of: key, by: root))
        #expect(silent.silence == .failing && silent.givenUp == 3 && silent.lastFault == .status(500))
        #expect(dead.count == 3 && dead.allSatisfy { $0.fault == .status(500) } && dead.first?.event.position == silent.position)
        #expect(try await counter.audit("hook.silenced").map(\.reason) == ["status 500"])
        #expect(try await counter.hookRows(of: other) == beside)
        side.status.withLock { $0 = 200 }
        #expect(try await tell() == 0)
        #expect(side.ids.count == 30)
        try await counter.payments.resumeHook(for: key, by: root)
        #expect(try await tell() == 1)
        #expect(try await hook().silence == nil)
        #expect(try await side.ids.last == counter.eventIDs().last)
    }

    @Test("Two dead ones and one that is taken leave the address as it is, and dead ones are known for ninety days")
    func notEnough() async throws {
        try await counter.setHook(for: key)
        for round in 0..<3 {
            side.status.withLock { $0 = 500 }
            try await counter.event(Int64(100 + 10 * round))
            try await counter.event(Int64(101 + 10 * round))
            for _ in 0..<20 {
                _ = try await tell()
                counter.clock.advance(bySeconds: 3600)
            }
            let (current, dead) = try #require(try await counter.payments.hook(of: key, by: root))
            #expect(current.silence == nil && current.givenUp == 2)
            #expect(dead.count == [2, 4, 2][round], "round \(round)")
            side.status.withLock { $0 = 200 }
            try await counter.event(Int64(102 + 10 * round))
            #expect(try await tell() == 1)
            if round == 1 { counter.clock.advance(bySeconds: 91 * 86_400) }
        }
    }

    @Test("A key that is over is told nothing more, in the middle of what is due as well, and the other goes on")
    func over() async throws {
        try await counter.setHook(for: key)
        try await counter.setHook("https://lain.contoh.go.id/", for: other, agency: "disdukcapil")
        try await counter.event(100)
        try await counter.event(200, agency: "disdukcapil")
        side.over.withLock { _ = $0.insert(key) }
        #expect(try await tell() == 1)
        #expect(side.ids(at: Counter.hookAddress).isEmpty && side.ids.count == 1)
        #expect(try await hook().silence == .keyOver)
        #expect(try await counter.audit("hook.silenced").map(\.reason) == ["keyOver"])
        #expect(try await tell() == 0)
        #expect(try await counter.audit("hook.silenced").count == 1)
    }

    @Test("One that was removed is told nothing, also not what was due before")
    func removed() async throws {
        try await counter.setHook(for: key)
        try await counter.event(100)
        side.status.withLock { $0 = 500 }
        for _ in 0..<10 {
            _ = try await tell()
            counter.clock.advance(bySeconds: 3600)
        }
        try await counter.payments.removeHook(for: key, by: root)
        try await counter.event(101)
        try await counter.setHook(for: key)
        side.status.withLock { $0 = 200 }
        #expect(try await tell() == 0)
        #expect(try await counter.payments.hook(of: key, by: root)?.dead.isEmpty == true)
    }

    // MARK: Side by side

    @Test("One that does not answer holds back no other, no write and no next round, and is called by one at a time")
    func slow() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        try await counter.setHook(for: key)
        try await counter.event(100)
        let first = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        try await counter.setHook("https://lain.contoh.go.id/", for: other, agency: "disdukcapil")
        try await counter.event(200, agency: "disdukcapil")
        try await counter.event(101)
        #expect(try await payments.tellHooks(by: slow, slow) == 1)
        #expect(try await payments.tellHooks(by: slow, slow) == 0)
        #expect(slow.ids(at: Counter.hookAddress).count == 1)
        slow.answerAll()
        #expect(try await first.value == 2)
        #expect(try await slow.ids(at: Counter.hookAddress) == counter.eventIDs())
        #expect(slow.mostAtOnce == 1)
    }

    @Test("Two keys with one address are told in turn, though it is written otherwise")
    func oneAddress() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        try await counter.setHook(for: key)
        try await counter.event(100)
        let first = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        try await counter.setHook("https://SISTEM.contoh.go.id/kabar", for: other)
        try await counter.event(101)
        #expect(try await payments.tellHooks(by: slow, slow) == 0)
        slow.answerAll()
        #expect(try await first.value == 2)
        #expect(try await payments.tellHooks(by: slow, slow) == 1)
        #expect(slow.ids.count == 3 && slow.mostAtOnce == 1)
    }

    @Test("An address that was changed while an event was on its way is told that event itself")
    func changedMeanwhile() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        try await counter.setHook(for: key)
        try await counter.event(100)
        let first = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        try await counter.setHook("https://baru.contoh.go.id/", for: key)
        slow.answerAll()
        #expect(try await first.value == 0)
        #expect(try await tell() == 1)
        #expect(side.told.withLock { $0 }.map(\.address) == ["https://baru.contoh.go.id/"] && side.ids == slow.ids)
    }

    @Test("What was taken in the moment of a pause stays taken, and nothing follows")
    func pausedMeanwhile() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        try await counter.setHook(for: key)
        try await counter.event(100)
        try await counter.event(101)
        let first = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        try await payments.pauseHook(for: key, by: root)
        slow.answerAll()
        #expect(try await first.value == 1)
        #expect(try await hook().silence == .paused && slow.ids.count == 1)
    }

    // MARK: The end of a process

    @Test("A process that ends between sending and noting tells the same event again, and that was no try")
    func ended() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        try await counter.setHook(for: key)
        try await counter.event(100)
        let before = try await hook()
        let ending = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        ending.cancel()
        await #expect(throws: CancellationError.self) { try await ending.value }
        #expect(try await hook() == before)
        let next = PaymentService(database: counter.database, providers: [counter.provider, CashDesk()], zone: .western)
        #expect(try await next.tellHooks(by: side, side) == 1)
        #expect(side.ids == slow.ids && side.told.withLock { $0 }.first?.body == slow.told.withLock { $0 }.first?.body)
    }

    @Test("Of two processes that tell the same event one moves the hook, and none passes over an event")
    func twoProcesses() async throws {
        let slow = OtherSide(holding: Counter.hookAddress)
        let payments = counter.payments
        let second = PaymentService(database: counter.database, providers: [counter.provider, CashDesk()], zone: .western)
        try await counter.setHook(for: key)
        try await counter.event(100)
        try await counter.event(101)
        let first = Task { try await payments.tellHooks(by: slow, slow) }
        await slow.hasCaller()
        #expect(try await second.tellHooks(by: side, side) == 2)
        slow.answerAll()
        #expect(try await first.value == 0)
        #expect(try await side.ids == counter.eventIDs())
        #expect(slow.ids.count == 1)
        #expect(try await second.tellHooks(by: side, side) == 0)
    }
}

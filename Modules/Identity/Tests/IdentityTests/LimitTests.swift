import Foundation
import Kernel
import Storage
import Testing

@testable import Identity

/// Each line of the table by itself; what they mean for people stands in `LimitStoryTests`.
@Suite("Limits")
struct LimitTests {
    let town: Town
    let store = AttemptStore()

    init() throws { town = try Town() }

    private func add(_ attempt: Attempt) async throws { try await town.database.write { [store] tx in try store.add(attempt, tx) } }

    /// The minutes to wait; `nil` when the next attempt is allowed.
    private func wait(_ attempt: Attempt) async throws -> Int? {
        do {
            try await town.database.read { [store] tx in try store.require(attempt, else: "problem.code.tooMany", tx) }
            return nil
        } catch let problem as Problem {
            #expect(problem.code == .tooMany && problem.messageKey == "problem.code.tooMany")
            return try Int(#require(problem.arguments["minutes"]))
        }
    }

    @Test("Each limit allows as many as it says and not one more, until the first of them is old enough", arguments: Limit.all)
    func boundary(limit: Limit) async throws {
        let siti = Attempt(kind: limit.counts, keys: [limit.per: "siti"])
        let dewi = Attempt(kind: limit.counts, keys: [limit.per: "dewi"])
        // Spread over the window, so that the shorter of two limits of one key is not reached before the longer.
        let pace = limit.windowSeconds / limit.count
        for number in 1...limit.count {
            #expect(try await wait(siti) == nil, "before number \(number)")
            try await add(siti)
            if number < limit.count { town.clock.advance(bySeconds: pace) }
        }
        let left = limit.windowSeconds - pace * (limit.count - 1)
        #expect(try await wait(siti) == (left + 59) / 60)
        #expect(try await wait(dewi) == nil)
        for kind in AttemptKind.allCases where kind != limit.counts {
            #expect(try await wait(Attempt(kind: kind, keys: [limit.per: "siti"])) == nil, "what is counted otherwise does not count")
        }
        for key in AttemptKey.allCases where key != limit.per {
            #expect(try await wait(Attempt(kind: limit.counts, keys: [key: "siti"])) == nil, "nor what is counted by another key")
        }
        town.clock.advance(bySeconds: left - 1)
        try await town.identity.purgeExpired()
        #expect(try await wait(siti) == 1)
        town.clock.advance(bySeconds: 1)
        #expect(try await wait(siti) == nil)
    }

    @Test("Whoever is right begins anew, and nobody else does", arguments: Limit.all)
    func forgotten(limit: Limit) async throws {
        let siti = Attempt(kind: limit.counts, keys: [limit.per: "siti"])
        let dewi = Attempt(kind: limit.counts, keys: [limit.per: "dewi"])
        for _ in 1...limit.count {
            try await add(siti)
            try await add(dewi)
        }
        let hers = try await town.rows("attempts")
        try await town.database.write { [store] tx in try store.forget(siti, tx) }
        #expect(try await wait(siti) == nil)
        #expect(try await wait(dewi) != nil)
        #expect(try await town.count("attempts") == limit.count)
        #expect(Set(try await town.rows("attempts")).isSubset(of: Set(hers)))
    }

    @Test("What lies in the future is not counted, and is removed", arguments: Limit.all)
    func future(limit: Limit) async throws {
        let siti = Attempt(kind: limit.counts, keys: [limit.per: "siti"])
        for _ in 1...limit.count { try await add(siti) }
        #expect(try await wait(siti) != nil)
        for seconds in [1, 30 * 86_400] {
            town.clock.advance(bySeconds: -seconds)
            #expect(try await wait(siti) == nil)
        }
        try await town.identity.purgeExpired()
        #expect(try await town.count("attempts") == 0)
    }

    @Test("What a wrong clock wrote into the future hides nothing that counts now", arguments: Limit.all)
    func hidden(limit: Limit) async throws {
        let siti = Attempt(kind: limit.counts, keys: [limit.per: "siti"])
        for _ in 1...limit.count { try await add(siti) }
        town.clock.advance(bySeconds: 7 * 86_400)
        for _ in 1...limit.count { try await add(siti) }
        town.clock.advance(bySeconds: -7 * 86_400)
        #expect(try await wait(siti) != nil)
    }

    @Test("Nobody waits for longer than the window, whatever the clock was")
    func longest() {
        let limit = Limit(counts: .codeAsked, per: .network, count: 2, windowSeconds: 900)
        let now = town.clock.now
        for ahead in [1, 900, 43_215 * 60] {
            let later = now.advanced(bySeconds: ahead)
            #expect(limit.minutesToWait(after: [later, later, now, now], at: now) == 15)
            #expect(limit.minutesToWait(after: [later, later, now], at: now) == nil)
        }
    }

    @Test("A crowd that asks at once gets no more than one after another")
    func crowd() async throws {
        let town = town
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await town.identity.requestCode(nik: sitisNIK, contact: sitisMail, language: .indonesian)
                        return false
                    } catch { return true }
                }
            }
            return await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        #expect(refused == 15)
        #expect(town.mail.letters.count == 5)
    }

    @Test("The module's page tells each limit as it is, and no other")
    func told() throws {
        let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("README.md")
        let lines = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n").filter {
            line in AttemptKind.allCases.contains { line.hasPrefix("| `\($0.rawValue)` |") }
        }
        let expected = Limit.all.map {
            "| `\($0.counts.rawValue)` | `\($0.per.rawValue)` | \($0.count) in \($0.windowSeconds / 60) minutes |"
        }
        #expect(lines.count == expected.count)
        for (line, start) in zip(lines, expected) { #expect(line.hasPrefix(start)) }
    }

    @Test("The schema knows the kinds of attempts that the program knows")
    func kinds() async throws {
        let known = try await town.database.read { tx in try tx.rows("SELECT name FROM attempt_kinds").map { try $0.text("name") } }
        #expect(Set(known) == Set(AttemptKind.allCases.map(\.rawValue)))
    }
}

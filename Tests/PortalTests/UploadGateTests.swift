internal import Identity

import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// How many files come in at once and in a day, of one person and of all.
@Suite("Uploads at once and in a day", .timeLimit(.minutes(2)))
struct UploadGateTests {
    private let clock = HandWallClock(Town.morning)

    /// Takes one file and answers why it was refused, if it was.
    private func take(_ gate: UploadGate, by person: String) async throws -> Problem? {
        try await gate.take(by: person) {
            $0
        } then: {
            $0
        }
    }

    /// Holds so many files of one person in mid-air while the body runs.
    private func holding(_ count: Int, _ gate: UploadGate, by person: String, _ body: () async throws -> Void) async throws {
        guard count > 0 else { return try await body() }
        try await gate.take(by: person) { refusal in
            #expect(refusal == nil)
            try await holding(count - 1, gate, by: person, body)
        } then: { _ in
        }
    }

    @Test("One person's third file at once is refused, and Dewi's is not")
    func atOnce() async throws {
        let gate = UploadGate(clock: clock)
        try await holding(1, gate, by: "siti") {
            let second = try await take(gate, by: "siti")
            #expect(second == nil)
        }
        try await holding(2, gate, by: "siti") {
            let (third, hers) = (try await take(gate, by: "siti"), try await take(gate, by: "dewi"))
            #expect(third == Problem(.tooMany, "problem.upload.atOnce") && hers == nil)
        }
        #expect(try await take(gate, by: "siti") == nil, "What has ended counts no more.")
    }

    @Test("All of memory's places taken, everybody is asked to come back")
    func inMemory() async throws {
        let gate = UploadGate(.init(atOnce: 2, perDay: 100, inMemory: 3, lanes: 1), clock: clock)
        try await holding(2, gate, by: "siti") {
            try await holding(1, gate, by: "dewi") {
                let his = try await take(gate, by: "bambang")
                #expect(his == Problem(.unavailable, "problem.upload.busy"))
            }
        }
        #expect(try await take(gate, by: "bambang") == nil)
    }

    @Test("The last file of a day is taken, the next one is not, and the day gives them back")
    func perDay() async throws {
        let gate = UploadGate(.init(atOnce: 2, perDay: 4, inMemory: 32, lanes: 4), clock: clock)
        let full = Problem(.tooMany, "problem.upload.perDay", arguments: ["max": "4"])
        for _ in 0..<4 { #expect(try await take(gate, by: "siti") == nil) }
        #expect(try await take(gate, by: "siti") == full)
        #expect(try await take(gate, by: "dewi") == nil)
        clock.advance(bySeconds: 86_400 / 4 - 1)
        #expect(try await take(gate, by: "siti") == full)
        clock.advance(bySeconds: 1)
        #expect(try await take(gate, by: "siti") == nil)
        #expect(try await take(gate, by: "siti") == full)
    }

    @Test("A file that fails gives its place back")
    func failing() async throws {
        let gate = UploadGate(.init(atOnce: 1, perDay: 100, inMemory: 1, lanes: 1), clock: clock)
        struct Mishap: Error {}
        await #expect(throws: Mishap.self) {
            try await gate.take(by: "siti") { _ in
                throw Mishap()
            } then: { _ in
            }
        }
        await #expect(throws: Mishap.self) {
            try await gate.take(by: "siti") {
                $0
            } then: { _ in
                throw Mishap()
            }
        }
        #expect(try await take(gate, by: "siti") == nil)
    }

    @Test("Those who wait for a lane go one after another")
    func lanes() async throws {
        let gate = UploadGate(.init(atOnce: 32, perDay: 100, inMemory: 32, lanes: 1), clock: clock)
        let inside = RateMeter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await gate.take(by: "\(number)") {
                        $0
                    } then: { _ in
                        await inside.enter()
                        await Task.yield()
                        await inside.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        let (most, all) = await (inside.most, inside.all)
        #expect(most == 1 && all == 20)
    }

    private actor RateMeter {
        private(set) var most = 0
        private(set) var all = 0
        private var now = 0
        func enter() {
            now += 1
            all += 1
            most = max(most, now)
        }
        func leave() { now -= 1 }
    }

    @Test("The day's last file is told at its field with 429, and her draft stays as it was")
    func told() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.attachPhoto(to: draft)
        let session = try #require(siti.visitor.cookie(Portal.sessionCookieName))
        let person = try #require(try await town.island(Town.first).identity.session(token: session)).principal
        for _ in 1..<100 { _ = try await take(town.portal.commons.uploads, by: "\(Town.first) \(person.reference)") }
        let answer = try await siti.attachPhoto(to: draft, named: "baru.png")
        #expect(answer.status == 429 && answer.faults == ["field-attachments-photo"])
        #expect(answer.fault(at: "field-attachments-photo") == town.say("problem.upload.perDay", ["max": "100"]))
        #expect(answer.text.contains("pas foto.png") && !answer.text.contains("baru.png"))
        try await town.leave()
    }
}

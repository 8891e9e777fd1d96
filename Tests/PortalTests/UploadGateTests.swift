internal import Identity

import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Portal

/// How many forms with files come in at once, and how many files in a day, of one person and of all.
@Suite("Uploads at once and in a day", .timeLimit(.minutes(15)))
struct UploadGateTests {
    private let clock = HandWallClock(Town.morning)

    /// Takes one form and answers why it was refused, if it was.
    private func take(_ gate: UploadGate, by person: String, bytes: Int = 1) async throws -> Problem? {
        try await gate.take(by: person, bytes: bytes) {
            $0
        } then: {
            $0
        }
    }

    /// Holds so many forms of one person in mid-air while the body runs.
    private func holding(_ count: Int, _ gate: UploadGate, by person: String, _ body: () async throws -> Void) async throws {
        guard count > 0 else { return try await body() }
        try await gate.take(by: person, bytes: 1) { refusal in
            #expect(refusal == nil)
            try await holding(count - 1, gate, by: person, body)
        } then: { _ in
        }
    }

    @Test("One person's third form at once is refused, and Dewi's is not")
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
        let gate = UploadGate(.init(atOnce: 2, perDay: 100, bytesInMemory: 100, lanes: 1), clock: clock)
        try await holding(2, gate, by: "siti") {
            try await holding(1, gate, by: "dewi") {
                for (bytes, isTaken) in [(96, true), (97, true), (98, false)] {
                    let his = try await take(gate, by: "bambang", bytes: bytes)
                    #expect(his == (isTaken ? nil : Problem(.unavailable, "problem.upload.busy")), "\(bytes)")
                }
            }
        }
        #expect(try await take(gate, by: "bambang", bytes: 100) == nil, "What has ended is held no more.")
    }

    @Test("The last file of a day is taken, the next one is not, and the day gives them back")
    func perDay() async throws {
        let gate = UploadGate(.init(atOnce: 2, perDay: 4, bytesInMemory: 100, lanes: 4), clock: clock)
        let full = Problem(.tooMany, "problem.upload.perDay", arguments: ["max": "4"])
        for _ in 0..<4 { try await gate.count(by: "siti") }
        await #expect(throws: full) { try await gate.count(by: "siti") }
        try await gate.count(by: "dewi")
        clock.advance(bySeconds: 86_400 / 4 - 1)
        await #expect(throws: full) { try await gate.count(by: "siti") }
        clock.advance(bySeconds: 1)
        try await gate.count(by: "siti")
        await #expect(throws: full) { try await gate.count(by: "siti") }
        #expect(try await take(gate, by: "siti") == nil, "A form without a file goes through.")
    }

    @Test("A form that fails gives its place back")
    func failing() async throws {
        let gate = UploadGate(.init(atOnce: 1, perDay: 100, bytesInMemory: 1, lanes: 1), clock: clock)
        struct Mishap: Error {}
        await #expect(throws: Mishap.self) {
            try await gate.take(by: "siti", bytes: 1) { _ in
                throw Mishap()
            } then: { _ in
            }
        }
        await #expect(throws: Mishap.self) {
            try await gate.take(by: "siti", bytes: 1) {
                $0
            } then: { _ in
                throw Mishap()
            }
        }
        #expect(try await take(gate, by: "siti") == nil)
    }

    @Test("Those who wait for a lane go one after another")
    func lanes() async throws {
        let gate = UploadGate(.init(atOnce: 32, perDay: 100, bytesInMemory: 32, lanes: 1), clock: clock)
        let inside = RateMeter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await gate.take(by: "\(number)", bytes: 1) {
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

    @Test("A file beyond the day's last is told at its field, her draft stays as it was, and she can go on without it")
    func told() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        try await siti.attachPhoto(to: draft)
        let session = try #require(siti.visitor.cookie(Portal.sessionCookieName))
        let island = try town.island(Town.first)
        let person = try #require(try await island.identity.session(token: session)).principal
        for _ in 1..<100 { try await town.portal.commons.uploads.count(by: UploadGate.person(person, in: island)) }
        let answer = try await siti.attachPhoto(to: draft, named: "baru.png")
        #expect(answer.status == 422 && answer.faults == ["field-attachments-photo"])
        #expect(answer.fault(at: "field-attachments-photo") == town.say("problem.upload.perDay", ["max": "100"]))
        #expect(answer.text.contains("pas foto.png") && !answer.text.contains("baru.png"))
        let onwards = try await siti.attach(Multipart(), to: draft)
        #expect(onwards.path.hasSuffix("/periksa") && onwards.text.contains("pas foto.png"))
        try await town.leave()
    }

    @Test("A third form at once is told above the form, and nothing of it is kept")
    func toldAbove() async throws {
        let town = try await Town.open()
        let siti = try await town.siti()
        let draft = try await siti.startDraft("skck")
        let session = try #require(siti.visitor.cookie(Portal.sessionCookieName))
        let island = try town.island(Town.first)
        let person = try #require(try await island.identity.session(token: session)).principal
        try await holding(2, town.portal.commons.uploads, by: UploadGate.person(person, in: island)) {
            let answer = try await siti.attachPhoto(to: draft, named: "baru.png")
            #expect(answer.status == 429 && answer.faults == ["field-attachments"] && answer.has(id: "field-attachments"))
            #expect(answer.fault(at: "field-attachments") == town.say("problem.upload.atOnce"))
            #expect(!answer.text.contains("baru.png"))
        }
        let answer = try await siti.attachPhoto(to: draft, named: "baru.png")
        #expect(answer.path.hasSuffix("/periksa") && answer.text.contains("baru.png"))
        try await town.leave()
    }
}

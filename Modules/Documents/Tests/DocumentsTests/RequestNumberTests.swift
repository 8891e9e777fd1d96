import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("Numbers of requests")
struct RequestNumberTests {
    @Test(
        "A number is read as people write it",
        arguments: [
            ("2026-00042", 2026, 42), ("2026-42", 2026, 42), (" 2026 / 00042 ", 2026, 42), ("2026 1", 2026, 1), ("2026–7", 2026, 7),
            ("2026-123456789", 2026, 123_456_789),
        ])
    func read(text: String, year: Int, sequence: Int) {
        #expect(RequestNumber(text) == RequestNumber(year: year, sequence: sequence))
    }

    @Test(
        "What is no number is none",
        arguments: [
            "", "2026", "42", "2026-0", "2026-00000", "26-42", "20266-42", "2026-42-1", "2026-4x", "abcd-42", "2026-1234567890", "٢٠٢٦-42",
        ])
    func refused(text: String) { #expect(RequestNumber(text) == nil) }

    @Test("A number has five digits at least", arguments: [(1, "2026-00001"), (99_999, "2026-99999"), (100_000, "2026-100000")])
    func text(sequence: Int, text: String) {
        #expect(RequestNumber(year: 2026, sequence: sequence).text == text)
        #expect(RequestNumber(text) == RequestNumber(year: 2026, sequence: sequence))
    }

    @Test("A draft has none; each request gets the next at its first sending and keeps it, whoever sends and however often")
    func given() async throws {
        let office = try await Office()
        let (one, other) = (try await office.filledDraft(), try await office.filledDraft(by: office.dewi))
        #expect(try await number(one, office) == nil)
        let command = office.command()
        for _ in 0..<2 { _ = try await office.documents.submit(other, command: command, by: office.dewi) }
        // What is refused takes no number.
        _ = try await office.documents.saveAnswers(["nik": "1"], of: one, by: office.siti)
        _ = await problem { _ = try await office.documents.submit(one, command: office.command(), by: office.siti) }
        _ = try await office.documents.saveAnswers(Office.sitisAnswers, of: one, by: office.siti)
        _ = try await office.documents.submit(one, command: office.command(), by: office.siti)
        #expect(try await number(other, office) == "2026-00001")
        #expect(try await number(one, office) == "2026-00002")
        office.cashier.settle(one)
        try await office.documents.settle(one)
        try await office.documents.returnForCorrection(
            one, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        _ = try await office.documents.submit(one, command: office.command(), by: office.siti)
        #expect(try await number(one, office) == "2026-00002")
        #expect(try await office.status(one) == .inReview)
        #expect(try await office.documents.requests(by: office.siti).map(\.number?.text) == ["2026-00002"])
    }

    @Test("Numbers begin anew with the region's year, not with that of the clock in Greenwich")
    func year() async throws {
        let office = try await Office()
        let newYear = IndonesianZone.western.instant(try #require(CivilDate("2027-01-01")), .midnight)
        office.clock.advance(bySeconds: newYear.seconds(since: office.clock.now) - 1)
        let last = try await office.filledDraft()
        _ = try await office.documents.submit(last, command: office.command(), by: office.siti)
        let first = try await office.filledDraft(by: office.dewi)
        office.clock.advance(bySeconds: 1)
        _ = try await office.documents.submit(first, command: office.command(), by: office.dewi)
        #expect(try await number(last, office) == "2026-00001")
        #expect(try await number(first, office) == "2027-00001")
    }

    @Test("An officer finds a request by its number, and none of another agency")
    func found() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        for typed in ["2026-00001", "2026/1"] {
            #expect(try await office.documents.search(.number(typed), by: office.agus).items.map(\.id) == [id])
            #expect(try await office.documents.search(.number(typed), by: office.wati).items.isEmpty)
        }
        for typed in ["2026-00002", "2025-00001", "2026"] {
            #expect(try await office.documents.search(.number(typed), by: office.agus).items.isEmpty)
        }
    }

    @Test("Sixteen who send at once get sixteen numbers without a gap")
    func race() async throws {
        let office = try await Office()
        var drafts: [(Identifier, Principal)] = []
        for _ in 0..<16 {
            let person = Identifier(at: office.clock.now)
            try await office.database.write { tx in try tx.createVaultKey(for: person) }
            let citizen = Principal.citizen(id: person)
            drafts.append((try await office.filledDraft(by: citizen), citizen))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (id, citizen) in drafts {
                group.addTask { _ = try await office.documents.submit(id, command: office.command(), by: citizen) }
            }
            try await group.waitForAll()
        }
        var numbers: Set<Int> = []
        for (id, citizen) in drafts { numbers.insert(try await office.documents.request(id, by: citizen).number?.sequence ?? 0) }
        #expect(numbers == Set(1...16))
    }

    private func number(_ id: Identifier, _ office: Office) async throws -> String? {
        try await office.documents.request(id, by: .platform(name: "test")).number?.text
    }
}

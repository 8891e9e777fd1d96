import Catalogue
import Kernel
import Storage
import Testing

@testable import Documents

/// Every move by every stale version, and every command for every other request.
@Suite("Moves that come too late or twice")
struct StaleTests {
    /// What an officer can decide on a request in review.
    enum Decision: String, CaseIterable {
        case approve, returnIt

        func make(_ office: Office, _ id: Identifier, version: Int?, command: CommandID) async throws {
            switch self {
            case .approve: try await office.documents.approve(id, version: version, command: command, by: office.agus)
            case .returnIt:
                try await office.documents.returnForCorrection(
                    id, reason: "photo_unclear", remark: "", version: version, command: command, by: office.agus)
            }
        }
    }

    let office: Office

    init() async throws { office = try await Office() }

    @Test("No decision is made on a version that is not the present one", arguments: Decision.allCases, [-2, -1, 1, 2])
    func versions(decision: Decision, distance: Int) async throws {
        let id = try await office.requestInReview()
        let version = try await office.documents.request(id, by: office.agus).version
        let events = try await office.events()
        let refused = await problem { try await decision.make(office, id, version: version + distance, command: office.command()) }
        #expect(refused == Problem(.conflict, "problem.request.moved"))
        #expect(try await office.status(id) == .inReview)
        #expect(try await office.events() == events)
        try await decision.make(office, id, version: version, command: office.command())
        #expect(try await office.documents.request(id, by: office.agus).version == version + 1)
    }

    @Test("A command that decided one request decides no other, nor anything else", arguments: Decision.allCases, Decision.allCases)
    func commands(first: Decision, second: Decision) async throws {
        let (id, other) = (try await office.requestInReview(), try await office.requestInReview())
        let command = office.command()
        try await first.make(office, id, version: nil, command: command)
        let foreign = Problem(.conflict, "problem.command.foreign")
        #expect(await problem { try await second.make(office, other, version: nil, command: command) } == foreign)
        #expect(try await office.status(other) == .inReview)
        if first != second {
            #expect(await problem { try await second.make(office, id, version: nil, command: command) } == foreign)
        }
    }

    @Test("A command of Siti's is for one draft and one submission")
    func applicant() async throws {
        let foreign = Problem(.conflict, "problem.command.foreign")
        let (start, submit) = (office.command(), office.command())
        let id = try await office.documents.startDraft(of: "skck", channel: .electronic, command: start, by: office.siti)
        #expect(try await office.documents.startDraft(of: "skck", channel: .electronic, command: start, by: office.siti) == id)
        let other = await problem {
            try await office.documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: start, by: office.siti)
        }
        #expect(other == foreign)
        let filled = try await office.filledDraft()
        #expect(filled == id, "an open draft is gone on with")
        #expect(await problem { try await office.documents.submit(id, command: start, by: office.siti) } == foreign)
        _ = try await office.documents.submit(id, command: submit, by: office.siti)
        let second = try await office.filledDraft()
        #expect(second != id)
        #expect(await problem { try await office.documents.submit(second, command: submit, by: office.siti) } == foreign)
        #expect(try await office.status(second) == .draft)
    }

    @Test("It is written down when each thing happened, and the promise counts from the payment")
    func times() async throws {
        let start = office.clock.now
        let id = try await office.filledDraft()
        office.clock.advance(bySeconds: 86_400)
        let submitted = office.clock.now
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        var seen = try await office.documents.request(id, by: office.siti)
        #expect(seen.createdAt == start)
        #expect(seen.submittedAt == submitted)
        #expect(seen.dueAt == nil, "nothing is promised before it is paid")
        office.clock.advance(bySeconds: 86_400)
        office.cashier.settle(id)
        try await office.documents.settle(id)
        seen = try await office.documents.request(id, by: office.siti)
        #expect(seen.submittedAt == submitted)
        #expect(seen.updatedAt == office.clock.now)
        // Paid on Wednesday, one working day, hours not known: Thursday's end.
        let thursday = try #require(CivilDate("2026-11-26"))
        #expect(seen.dueAt == IndonesianZone.western.instant(thursday, try #require(TimeOfDay("23:59"))))
        office.clock.advance(bySeconds: 60)
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        office.clock.advance(bySeconds: 86_400)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        seen = try await office.documents.request(id, by: office.siti)
        #expect(seen.submittedAt == submitted, "when it was first submitted")
        let friday = try #require(CivilDate("2026-11-27"))
        #expect(seen.dueAt == IndonesianZone.western.instant(friday, try #require(TimeOfDay("23:59"))), "a working day is left at least")
        let story = try await office.documents.history(of: id, by: office.siti)
        #expect(story.map(\.status) == [.draft, .awaitingPayment, .inReview, .returned, .inReview])
        #expect(story.map(\.at.milliseconds) == story.map(\.at.milliseconds).sorted())
        #expect(story.first?.at == start)
        #expect(story.last?.at == office.clock.now)
        #expect(story.map(\.actorKind) == ["citizen", "citizen", "platform", "officer", "citizen"])
        #expect(story.map(\.reasonCode) == [nil, nil, nil, "photo_unclear", nil])
    }

    @Test("A remark has at most a thousand characters, and a reason five to five hundred")
    func lengths() async throws {
        for (length, isTaken) in [(1000, true), (1001, false)] {
            let id = try await office.requestInReview()
            let remark = String(repeating: "é", count: length)
            let refused = await problem {
                try await office.documents.returnForCorrection(
                    id, reason: "photo_unclear", remark: " \(remark)\n", command: office.command(), by: office.agus)
            }
            #expect((refused == nil) == isTaken)
            #expect(try await office.documents.request(id, by: office.siti).correction?.remark == (isTaken ? remark : nil))
        }
        for (length, isTaken) in [(4, false), (5, true), (500, true), (501, false)] {
            let refused = await problem {
                let isOn = try await office.documents.switches()["skck"]?.isOn ?? true
                try await office.documents.setSwitch("skck", isOn: !isOn, reason: String(repeating: "é", count: length), by: office.ratna)
            }
            #expect((refused?.messageKey == "problem.reason.length") == !isTaken)
        }
    }

    @Test("A paper holds on its last day and no longer, by the region's own date")
    func lastDay() async throws {
        let id = try await office.issuedRequest()
        let paper = try #require(try await office.documents.request(id, by: office.siti).paper)
        let last = try #require(paper.validUntil)
        #expect(last.iso8601 == "2027-05-23")
        for (day, time, isExpired) in [(0, "00:00", false), (0, "23:59", false), (1, "00:00", true)] {
            office.clock.set(IndonesianZone.western.instant(last.advanced(byDays: day), try #require(TimeOfDay(time))))
            guard case .genuine(let facts) = try await office.documents.verification(of: paper.code) else {
                Issue.record("not genuine")
                return
            }
            #expect(facts.isExpired == isExpired, "\(day) \(time)")
        }
    }

    @Test("A paper's number has four digits at least, its month in Roman figures")
    func numbers() throws {
        let region = try #require(RegionCode("99.01"))
        for (sequence, month, expected) in [
            (1, "01", "0001/I"), (999, "04", "0999/IV"), (9999, "09", "9999/IX"), (10_000, "12", "10000/XII"),
        ] {
            let date = try #require(CivilDate("2026-\(month)-15"))
            #expect(PaperNumber.filled("{sequence}/{month}", sequence: sequence, date: date, region: region) == expected)
        }
    }
}

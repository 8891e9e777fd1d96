import Catalogue
import Foundation
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("Officers")
struct ReviewTests {
    @Test("When two officers decide at once, one of them hears that the request has moved on")
    func twoOfficers() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        async let approval = problem { try await office.documents.approve(id, command: office.command(), by: office.agus) }
        async let rejection = problem {
            try await office.documents.returnForCorrection(
                id, reason: "photo_unclear", remark: "", command: office.command(), by: office.rini)
        }
        let outcomes = await [approval, rejection]
        #expect(outcomes.compactMap { $0 } == [Problem(.conflict, "problem.request.moved")])
        #expect(try await office.events().count == 3)
    }

    @Test("An officer does not decide on what he has not read")
    func staleVersion() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let read = try await office.documents.request(id, by: office.agus).version
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "", command: office.command(), by: office.rini)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let refused = await problem { try await office.documents.approve(id, version: read, command: office.command(), by: office.agus) }
        #expect(refused?.messageKey == "problem.request.moved")
        #expect(try await office.status(id) == .inReview)
    }

    @Test("A decision sent twice counts once")
    func sameCommand() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let command = office.command()
        try await office.documents.approve(id, command: command, by: office.agus)
        try await office.documents.approve(id, command: command, by: office.agus)
        #expect(try await office.events().filter { $0 == "request.approved" }.count == 1)
    }

    @Test("A reason that the service does not have, or a remark without end, is refused")
    func badReturn() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let unknown = await problem {
            try await office.documents.returnForCorrection(id, reason: "mood", remark: "", command: office.command(), by: office.agus)
        }
        #expect(unknown?.fields.map(\.field) == ["reason"])
        let long = await problem {
            try await office.documents.returnForCorrection(
                id, reason: "photo_unclear", remark: String(repeating: "x", count: 1001), command: office.command(), by: office.agus)
        }
        #expect(long?.fields.map(\.field) == ["remark"])
        #expect(try await office.status(id) == .inReview)
    }

    @Test("What others may not know of is not found")
    func strangers() async throws {
        let office = try await Office()
        let draft = try await office.filledDraft()
        for stranger in [Principal.visitor, office.dewi, office.agus, office.wati] {
            #expect(await problem { try await office.documents.request(draft, by: stranger) }?.code == .notFound, "\(stranger.kind)")
        }
        #expect(await problem { try await office.documents.saveAnswers([:], of: draft, by: office.dewi) }?.code == .notFound)
        let submitted = await problem { try await office.documents.submit(draft, command: office.command(), by: office.dewi) }
        #expect(submitted?.code == .notFound)

        _ = try await office.documents.submit(draft, command: office.command(), by: office.siti)
        office.cashier.settle(draft)
        try await office.documents.settle(draft)
        let foreign = office.wati
        #expect(await problem { try await office.documents.request(draft, by: foreign) }?.code == .notFound)
        #expect(await problem { try await office.documents.attachment("photo", of: draft, by: foreign) }?.code == .notFound)
        #expect(await problem { try await office.documents.history(of: draft, by: foreign) }?.code == .notFound)
        #expect(await problem { try await office.documents.approve(draft, command: office.command(), by: foreign) }?.code == .notFound)
        #expect(await problem { try await office.documents.approve(draft, command: office.command(), by: office.siti) }?.code == .forbidden)
        #expect(await problem { try await office.documents.attachment("photo", of: draft, by: office.ratna) }?.code == .notFound)
        #expect(await problem { try await office.documents.workList(by: office.siti) }?.code == .forbidden)
        #expect(try await office.documents.workList(by: foreign).items.isEmpty)
    }

    @Test("Ibu Ratna sees where a request stands, and nothing personal")
    func administrator() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "Wajah Siti terpotong.", command: office.command(), by: office.agus)
        let seen = try await office.documents.request(id, by: office.ratna)
        #expect(seen.status == .returned)
        #expect(seen.answers.isEmpty)
        #expect(seen.attachments.map(\.filename) == [nil])
        #expect(seen.correction?.remark == nil)
        #expect(try await office.documents.history(of: id, by: office.ratna).allSatisfy { $0.remark == nil })
    }

    @Test("A submitted request cannot be edited")
    func edited() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let moved = Problem(.conflict, "problem.request.moved")
        #expect(await problem { try await office.documents.saveAnswers(["full_name": "X"], of: id, by: office.siti) } == moved)
        #expect(await problem { try await office.documents.detach("photo", from: id, by: office.siti) } == moved)
        let upload = Upload(filename: "a.png", content: Pictures.png)
        #expect(await problem { try await office.documents.attach(upload, as: "photo", to: id, by: office.siti) } == moved)
        #expect(office.fileCount() == 1)
    }

    @Test("The list shows fifty, soonest due first, along its index, and survives an erased applicant")
    func workList() async throws {
        let office = try await Office()
        let people = (0..<60).map { _ in Identifier(at: office.clock.now) }
        try await office.database.write { tx in for person in people { try tx.createVaultKey(for: person) } }
        for person in people {
            let citizen = Principal.citizen(id: person)
            let id = try await office.filledDraft(by: citizen)
            _ = try await office.documents.submit(id, command: office.command(), by: citizen)
            office.cashier.settle(id)
            try await office.documents.settle(id)
            office.clock.advance(bySeconds: 7200)
        }
        try await office.database.write { tx in try tx.destroyVaultKey(of: people[0]) }
        let first = try await office.documents.workList(by: office.agus)
        let second = try await office.documents.workList(by: office.agus, after: first.next)
        #expect(first.items.count == 50 && second.items.count == 10 && second.next == nil)
        let erased = try #require(first.items.first)
        #expect(erased.applicantName == "—" && erased.holder == "—" && erased.matter == nil)
        #expect(first.items.dropFirst().allSatisfy { $0.holder == "Siti Rahmawati" && $0.matter?.value == "work" })
        let dues = (first.items + second.items).map(\.dueAt?.milliseconds)
        #expect(dues == dues.compactMap(\.self).sorted())
        #expect((erased.workingDaysLeft ?? 0) < 0)
        #expect(try await office.documents.workCount(by: office.agus).text == "60")
    }

    /// Why a list costs the same however old the region is.
    @Test("Every list and every search goes along an index, and sorts nothing that grows with the region's age")
    func plans() async throws {
        let office = try await Office()
        let plans = try await office.database.read { tx in
            let desk: SQLArguments = ["agency": "polri", "status": "inReview", "limit": 50]
            let (place, before): (SQLArguments, SQLArguments) = (["due": 0, "id": ""], ["before": 1])
            let service: SQLArguments = ["service": "skck"]
            let newest: SQLArguments = ["before": "x", "limit": 50]
            let statements: [(String, [SQLArguments])] = [
                (WorkListStore.soonestFirst, [desk, place, before]), (WorkListStore.latestFirst, [desk, place]),
                (WorkListStore.soonestOfService, [desk, place, before, service]), (WorkListStore.latestOfService, [desk, place, service]),
                (WorkListStore.counted, [desk, before]), (WorkListStore.countedOfService, [desk, before, service]),
                (WorkListStore.nearlyLate, [["agency": "polri", "limit": 50, "now": 1, "officer": ""], place, service]),
                (WorkListStore.countedNearlyLate, [["agency": "polri", "limit": 50, "now": 1, "officer": ""], service]),
                (ClockStore.alerts, [["now": 1, "limit": 50]]), (ClockStore.near, [["agency": "polri", "now": 1, "limit": 50]]),
                (ClockStore.nearlyLate, [["agency": "polri", "now": 1, "limit": 50]]),
                (SearchStore.byWords, [newest, ["desk": "polri", "word1": "a", "word2": "b", "word3": "c"]]),
                (SearchStore.ofApplicant, [newest, ["agency": "polri", "applicant": "x"]]),
                (SearchStore.byNumber, [newest, ["agency": "polri", "number": "1", "request": "z", "year": 2026, "sequence": 1]]),
            ]
            return try statements.map { sql, parts in
                var arguments: SQLArguments = [:]
                for part in parts { arguments.append(part) }
                return try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { try $0.text("detail") }
            }
        }
        for plan in plans {
            let scans = plan.filter { $0.hasPrefix("SCAN") && !["SCAN counted", "SCAN CONSTANT ROW", "SCAN found"].contains($0) }
            #expect(scans == [], "\(plan)")
            // By an agency alone, or a person, all that ever came to it are gone through.
            #expect(!plan.contains { $0.hasSuffix("(agency=?)") }, "\(plan)")
        }
        // The last two sort what one person asked for, or the few that have one number.
        for plan in plans.dropLast(2) { #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)") }
    }

    @Test("Returned and finished requests have lists of their own")
    func otherLists() async throws {
        let office = try await Office()
        let issued = try await office.issuedRequest()
        let returned = try await office.requestInReview()
        try await office.documents.returnForCorrection(
            returned, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        #expect(try await office.documents.workList(by: office.agus, WorkView(.finished)).items.map(\.id) == [issued])
        #expect(try await office.documents.workList(by: office.agus, WorkView(.returned)).items.map(\.id) == [returned])
        #expect(try await office.documents.workList(by: office.agus).items.isEmpty)
    }
}

import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

/// Two who do something about one request, and what comes after its end.
@Suite("Two at once, and what comes too late")
struct RaceTests {
    enum Act: String, CaseIterable {
        case approve, returnIt, refuse, withdraw

        func make(_ office: Office, _ id: Identifier, by officer: Principal) async -> Problem? {
            let (documents, command) = (office.documents, office.command())
            return await problem {
                switch self {
                case .approve: try await documents.approve(id, command: command, by: officer)
                case .returnIt:
                    try await documents.returnForCorrection(id, reason: "photo_unclear", remark: "", command: command, by: officer)
                case .refuse: try await documents.refuse(id, ground: "UU 24/2013", command: command, by: officer)
                case .withdraw: try await documents.withdraw(id, command: command, by: office.siti)
                }
            }
        }
    }

    @Test(
        "Of two who decide at once one has decided, whichever it is; the other is told so, and Dewi's request stays as it was",
        arguments: Act.allCases, Act.allCases)
    func atOnce(first: Act, second: Act) async throws {
        let office = try await Office()
        let (id, dewis) = (try await office.requestInReview(), try await office.filledDraft(by: office.dewi))
        let (beside, events) = (try await office.database.everyRow(of: dewis), try await office.events().count)
        let before = try await office.documents.history(of: id, by: office.agus)
        async let agus = first.make(office, id, by: office.agus)
        async let rini = second.make(office, id, by: office.rini)
        let refusals = await [agus, rini].compactMap { $0 }
        // A request that was returned can still be taken back: then both have been done, one after the other.
        let isBoth = Set([first, second]) == [.returnIt, .withdraw] && refusals.isEmpty
        #expect(isBoth || refusals.map(\.messageKey) == ["problem.request.moved"], "\(first) and \(second)")
        let story = try await office.documents.history(of: id, by: office.agus)
        #expect(story.count == before.count + (isBoth ? 2 : 1))
        #expect(try await office.events().count == events + (isBoth ? 2 : 1))
        #expect(try await office.status(id) == story.last?.status)
        #expect(try await office.database.everyRow(of: dewis) == beside)
    }

    @Test("Neither a decision nor money changes what has ended", arguments: [Act.withdraw, .refuse])
    func ended(by end: Act) async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        #expect(await end.make(office, id, by: office.agus) == nil)
        let rows = try await office.database.everyRow(of: id)
        for late in Act.allCases {
            #expect(await late.make(office, id, by: office.rini)?.messageKey == "problem.request.moved", "\(late) after \(end)")
        }
        office.cashier.settle(id)
        try await office.documents.settle(id)
        #expect(await problem { try await office.documents.issue(id) }?.messageKey == "problem.request.moved")
        #expect(try await office.database.everyRow(of: id) == rows)
        #expect(office.press.orders.isEmpty, "nothing is printed for it")
    }

    @Test(
        "An errand goes its way though the clock is set back or forth before each step, and its story stays in order",
        arguments: [-90_000, -1, 0, 90_000, 86_400 * 400])
    func clock(seconds: Int) async throws {
        let office = try await Office()
        let turn = { office.clock.advance(bySeconds: seconds) }
        let id = try await office.filledDraft()
        turn()
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        turn()
        office.cashier.settle(id)
        try await office.documents.settle(id)
        turn()
        try await office.documents.claim(id, by: office.agus)
        #expect(try await office.documents.workList(by: office.agus).items.map(\.id) == [id])
        turn()
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        turn()
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        let due = try #require(try await office.documents.request(id, by: office.agus).dueAt)
        #expect(due > office.clock.now, "what is promised lies ahead of the clock by which it was promised")
        turn()
        try await office.documents.approve(id, command: office.command(), by: office.agus)
        turn()
        try await office.documents.issue(id)
        #expect(try await office.status(id) == .issued)
        let story = try await office.documents.history(of: id, by: office.siti).map(\.status)
        #expect(story == [.draft, .awaitingPayment, .inReview, .returned, .inReview, .approved, .issued])
        let paper = try #require(try await office.documents.request(id, by: office.siti).paper)
        guard case .genuine(let facts) = try await office.documents.verification(of: paper.code) else {
            Issue.record("not genuine")
            return
        }
        #expect(!facts.isExpired)
        let trail = try await office.audited().filter { $0.hasPrefix("request.") }
        #expect(
            trail == [
                "request.submitted", "request.received", "request.claimed", "request.returned", "request.resubmitted", "request.approved",
                "request.issued",
            ])
    }

    @Test("The request of somebody who was erased is shown to officers without what was hers, and Dewi's with all of it")
    func erased() async throws {
        let office = try await Office()
        let (id, dewis) = (try await office.requestInReview(), try await office.filledDraft(by: office.dewi))
        try await office.documents.returnForCorrection(
            id, reason: "photo_unclear", remark: "Mohon diulang.", command: office.command(), by: office.agus)
        let siti = try #require(office.siti.personID)
        try await office.database.write { tx in try tx.destroyVaultKey(of: siti) }
        let seen = try await office.documents.request(id, by: office.agus)
        #expect(seen.status == .returned && seen.number != nil && seen.holder == nil && seen.answers.isEmpty)
        #expect(seen.attachments.map(\.name) == ["photo"] && seen.attachments.allSatisfy { $0.filename == nil })
        #expect(seen.correction?.reason.code == "photo_unclear" && seen.correction?.remark == nil)
        #expect(try await office.documents.history(of: id, by: office.agus).last?.remark == nil)
        #expect(await problem { try await office.documents.attachment("photo", of: id, by: office.agus) }?.code == .gone)
        let other = try await office.documents.request(dewis, by: office.dewi)
        #expect(other.holder == "Siti Rahmawati" && other.attachments.map(\.filename) == ["foto.jpg"])
    }

    @Test("A photo for which the disk has no room is refused; the earlier one stays, and the next try finds room")
    func fullDisk() async throws {
        let office = try await Office()
        let (id, dewis) = (try await office.filledDraft(), try await office.filledDraft(by: office.dewi))
        let rows = try await office.database.everyRow(of: id, dewis)
        let (files, away) = (office.folder.appendingPathComponent("files"), office.folder.appendingPathComponent("away"))
        try FileManager.default.moveItem(at: files, to: away)
        try Data("in the way".utf8).write(to: files)
        let refused = await problem {
            try await office.documents.attach(Upload(filename: "baru.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        }
        #expect(refused == Problem(.unavailable, "problem.data.unavailable"))
        try FileManager.default.removeItem(at: files)
        try FileManager.default.moveItem(at: away, to: files)
        #expect(try await office.database.everyRow(of: id, dewis) == rows)
        #expect(office.fileCount() == 2)
        #expect(try await office.documents.attachment("photo", of: id, by: office.siti).data == Pictures.jpeg)
        try await office.documents.attach(Upload(filename: "baru.png", content: Pictures.png), as: "photo", to: id, by: office.siti)
        #expect(try await office.documents.attachment("photo", of: id, by: office.siti).data == Pictures.png)
        #expect(try await office.documents.attachment("photo", of: dewis, by: office.dewi).data == Pictures.jpeg)
    }
}

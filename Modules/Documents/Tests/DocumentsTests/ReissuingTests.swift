import Catalogue
import Foundation
import Kernel
import Storage
import StorageTesting
import Testing

@testable import Documents

@Suite("Papers that are issued anew")
struct ReissuingTests {
    let office: Office
    private static let reason = "Fotonya terpotong saat dicetak"

    init() async throws { office = try await Office() }

    private func code(of id: Identifier) async throws -> String {
        try #require(try await office.documents.request(id, by: office.siti).paper?.code)
    }

    private func reissue(
        _ id: Identifier, for kind: ReissueReason = .misprinted, reason: String = reason, version: Int? = nil, by officer: Principal? = nil,
        command: CommandID? = nil
    ) async throws {
        try await office.documents.reissue(
            id, for: kind.rawValue, reason: reason, version: version, command: command ?? office.command(), by: officer ?? office.agus)
    }

    private func revoked(_ id: Identifier) async throws {
        try await office.documents.revoke(id, reason: "Diterbitkan keliru", command: office.command(), by: office.agus)
    }

    @Test("Siti's revoked paper comes back under the next number, the old one stays void and names it, and she is told of it once")
    func revokedPaper() async throws {
        let dewis = try await office.filledDraft(by: office.dewi)
        let id = try await office.issuedRequest()
        let old = try await code(of: id)
        try await revoked(id)
        let revokedAt = office.clock.now
        let dewi = try #require(office.dewi.personID)
        let before = try await office.database.everyRow(of: dewi)
        let said = try await office.events().count
        office.clock.advance(bySeconds: 3600)

        try await reissue(id, for: .revokedByMistake)
        #expect(try await office.status(id) == .approved)
        guard case .revoked(let between) = try await office.documents.verification(of: old) else {
            Issue.record("the old paper is not void")
            return
        }
        #expect(between.replacement == nil, "what is not printed yet is not there")
        try await office.documents.issue(id)

        let order = try #require(office.press.orders.last)
        #expect(order.number == "SKCK/0002/XI/2026/99.01" && order.replaces == "SKCK/0001/XI/2026/99.01")
        #expect(order.approver == office.agus.officerID && office.press.orders.first?.replaces == nil)
        let paper = try #require(try await office.documents.request(id, by: office.siti).paper)
        #expect(paper.number == order.number && paper.replaces == order.replaces && paper.revokedAt == nil)
        #expect(String(decoding: try await office.documents.paper(of: id, by: office.siti), as: UTF8.self).contains(order.number))
        guard case .revoked(let facts) = try await office.documents.verification(of: old) else {
            Issue.record("the old paper is not void")
            return
        }
        #expect(facts.number == "SKCK/0001/XI/2026/99.01" && facts.revokedAt == revokedAt)
        #expect(facts.replacement == PaperReplacement(number: order.number, issuedAt: order.issuedAt))
        guard case .genuine(let new) = try await office.documents.verification(of: paper.code) else {
            Issue.record("the new paper does not hold")
            return
        }
        #expect(new.replacement == nil && new.initials == "S. R.")
        #expect(try await office.documents.revokedCodes() == [old])

        #expect(Array(try await office.events().dropFirst(said)) == ["request.reissued", "request.issued"])
        let trail = try await office.database.read { tx in try tx.auditEntries() }
        #expect(trail.first { $0.action == "request.reissued" }?.reason == "paper_revoked_by_mistake")
        let step = try #require(try await office.documents.history(of: id, by: office.siti).first { $0.isReissue })
        #expect(step.reasonCode == "paper_revoked_by_mistake" && step.remark == Self.reason && step.officer == office.agus.officerID)
        #expect(try await office.database.everyRow(of: dewi) == before)
        #expect(try await office.documents.request(dewis, by: office.dewi).paper == nil)
    }

    @Test("A paper with a fault is void from the moment on at which it is issued anew")
    func faultyPaper() async throws {
        let (id, other) = (try await office.issuedRequest(), try await office.issuedRequest())
        let (old, kept) = (try await code(of: id), try await code(of: other))
        office.clock.advance(bySeconds: 60)
        try await reissue(id)
        let at = office.clock.now
        office.clock.advance(bySeconds: 60)
        try await office.documents.issue(id)
        guard case .revoked(let facts) = try await office.documents.verification(of: old) else {
            Issue.record("the faulty paper holds")
            return
        }
        #expect(facts.revokedAt == at && facts.replacement?.number == "SKCK/0003/XI/2026/99.01")
        guard case .genuine = try await office.documents.verification(of: kept) else {
            Issue.record("Siti's other paper does not hold any more")
            return
        }
        #expect(try await office.documents.request(other, by: office.siti).paper?.replaces == nil)
        #expect(try await office.count("document_replaced_papers") == 1)
        // Whoever has the old paper before him finds the request by the number on it.
        let found = try await office.documents.search(.number("SKCK/0001/XI/2026/99.01"), limit: 5, by: office.agus)
        #expect(found.items.map(\.id) == [id])
    }

    @Test("Of two presses, by one officer or by two, one does it")
    func twice() async throws {
        let id = try await office.issuedRequest()
        let version = try await office.documents.request(id, by: office.agus).version
        let command = office.command()
        try await reissue(id, version: version, command: command)
        try await reissue(id, version: version, command: command)
        let late = await problem { try await reissue(id, version: version, by: office.rini) }
        #expect(late?.messageKey == "problem.request.moved")
        try await office.documents.issue(id)
        try await office.documents.issue(id)
        // It stands where it stood; only its version says that something happened.
        let stale = await problem { try await reissue(id, version: version, by: office.rini) }
        #expect(stale?.messageKey == "problem.request.moved")
        #expect(try await office.documents.request(id, by: office.siti).paper?.number == "SKCK/0002/XI/2026/99.01")
        #expect(try await office.events().filter { $0 == "request.reissued" }.count == 1)
        #expect(office.fileCount() == 3, "a photo and two papers")
    }

    @Test("A paper that is issued anew again and again leaves each of the earlier ones void, and names the newest")
    func again() async throws {
        let id = try await office.issuedRequest()
        var codes: [String] = []
        for _ in 0..<3 {
            codes.append(try await code(of: id))
            try await reissue(id)
            try await office.documents.issue(id)
        }
        for code in codes {
            guard case .revoked(let facts) = try await office.documents.verification(of: code) else {
                Issue.record("\(code) is not void")
                continue
            }
            #expect(facts.replacement?.number == "SKCK/0004/XI/2026/99.01")
        }
        #expect(try await office.documents.revokedCodes() == codes.sorted())
        #expect(try await office.documents.request(id, by: office.siti).paper?.replaces == "SKCK/0003/XI/2026/99.01")
        // Of a chain whose last one is void too, none holds, and none is named.
        try await revoked(id)
        guard case .revoked(let facts) = try await office.documents.verification(of: codes[0]) else {
            Issue.record("the first one holds")
            return
        }
        #expect(facts.replacement == nil)
        let plan = try await office.database.read { tx in
            try tx.rows("EXPLAIN QUERY PLAN \(PaperStore.replacedCodesSQL)", ["today": CivilDate("2026-11-23")]).map {
                try $0.text("detail")
            }
                + tx.rows("EXPLAIN QUERY PLAN \(PaperStore.replacedSQL)", ["request": id]).map { try $0.text("detail") }
        }
        #expect(plan.count == 2 && plan[0].contains("USING COVERING INDEX") && plan[1].hasPrefix("SEARCH"), "\(plan)")
    }

    @Test("It holds until the day until which the first one held, is issued on that day, and the day after no more")
    func lastDay() async throws {
        let (id, other) = (try await office.issuedRequest(), try await office.issuedRequest())
        let last = try #require(try await office.documents.request(id, by: office.siti).paper?.validUntil)
        office.clock.set(IndonesianZone.western.instant(last, try #require(TimeOfDay("23:59"))))
        try await reissue(id)
        try await office.documents.issue(id)
        let paper = try #require(try await office.documents.request(id, by: office.siti).paper)
        #expect(paper.validUntil == last && paper.number == "SKCK/0001/V/2027/99.01")
        office.clock.advance(bySeconds: 60)
        #expect(await problem { try await reissue(other) }?.messageKey == "problem.paper.over")
        #expect(try await office.status(other) == .issued)
        #expect(try await office.documents.request(other, by: office.siti).paper?.revokedAt == nil, "it is as it was")
    }

    @Test("A paper jam costs neither a number nor a second paper, and while it lasts the old one is void")
    func jam() async throws {
        let id = try await office.issuedRequest()
        let old = try await code(of: id)
        try await reissue(id)
        office.press.jam(times: 1)
        #expect(await problem { try await office.documents.issue(id) }?.code == .unavailable)
        #expect(try await office.documents.request(id, by: office.siti).paper == nil)
        let new = try #require(office.press.orders.last?.code)
        #expect(try await office.documents.verification(of: new) == .unknown)
        guard case .revoked = try await office.documents.verification(of: old) else {
            Issue.record("the old paper holds")
            return
        }
        try await office.documents.issue(id)
        #expect(office.press.orders.suffix(2).map(\.number) == ["SKCK/0002/XI/2026/99.01", "SKCK/0002/XI/2026/99.01"])
    }

    @Test("Nobody issues anew what he may not, for no reason, or where there was no paper")
    func refused() async throws {
        let id = try await office.issuedRequest()
        let open = try await office.requestInReview()
        let before = try await office.database.read { tx in try tx.rows("SELECT * FROM document_papers").map { try $0.text("code") } }
        #expect(await problem { try await reissue(id, reason: " ya ") }?.fields.map(\.field) == ["reason"])
        let unknown = await problem {
            try await office.documents.reissue(
                id, for: "photo_unclear", reason: Self.reason, command: office.command(), by: office.agus)
        }
        #expect(unknown?.messageKey == "problem.reason.unknown" && unknown?.fields.map(\.field) == ["kind"])
        #expect(await problem { try await reissue(id, by: office.wati) }?.code == .notFound)
        #expect(await problem { try await reissue(id, by: office.siti) }?.code == .forbidden)
        #expect(await problem { try await reissue(id, by: office.ratna) }?.code == .forbidden)
        #expect(await problem { try await reissue(open) }?.messageKey == "problem.request.moved")
        let after = try await office.database.read { tx in try tx.rows("SELECT * FROM document_papers").map { try $0.text("code") } }
        #expect(after == before)
        #expect(try await office.count("document_replaced_papers") == 0)
    }

    @Test("A paper that was attached elsewhere stays the one that it was, and the new one can be attached in its place")
    func attached() async throws {
        let documents = office.documents
        let issued = try await office.issuedRequest()
        let draft = try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.siti)
        try await documents.attachAgain(issued, as: "letter", to: draft, by: office.siti)
        func paper(of id: Identifier) async throws -> AttachedPaper? {
            try await documents.request(id, by: office.siti).attachments.first { $0.name == "letter" }?.paper
        }
        #expect(try await paper(of: draft)?.revokedAt == nil)
        try await reissue(issued)
        try await documents.issue(issued)
        let old = try #require(try await paper(of: draft))
        #expect(old.number == "SKCK/0001/XI/2026/99.01" && old.revokedAt == office.clock.now)
        // Taken away, and the paper of now attached instead.
        try await documents.attachAgain(issued, as: "letter", to: draft, by: office.siti)
        let new = try #require(try await paper(of: draft))
        #expect(new.number == "SKCK/0002/XI/2026/99.01" && new.revokedAt == nil)
    }

    @Test("A receipt is issued anew as long as its thing was not collected, and the agency goes on from there")
    func receipt() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(skckWorkflow: .handover))
        let id = try await office.issuedRequest()
        try await office.documents.makeReady(id, command: office.command(), by: office.agus)
        try await office.documents.reissue(
            id, for: "paper_unreadable", reason: Self.reason, command: office.command(), by: office.agus)
        try await office.documents.issue(id)
        #expect(try await office.status(id) == .preparing)
        try await office.documents.handOver(id, command: office.command(), by: office.agus)
        let late = await problem {
            try await office.documents.reissue(
                id, for: "paper_unreadable", reason: Self.reason, command: office.command(), by: office.agus)
        }
        #expect(late?.messageKey == "problem.request.moved")
    }
}

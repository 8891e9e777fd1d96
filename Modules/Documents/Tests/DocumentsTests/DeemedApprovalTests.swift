import Catalogue
import Intake
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("What the law approves when nobody decides")
struct DeemedApprovalTests {
    private static func licence(_ isDeemed: Bool = true) -> ServiceDefinition {
        CatalogueSample.familyCard(
            promise: Promise(workingDays: 5), workflow: isDeemed ? Workflow.standard.deemingApproval : .standard,
            front: ServiceFront(deemedBasis: isDeemed ? "UU 17/2023" : nil))
    }

    /// Seconds until what was promised for this request is over.
    private func secondsLeft(_ office: Office, _ id: Identifier) async throws -> Int {
        let due = try #require(try await office.documents.request(id, by: office.wati).dueAt)
        return Int((due.milliseconds - office.clock.now.milliseconds) / 1000)
    }

    @Test("Not a moment before the promised time is over, at it, and once; another service's request waits on")
    func boundary() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.licence()))
        let id = try await office.handedInCard(by: office.siti)
        let skck = try await office.requestInReview()
        try await office.documents.claim(id, over: nil, by: office.wati)
        office.clock.advance(bySeconds: try await secondsLeft(office, id))
        #expect(try await office.documents.approveOverdue() == 0, "the promised moment itself is in time")
        office.clock.advance(bySeconds: 1)
        #expect(try await office.documents.approveOverdue() == 1)
        #expect(try await office.documents.approveOverdue() == 0)
        #expect(try await office.status(id) == .approved)
        try await office.documents.issue(id)
        #expect(try await office.status(id) == .issued)
        #expect(office.press.orders.last?.approver == nil, "nobody is named who did not approve it")
        #expect(office.press.orders.last?.deemedBasis == "UU 17/2023", "the paper says by which law it came out")
        let line = try #require(try await office.documents.history(of: id, by: office.siti).first { $0.status == .approved })
        #expect(line.isDeemed && line.officer == nil)
        #expect(try await office.audited().count { $0 == "request.deemed" } == 1)
        #expect(try await office.events().count { $0 == "request.deemed" } == 1)
        #expect(try await office.count("document_claims") == 0)
        #expect(try await office.status(skck) == .inReview, "late, and by no law approved")
    }

    @Test("A request that is with its applicant is not approved, and a corrected one has its time anew")
    func returned() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.licence()))
        let id = try await office.handedInCard(by: office.siti)
        let left = try await secondsLeft(office, id)
        try await office.documents.returnForCorrection(id, reason: "incomplete", remark: "", command: office.command(), by: office.wati)
        office.clock.advance(bySeconds: left + 86_400 * 30)
        #expect(try await office.documents.approveOverdue() == 0)
        #expect(try await office.status(id) == .returned)
        _ = try await office.documents.submit(id, command: office.command(), by: office.siti)
        #expect(try await office.documents.approveOverdue() == 0)
        office.clock.advance(bySeconds: try await secondsLeft(office, id) + 1)
        #expect(try await office.documents.approveOverdue() == 1)
    }

    @Test("An officer who decides first has decided")
    func decided() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.licence()))
        let (refused, late) = (try await office.handedInCard(by: office.siti), try await office.handedInCard(by: office.dewi))
        try await office.documents.refuse(refused, ground: "UU 17/2023: STR tidak berlaku", command: office.command(), by: office.wati)
        office.clock.advance(bySeconds: try await secondsLeft(office, late) + 1)
        #expect(try await office.documents.approveOverdue() == 1)
        #expect(try await office.status(refused) == .refused)
        let tooLate = await problem {
            try await office.documents.refuse(late, ground: "UU 17/2023: terlambat", command: office.command(), by: office.wati)
        }
        #expect(tooLate?.messageKey == "problem.request.moved")
    }

    @Test("Requests of before the file said so wait for their officer, and keep none behind them waiting")
    func before() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.licence(false)))
        let old = [try await office.handedInCard(by: office.siti), try await office.handedInCard(by: office.dewi)]
        let today = try CatalogueSample.catalogue(familyCard: Self.licence())
        let region = try #require(today.regions.first)
        let documents = DocumentService(
            database: office.database, region: region, catalogue: today, fees: office.cashier, press: office.press, scan: TestFileScan())
        office.clock.advance(bySeconds: 60)
        let new = try await documents.startDraft(of: "kartu-keluarga", channel: .electronic, command: office.command(), by: office.siti)
        _ = try await documents.saveAnswers(["full_name": "Siti"], of: new, by: office.siti)
        _ = try await documents.submit(new, command: office.command(), by: office.siti)
        office.clock.advance(bySeconds: 86_400 * 30)
        #expect(try await documents.approveOverdue(limit: 1) == 1)
        #expect(try await documents.approveOverdue(limit: 1) == 0)
        #expect(try await office.status(new) == .approved)
        for id in old { #expect(try await office.status(id) == .inReview) }
    }

    @Test("They are found by their index, however many were decided")
    func plan() async throws {
        let office = try await Office(catalogue: CatalogueSample.catalogue(familyCard: Self.licence()))
        let plan = try await office.database.read { tx in
            try tx.rows(
                "EXPLAIN QUERY PLAN \(WorkListStore.overdue)",
                [
                    "agency": "a", "status": "s", "service": "s", "due": office.clock.now, "id": Identifier(at: office.clock.now),
                    "before": office.clock.now, "limit": 5,
                ]
            ).map { try $0.text("detail") }
        }
        #expect(plan.count == 1 && plan[0].contains("document_service_list") && !plan[0].contains("SCAN"), "\(plan)")
    }
}

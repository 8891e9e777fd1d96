import Catalogue
import Intake
import Kernel
import Storage
import Testing

@testable import Documents

@Suite("The table of moves")
struct MovesTests {
    /// The same table, told by a person: what may follow each status.
    static let told: [RequestStatus: [RequestMove: RequestStatus]] = [
        .draft: [.submittedForPayment: .awaitingPayment, .submitted: .inReview],
        .awaitingPayment: [.received: .inReview, .withdrawn: .withdrawn],
        .inReview: [.returned: .returned, .approved: .approved, .withdrawn: .withdrawn, .refused: .refused],
        .returned: [.resubmitted: .inReview, .withdrawn: .withdrawn],
        .approved: [.issued: .issued],
        .issued: [.revoked: .revoked, .reissued: .approved],
        .preparing: [:], .ready: [:], .collected: [:], .revoked: [.reissued: .approved], .withdrawn: [:], .refused: [:], .expired: [:],
        .checked: [:], .validated: [:],
    ]
    /// What differs where an agency hands over what was asked for.
    static let toldOfHandover = told.merging([
        .approved: [.issued: .preparing], .issued: [:],
        .preparing: [.readied: .ready, .collected: .collected, .revoked: .revoked, .reissued: .approved],
        .ready: [.collected: .collected, .revoked: .revoked, .reissued: .approved],
    ]) { $1 }
    static let siti = Identifier(at: Instant(milliseconds: 1))
    static let agus = Principal.officer(id: Identifier(at: Instant(milliseconds: 2)), agency: "polri")

    static func request(_ status: RequestStatus) -> RequestStanding {
        RequestStanding(
            id: Identifier(at: Instant(milliseconds: 0)), applicant: siti, service: "skck", agency: "polri", channel: .electronic,
            digest: "", status: status, version: 7, createdAt: Instant(milliseconds: 0), updatedAt: Instant(milliseconds: 0))
    }

    static func mover(of move: RequestMove) -> Principal {
        switch move {
        case .submitted, .submittedForPayment, .resubmitted, .withdrawn: .citizen(id: siti)
        case .checked, .validated, .sentBack, .returned, .approved, .readied, .collected, .revoked, .reissued, .refused: agus
        case .received, .issued, .deemed, .expired: .platform(name: "outbox")
        }
    }

    @Test("Every status is reached and told of", arguments: RequestStatus.allCases)
    func everyStatusIsCovered(_ status: RequestStatus) {
        #expect(MovesTests.told[status] != nil)
        #expect(
            status == .draft
                || (Workflow.standard.expiring.lines + Workflow.handover.lines + CatalogueSample.threeSteps.lines).contains {
                    $0.to == status
                },
            "no move leads to \(status)")
    }

    @Test("A move that the table does not have is refused", arguments: RequestStatus.allCases, RequestMove.allCases)
    func moves(_ status: RequestStatus, _ move: RequestMove) throws {
        #expect(outcome(of: move, from: status, in: .standard) == MovesTests.expected(MovesTests.told[status]?[move], move, in: .standard))
    }

    @Test("So it is where an agency hands something over", arguments: RequestStatus.allCases, RequestMove.allCases)
    func handoverMoves(_ status: RequestStatus, _ move: RequestMove) throws {
        let told = MovesTests.toldOfHandover[status]?[move]
        #expect(outcome(of: move, from: status, in: .handover) == MovesTests.expected(told, move, in: .handover))
    }

    /// A move that no line of the table has is nobody's.
    private static func expected(_ told: RequestStatus?, _ move: RequestMove, in workflow: Workflow) -> String {
        if let told { return "\(told), version 8, at 5" }
        return workflow.lines.contains { $0.move == move } ? "problem.request.moved" : "problem.forbidden"
    }

    private func outcome(of move: RequestMove, from status: RequestStatus, in workflow: Workflow) -> String {
        do {
            let moved = try MovesTests.request(status)
                .after(move, in: workflow, by: MovesTests.mover(of: move), at: Instant(milliseconds: 5))
            return "\(moved.status), version \(moved.version), at \(moved.updatedAt.milliseconds)"
        } catch {
            return (error as? Problem)?.messageKey ?? "\(error)"
        }
    }

    @Test("Nobody makes another one's move", arguments: Set(Workflow.standard.lines + Workflow.handover.lines))
    func foreignMovers(_ line: Workflow.Line) {
        let strangers: [Principal] = [
            .visitor, .citizen(id: Identifier(at: Instant(milliseconds: 9))), .administrator(id: MovesTests.siti),
            .officer(id: MovesTests.siti, agency: "disdukcapil"), .operatorAtConsole(name: "root"),
        ]
        for stranger in strangers {
            #expect(throws: Problem(.forbidden, "problem.forbidden")) {
                try MovesTests.request(line.from).after(line.move, in: Workflow([line]), by: stranger, at: Instant(milliseconds: 5))
            }
        }
    }

    @Test("The statuses keep the names under which they are stored")
    func storedNames() {
        #expect(
            RequestStatus.allCases.map(\.rawValue)
                == [
                    "draft", "awaitingPayment", "inReview", "checked", "validated", "returned", "approved", "issued", "preparing", "ready",
                    "collected", "revoked",
                    "withdrawn", "refused", "expired",
                ])
    }

    @Test("Who may make a move from one status may not make it from another")
    func moverByStart() throws {
        let workflow = Workflow([
            .init(from: .draft, .submitted, to: .inReview, by: .owner), .init(from: .inReview, .approved, to: .approved, by: .officer),
            .init(from: .returned, .approved, to: .approved, by: .platform),
        ])
        let later = Instant(milliseconds: 5)
        #expect(try MovesTests.request(.inReview).after(.approved, in: workflow, by: MovesTests.agus, at: later).status == .approved)
        #expect(throws: Problem(.forbidden, "problem.forbidden")) {
            try MovesTests.request(.returned).after(.approved, in: workflow, by: MovesTests.agus, at: later)
        }
    }

    @Test("A request goes on by the table of moves under which it was begun")
    func keptWorkflow() async throws {
        let office = try await Office()
        let id = try await office.requestInReview()
        let today = try CatalogueSample.catalogue(skckWorkflow: Workflow(Workflow.standard.lines.filter { $0.move != .returned }))
        let region = try #require(today.regions.first)
        let documents = DocumentService(
            database: office.database, region: region, catalogue: today, fees: office.cashier, press: office.press, scan: TestFileScan())
        try await documents.returnForCorrection(id, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        #expect(try await office.status(id) == .returned)

        let dewis = try await documents.startDraft(of: "skck", channel: .electronic, command: office.command(), by: office.dewi)
        _ = try await documents.saveAnswers(Office.sitisAnswers, of: dewis, by: office.dewi)
        try await documents.attach(Upload(filename: "foto.jpg", content: Pictures.jpeg), as: "photo", to: dewis, by: office.dewi)
        _ = try await documents.submit(dewis, command: office.command(), by: office.dewi)
        office.cashier.settle(dewis)
        try await documents.settle(dewis)
        let refused = await problem {
            try await documents.returnForCorrection(
                dewis, reason: "photo_unclear", remark: "", command: office.command(), by: office.agus)
        }
        #expect(refused?.code == .forbidden)
        #expect(try await office.status(dewis) == .inReview)
    }

    @Test("The database knows exactly the statuses, moves, channels and file types that the program has")
    func referenceTables() async throws {
        let office = try await Office()
        func codes(_ table: String) async throws -> Set<String> {
            Set(try await office.database.read { tx in try tx.rows("SELECT code FROM \(table)").map { try $0.text("code") } })
        }
        #expect(try await codes("document_statuses") == Set(RequestStatus.allCases.map(\.rawValue)))
        #expect(try await codes("document_moves") == Set(RequestMove.allCases.map(\.rawValue)))
        #expect(try await codes("document_channels") == Set(ServiceChannel.allCases.map(\.rawValue)))
        #expect(try await codes("document_file_types") == Set(FileType.allCases.map(\.rawValue)))
    }
}

import Catalogue
import Kernel
import Testing

@testable import Documents

@Suite("The table of moves") struct MovesTests {
    /// The same table, told by a person: what may follow each status.
    static let told: [RequestStatus: [Move: RequestStatus]] = [
        .draft: [.submittedForPayment: .awaitingPayment, .submitted: .inReview],
        .awaitingPayment: [.received: .inReview],
        .inReview: [.returned: .returned, .approved: .approved],
        .returned: [.resubmitted: .inReview],
        .approved: [.issued: .issued],
        .issued: [.revoked: .revoked],
        .revoked: [:],
    ]
    static let siti = Identifier(at: Instant(milliseconds: 1))
    static let agus = Principal.officer(id: Identifier(at: Instant(milliseconds: 2)), agency: "polri")

    static func request(_ status: RequestStatus) -> RequestStanding {
        RequestStanding(
            id: Identifier(at: Instant(milliseconds: 0)), applicant: siti, service: "skck", agency: "polri", channel: .electronic,
            digest: "", status: status, version: 7, createdAt: Instant(milliseconds: 0), updatedAt: Instant(milliseconds: 0))
    }

    static func mover(of move: Move) -> Principal {
        switch move {
        case .submitted, .submittedForPayment, .resubmitted: .citizen(id: siti)
        case .returned, .approved, .revoked: agus
        case .received, .issued: .platform(name: "outbox")
        }
    }

    @Test("Every status is reached and told of", arguments: RequestStatus.allCases)
    func everyStatusIsCovered(_ status: RequestStatus) {
        #expect(MovesTests.told[status] != nil)
        #expect(status == .draft || MoveRule.all.contains { $0.to == status }, "no move leads to \(status)")
    }

    @Test("A move that the table does not have is refused", arguments: RequestStatus.allCases, Move.allCases)
    func moves(_ status: RequestStatus, _ move: Move) throws {
        let request = MovesTests.request(status)
        let mover = MovesTests.mover(of: move)
        if let expected = MovesTests.told[status]?[move] {
            let moved = try request.after(move, by: mover, at: Instant(milliseconds: 5))
            #expect(moved.status == expected)
            #expect(moved.version == 8)
            #expect(moved.updatedAt == Instant(milliseconds: 5))
        } else {
            #expect(throws: Problem(.conflict, "problem.request.moved")) {
                try request.after(move, by: mover, at: Instant(milliseconds: 5))
            }
        }
    }

    @Test("Nobody makes another one's move", arguments: MoveRule.all)
    func foreignMovers(_ rule: MoveRule) {
        let strangers: [Principal] = [
            .visitor, .citizen(id: Identifier(at: Instant(milliseconds: 9))), .administrator(id: MovesTests.siti),
            .officer(id: MovesTests.siti, agency: "dukcapil"), .operatorAtConsole(name: "root"),
        ]
        for stranger in strangers {
            #expect(throws: Problem(.forbidden, "problem.forbidden")) {
                try MovesTests.request(rule.from).after(rule.move, by: stranger, at: Instant(milliseconds: 5))
            }
        }
    }

    @Test("The statuses keep the names under which they are stored")
    func storedNames() {
        #expect(
            RequestStatus.allCases.map(\.rawValue)
                == ["draft", "awaitingPayment", "inReview", "returned", "approved", "issued", "revoked"])
    }
}

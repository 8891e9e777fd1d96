import Kernel
import Storage
import Testing

@testable import Notifications

@Suite("The moves of a delivery")
struct MovesTests {
    let delivery = Delivery(
        id: Identifier(at: Instant(milliseconds: 1)), message: Identifier(at: Instant(milliseconds: 2)), kind: .email, status: .queued,
        attempts: 0, dueAt: Instant(milliseconds: 0))

    /// The same table, told by a person: what may follow each status.
    static let told: [DeliveryStatus: [DeliveryMove: DeliveryStatus]] = [
        .queued: [.start: .sending, .fail: .failed],
        .sending: [.succeed: .sent, .postpone: .queued, .fail: .failed, .lose: .uncertain],
        .sent: [:], .failed: [:], .uncertain: [:],
    ]

    @Test("A delivery's move that is not in the table is refused", arguments: DeliveryStatus.allCases, DeliveryMove.allCases)
    func table(_ status: DeliveryStatus, _ move: DeliveryMove) throws {
        var delivery = delivery
        delivery.status = status
        let later = Instant(milliseconds: 5)
        if let expected = try #require(MovesTests.told[status])[move] {
            let lease = move == .start ? Identifier(at: later) : nil
            let moved = try delivery.after(move, at: later, under: lease)
            #expect(moved.status == expected)
            #expect(moved.lease == lease)
            #expect(moved.attempts == (move == .start ? 1 : 0))
            let dueAt = move == .start ? later.advanced(bySeconds: 300) : move == .postpone ? later.advanced(bySeconds: 30) : delivery.dueAt
            #expect(moved.dueAt == dueAt)
        } else {
            #expect(throws: Problem(.unexpected, "problem.unexpected")) { try delivery.after(move, at: later) }
        }
    }

    @Test("No move leads a delivery out of sent, failed or uncertain")
    func ends() {
        for end in [DeliveryStatus.sent, .failed, .uncertain] { #expect(Delivery.moves.moves(from: end).isEmpty) }
        #expect(Delivery.moves.ambiguousLines.isEmpty)
        #expect(Delivery.moves.reachable(from: .queued) == Set(DeliveryStatus.allCases))
    }

    @Test("Deliveries have the statuses and kinds that the database knows")
    func referenceTables() async throws {
        let office = try await Office()
        let (statuses, kinds) = try await office.database.read { tx in
            (
                try tx.rows("SELECT status FROM delivery_statuses").map { try $0.text("status") },
                try tx.rows("SELECT kind FROM sender_kinds").map { try $0.text("kind") }
            )
        }
        #expect(Set(statuses) == Set(DeliveryStatus.allCases.map(\.rawValue)))
        #expect(Set(kinds) == Set(SenderKind.allCases.map(\.rawValue)))
    }

    @Test("A delivery waits 30 seconds, and then twice as long each time")
    func waits() throws {
        var delivery = delivery
        var waits: [Int] = []
        for _ in 0..<5 {
            delivery = try delivery.after(.start, at: Instant(milliseconds: 0)).after(.postpone, at: Instant(milliseconds: 0))
            waits.append(delivery.dueAt.seconds(since: Instant(milliseconds: 0)))
        }
        #expect(waits == [30, 60, 120, 240, 480])
    }
}

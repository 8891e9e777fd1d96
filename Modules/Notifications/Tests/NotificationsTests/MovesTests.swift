import Kernel
import Testing

@testable import Notifications

@Suite("A delivery's moves")
struct MovesTests {
    let delivery = Delivery(
        id: Identifier(at: Instant(milliseconds: 1)), message: Identifier(at: Instant(milliseconds: 2)), kind: "email", status: .queued,
        attempts: 0, dueAt: Instant(milliseconds: 0))

    @Test("that are not in the table are refused", arguments: DeliveryStatus.allCases, DeliveryMove.allCases)
    func table(_ status: DeliveryStatus, _ move: DeliveryMove) throws {
        var delivery = delivery
        delivery.status = status
        if let line = DeliveryMoves.table.first(where: { $0.from == status && $0.move == move }) {
            #expect(try delivery.after(move, at: Instant(milliseconds: 0)).status == line.to)
        } else {
            #expect(throws: Problem(.unexpected, "problem.unexpected")) { try delivery.after(move, at: Instant(milliseconds: 0)) }
        }
    }

    @Test("never lead out of sent, failed or uncertain")
    func ends() {
        #expect(!DeliveryMoves.table.contains { [.sent, .failed, .uncertain].contains($0.from) })
        #expect(Set(DeliveryMoves.table.map { "\($0.from) \($0.move)" }).count == DeliveryMoves.table.count)
    }

    @Test("wait 30 seconds and then twice as long each time")
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

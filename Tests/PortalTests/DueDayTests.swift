import Foundation
import Kernel
import Testing

@testable import Portal

@Suite("The day by which it is done", .timeLimit(.minutes(15)))
struct DueDayTests {
    @Test(
        "Says that it may come later when it lies behind the last decreed calendar, and only then",
        arguments: [("2026-11-23", false), ("2026-12-30", false), ("2026-12-31", true)])
    func undecreed(_ day: String, _ isUnsure: Bool) async throws {
        let date = try #require(CivilDate(day))
        let morning = IndonesianZone.western.instant(date, try #require(TimeOfDay("09:00")))
        let town = try await Town.open(clock: HandWallClock(morning))
        let siti = try await town.siti()
        let request = try await siti.submitPaidSKCK()
        let page = try await siti.visitor.get("\(siti.base)/permohonan/\(request)")
        #expect(page.text.contains(town.say("status.inReview.label")))
        #expect(page.text.contains(town.say("request.dueUnsure", ["year": "2027"])) == isUnsure)
        // New Year's Day is known without a decree: a Friday in 2027.
        if isUnsure { #expect(page.text.contains("Senin, 4 Januari 2027")) }
        try await town.leave()
    }
}

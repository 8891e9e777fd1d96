import Foundation
import Kernel
import Testing

@Suite("The clock of a process")
struct WallClockTests {
    private let wall = HandWallClock(Instant(milliseconds: 1_795_397_400_000))
    private let steady = HandWallClock(Instant(milliseconds: 5_000))
    private let clock: ForwardWallClock

    init() {
        let (wall, steady) = (wall, steady)
        clock = ForwardWallClock(wall: { wall.now }, steady: { steady.now.milliseconds })
    }

    private func pass(_ seconds: Int) {
        wall.advance(bySeconds: seconds)
        steady.advance(bySeconds: seconds)
    }

    @Test("A clock that nobody sets is the wall clock")
    func undisturbed() {
        for _ in 0..<3 {
            #expect(clock.now == wall.now)
            pass(60)
        }
    }

    @Test("A clock that is set back goes on from where it was, at its own pace", arguments: [31, 3600, 30 * 86_400])
    func setBack(seconds: Int) {
        let before = clock.now
        wall.advance(bySeconds: -seconds)
        #expect(clock.now == before)
        pass(10)
        #expect(clock.now == before.advanced(bySeconds: 10))
        pass(20)
        #expect(clock.now == before.advanced(bySeconds: 30))
    }

    @Test("A clock that was set back is the wall clock again once that has caught up")
    func caughtUp() {
        let before = clock.now
        wall.advance(bySeconds: -60)
        pass(30)
        #expect(clock.now == before.advanced(bySeconds: 30))
        // Set right: a moment ahead of what the process had counted.
        wall.set(before.advanced(bySeconds: 31))
        #expect(clock.now == wall.now)
        pass(5)
        #expect(clock.now == wall.now)
    }

    @Test("A clock that is set forward jumps, and does not return when it is set right")
    func setForward() {
        let before = clock.now
        wall.advance(bySeconds: 3600)
        #expect(clock.now == before.advanced(bySeconds: 3600))
        wall.set(before)
        #expect(clock.now == before.advanced(bySeconds: 3600))
    }

    @Test("A clock of which nothing goes forward stands still, and goes on from there")
    func bothSetBack() {
        let before = clock.now
        wall.advance(bySeconds: -60)
        steady.advance(bySeconds: -3)
        #expect(clock.now == before)
        steady.advance(bySeconds: 3)
        #expect(clock.now == before, "what had passed already does not pass again")
        steady.advance(bySeconds: 2)
        #expect(clock.now == before.advanced(bySeconds: 2))
    }

    @Test("The machine's clock tells the machine's time")
    func today() throws {
        // The file system has the machine's time too.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("clock-\(Identifier(at: SystemWallClock().now))")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let written = try #require(try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date)
        #expect(abs(Double(SystemWallClock().now.milliseconds) - written.timeIntervalSince1970 * 1000) < 3_600_000)
    }

    @Test("The machine's clock never goes back")
    func system() {
        let instants = (0..<1000).map { _ in SystemWallClock().now }
        #expect(instants == instants.sorted())
    }
}

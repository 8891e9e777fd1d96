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

    @Test("The machine's clock never goes back")
    func system() {
        let instants = (0..<1000).map { _ in SystemWallClock().now }
        #expect(instants == instants.sorted())
    }
}

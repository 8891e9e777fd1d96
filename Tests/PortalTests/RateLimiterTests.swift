import Kernel
import Testing

@testable import Portal

/// A wall against machines that people do not notice.
@Suite("The rate limiter")
struct RateLimiterTests {
    private let clock = HandWallClock(Town.morning)

    @Test("A sender that asks too fast waits for the next token")
    func whoAsksTooFastWaitsForTheNextToken() async throws {
        let limiter = RateLimiter(capacity: 3, perSecond: 0.5, clock: clock)
        for _ in 0..<3 { try await limiter.take("a") }
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("a") }
        clock.advance(bySeconds: 1)
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("a") }
        clock.advance(bySeconds: 1)
        try await limiter.take("a")
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("a") }
    }

    @Test("One sender does not use up another's share")
    func oneSenderDoesNotUseUpAnothersShare() async throws {
        let limiter = RateLimiter(capacity: 1, perSecond: 1, clock: clock)
        try await limiter.take("a")
        try await limiter.take("b")
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("a") }
    }

    @Test("A long pause gives a sender no more than the capacity")
    func aLongPauseFillsNoMoreThanTheCapacity() async throws {
        let limiter = RateLimiter(capacity: 2, perSecond: 1, clock: clock)
        try await limiter.take("a")
        clock.advance(bySeconds: 86_400)
        for _ in 0..<2 { try await limiter.take("a") }
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("a") }
    }

    @Test("A clock that is set back blocks nobody for ever")
    func aClockThatIsSetBackBlocksNobodyForEver() async throws {
        let limiter = RateLimiter(capacity: 2, perSecond: 1, clock: clock)
        try await limiter.take("a")
        clock.advance(bySeconds: -3600)
        try? await limiter.take("a")
        clock.advance(bySeconds: 5)
        await #expect(throws: Never.self) { try await limiter.take("a") }
    }

    @Test("Many senders are forgotten again")
    func manySendersAreForgottenAgain() async throws {
        let limiter = RateLimiter(capacity: 1, perSecond: 1, clock: clock)
        for number in 0...20_001 { try await limiter.take("sender \(number)") }
        clock.advance(bySeconds: 60)
        try await limiter.take("sender 0")
        await #expect(throws: Problem(.tooMany, "problem.tooMany")) { try await limiter.take("sender 0") }
    }
}

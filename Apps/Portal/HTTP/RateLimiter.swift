internal import Kernel

/// Counts what one sender does in a time, in memory: a wall against machines, not a punishment for people. The limits that
/// must hold through a restart (codes, passwords) are counted by Identity in the database.
actor RateLimiter {
    private struct Bucket {
        var tokens: Double
        var filledAt: Instant
    }

    private let capacity: Double
    private let tokensPerSecond: Double
    private let clock: any WallClock
    private var buckets: [String: Bucket] = [:]
    /// Old buckets are thrown away when there are so many.
    private static let bucketLimit = 20_000

    init(capacity: Int, perSecond: Double, clock: any WallClock) {
        self.capacity = Double(capacity)
        self.tokensPerSecond = perSecond
        self.clock = clock
    }

    /// - Throws: `tooMany` when the sender has used up what it may.
    func take(_ sender: String) throws {
        let now = clock.now
        if buckets.count > RateLimiter.bucketLimit {
            buckets = buckets.filter { now.seconds(since: $0.value.filledAt) < Int(capacity / tokensPerSecond) }
        }
        var bucket = buckets[sender] ?? Bucket(tokens: capacity, filledAt: now)
        // A clock that was set back must not make anybody wait for it to catch up.
        let elapsedSeconds = max(0, Double(now.milliseconds - bucket.filledAt.milliseconds) / 1000)
        bucket.tokens = min(capacity, bucket.tokens + elapsedSeconds * tokensPerSecond)
        bucket.filledAt = now
        defer { buckets[sender] = bucket }
        // What was added in parts may fall short of a whole by the last digit.
        guard bucket.tokens >= 1 - 1e-9 else { throw Problem(.tooMany, "problem.tooMany") }
        bucket.tokens -= 1
    }
}

internal import Kernel

/// How often something may happen within a sliding window of time.
struct AttemptLimit: Sendable {
    let count: Int
    let windowSeconds: Int

    /// Attempts at this instant or before it no longer count.
    func windowStart(at now: Instant) -> Instant { now.advanced(bySeconds: -windowSeconds) }

    /// Whole minutes (rounded up, at least 1) until another attempt is allowed; `nil` when it is allowed now.
    /// - Parameter attempts: when the earlier ones happened, newest first.
    func minutesToWait(after attempts: [Instant], at now: Instant) -> Int? {
        let counting = attempts.filter { $0 > windowStart(at: now) }
        guard counting.count >= count else { return nil }
        // The window frees a place when the last of the newest `count` attempts leaves it.
        let free = counting[count - 1].advanced(bySeconds: windowSeconds)
        return max(1, Int((free.milliseconds - now.milliseconds + 59_999) / 60_000))
    }
}

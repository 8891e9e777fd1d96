internal import Kernel

/// How often something may happen for one key within a sliding window of time. All of them stand in ``Limit/all``, and as a table in
/// the module's `README.md`, which a test compares with it.
struct Limit: Sendable, Hashable {
    let counts: AttemptKind
    let per: AttemptKey
    let count: Int
    let windowSeconds: Int

    /// Whom each protects, whom it stops and how one gets out is told in `README.md`.
    static let all = [
        Limit(counts: .codeAsked, per: .recipient, count: 8, windowSeconds: 15 * 60),
        Limit(counts: .codeAsked, per: .recipient, count: 20, windowSeconds: 24 * 3600),
        Limit(counts: .codeAsked, per: .recipientAndNetwork, count: 5, windowSeconds: 15 * 60),
        Limit(counts: .codeAsked, per: .nikAndNetwork, count: 5, windowSeconds: 15 * 60),
        Limit(counts: .codeAsked, per: .network, count: 100, windowSeconds: 15 * 60),
        Limit(counts: .codeAsked, per: .device, count: 5, windowSeconds: 15 * 60),
        Limit(counts: .codeWrong, per: .nikAndNetwork, count: 10, windowSeconds: 3600),
        Limit(counts: .codeWrong, per: .device, count: 10, windowSeconds: 3600),
        Limit(counts: .passwordWrong, per: .nameAndNetwork, count: 10, windowSeconds: 15 * 60),
        Limit(counts: .passwordWrong, per: .device, count: 10, windowSeconds: 15 * 60),
    ]

    static let longestWindowSeconds = all.map(\.windowSeconds).max() ?? 0

    /// Attempts at this instant or before it no longer count.
    func windowStart(at now: Instant) -> Instant { now.advanced(bySeconds: -windowSeconds) }

    /// Whole minutes (rounded up, at least 1) until another attempt is allowed; `nil` when it is allowed now. What lies in the future
    /// happened while the clock was wrong and does not count.
    /// - Parameter attempts: when the earlier ones happened, newest first.
    func minutesToWait(after attempts: [Instant], at now: Instant) -> Int? {
        let counting = attempts.filter { $0 > windowStart(at: now) && $0 <= now }
        guard counting.count >= count else { return nil }
        // The window frees a place when the last of the newest `count` attempts leaves it.
        let free = counting[count - 1].advanced(bySeconds: windowSeconds)
        return max(1, Int((free.milliseconds - now.milliseconds + 59_999) / 60_000))
    }
}

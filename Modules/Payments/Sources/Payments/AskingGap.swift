/// How long the portal waits before it asks a provider the same thing again: a minute, doubling, six hours at most.
enum AskingGap {
    static let longestSeconds = 6 * 3600

    /// - Parameter asked: how often it was asked before.
    static func seconds(after asked: Int) -> Int { min(longestSeconds, 60 << min(max(asked, 0), 16)) }
}

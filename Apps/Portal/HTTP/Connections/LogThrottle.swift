internal import Kernel
internal import Synchronization

/// Lets one line of a kind through in ten seconds and counts the others, so that thousands of the same trouble are neither
/// silent nor a full disk of their own.
final class LogThrottle: Sendable {
    private struct State {
        var at: Instant
        var left = 0
    }

    private let clock: any WallClock
    private let states = Mutex<[String: State]>([:])
    static let seconds = 10

    init(clock: any WallClock) { self.clock = clock }

    /// - Returns: how many were left out since the last line; `nil` when this one is left out too.
    func take(_ kind: String) -> Int? {
        let now = clock.now
        return states.withLock { states in
            guard let last = states[kind] else {
                states[kind] = State(at: now)
                return 0
            }
            // A clock that was set back must not keep the log silent until it has caught up.
            guard now < last.at || now.seconds(since: last.at) >= LogThrottle.seconds else {
                states[kind]?.left += 1
                return nil
            }
            states[kind] = State(at: now)
            return last.left
        }
    }
}

import Foundation
import Synchronization

/// Where the time comes from: passed in, so that a test can decide what time it is.
public protocol WallClock: Sendable {
    var now: Instant { get }
}

/// The machine's clock, as a process may use it: it never goes back while the process lives.
public struct SystemWallClock: WallClock {
    /// One for the whole process, so that no part of it is ahead of another.
    private static let forward = ForwardWallClock(
        wall: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
        steady: { Int64(ProcessInfo.processInfo.systemUptime * 1000) })

    public init() {}
    public var now: Instant { SystemWallClock.forward.now }
}

/// Time that only moves forward. When the wall clock is set back, time goes on from where it was, at the pace of a clock that nobody
/// sets, until the wall clock has caught up: what was to end in a minute ends in a minute, and nothing happens before its cause.
public final class ForwardWallClock: WallClock {
    private let wall: @Sendable () -> Instant
    private let steady: @Sendable () -> Int64
    private let last: Mutex<(instant: Instant, steady: Int64)>

    /// - Parameter steady: milliseconds since any moment, by a clock that cannot be set.
    public init(wall: @escaping @Sendable () -> Instant, steady: @escaping @Sendable () -> Int64) {
        self.wall = wall
        self.steady = steady
        last = Mutex((wall(), steady()))
    }

    public var now: Instant {
        last.withLock { last in
            let (wall, steady) = (wall(), steady())
            let elapsed = max(0, steady - last.steady)
            let instant = wall >= last.instant ? wall : Instant(milliseconds: last.instant.milliseconds + elapsed)
            last = (instant, max(steady, last.steady))
            return instant
        }
    }
}

/// A clock that stands still until it is told to move, for tests.
public final class HandWallClock: WallClock {
    private let instant: Mutex<Instant>

    public init(_ instant: Instant) { self.instant = Mutex(instant) }

    public var now: Instant { instant.withLock { $0 } }
    public func advance(bySeconds seconds: Int) { instant.withLock { $0 = $0.advanced(bySeconds: seconds) } }
    public func set(_ new: Instant) { instant.withLock { $0 = new } }
}

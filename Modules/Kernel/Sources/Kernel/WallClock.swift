import Foundation
import Synchronization

/// Where the time comes from: passed in, so that a test can decide what time it is.
public protocol WallClock: Sendable {
    var now: Instant { get }
}

/// The machine's clock.
public struct SystemWallClock: WallClock {
    public init() {}
    public var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

/// A clock that stands still until it is told to move, for tests.
public final class HandWallClock: WallClock {
    private let instant: Mutex<Instant>

    public init(_ instant: Instant) { self.instant = Mutex(instant) }

    public var now: Instant { instant.withLock { $0 } }
    public func advance(bySeconds seconds: Int) { instant.withLock { $0 = $0.advanced(bySeconds: seconds) } }
    public func set(_ new: Instant) { instant.withLock { $0 = new } }
}

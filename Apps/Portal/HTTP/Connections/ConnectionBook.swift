internal import Kernel
internal import Logging
internal import NIOCore
internal import Synchronization

/// All open connections: how many there are, which of them wait for a request, and how they are cut.
final class ConnectionBook: Sendable {
    /// Sent to a connection that must end at once.
    struct Cut: Sendable {}

    /// Why a connection was ended by us before its time; the label in the metrics.
    enum Reason: String, Sendable {
        /// The head of a request did not come to its end in time.
        case head
        /// The body of a request did not.
        case body
        /// Nobody took the answer.
        case write
        /// It waited longest when another one needed its place, or there was no place for it.
        case full
        /// The server stops.
        case shutdown
    }

    private struct Entry {
        let channel: any Channel
        var waitingSince: NIODeadline?
    }

    private let limit: Int
    private let metrics: Metrics
    private let logger: Logger
    private let throttle: LogThrottle
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    init(limit: Int, metrics: Metrics, logger: Logger, clock: any WallClock) {
        self.limit = limit
        self.metrics = metrics
        self.logger = logger
        throttle = LogThrottle(clock: clock)
    }

    var count: Int { entries.withLock { $0.count } }

    /// Notes a new connection. When all places are taken, the one that has waited longest for a request makes room, so that
    /// thousands who say nothing keep nobody out who does.
    /// - Returns: `false` when every connection is at work: there is no place.
    func enter(_ channel: any Channel, at now: NIODeadline) -> Bool {
        let (isAdmitted, evicted) = entries.withLock { entries -> (Bool, (any Channel)?) in
            var evicted: (any Channel)?
            if entries.count >= limit {
                let waiting = entries.filter { $0.value.waitingSince != nil }
                guard let oldest = waiting.min(by: { ($0.value.waitingSince ?? now) < ($1.value.waitingSince ?? now) }) else {
                    return (false, nil)
                }
                evicted = entries.removeValue(forKey: oldest.key)?.channel
            }
            entries[ObjectIdentifier(channel)] = Entry(channel: channel, waitingSince: now)
            return (true, evicted)
        }
        if let evicted { evicted.pipeline.fireUserInboundEventTriggered(Cut()) }
        if evicted != nil || !isAdmitted {
            note(.full)
            if let more = throttle.take("full") {
                logger.warning("all connections are taken", metadata: ["limit": "\(limit)", "more": "\(more)"])
            }
        }
        return isAdmitted
    }

    func leave(_ channel: any Channel) { entries.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    /// - Parameter since: `nil` while there is a request.
    func waits(_ channel: any Channel, since: NIODeadline?) {
        entries.withLock { $0[ObjectIdentifier(channel)]?.waitingSince = since }
    }

    func note(_ reason: Reason) { metrics.count("mpp_connections_cut_total", "reason=\"\(reason.rawValue)\"") }

    /// Ends every connection, whatever it is doing.
    /// - Returns: how many there were.
    @discardableResult
    func cutAll() -> Int {
        let channels = entries.withLock { $0.values.map(\.channel) }
        for channel in channels {
            note(.shutdown)
            channel.pipeline.fireUserInboundEventTriggered(Cut())
        }
        return channels.count
    }
}

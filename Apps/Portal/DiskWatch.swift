internal import Kernel
internal import Logging
internal import Storage
internal import Synchronization

/// Knows which regions' disks take no changes just now, and says so: in the log, in the metrics, and to whoever asks whether
/// this server is ready.
final class DiskWatch: Sendable {
    private struct State {
        var isFailing = false
        var triedAt: Instant
    }

    private let metrics: Metrics
    private let logger: Logger
    private let clock: any WallClock
    private let throttle: LogThrottle
    private let states = Mutex<[RegionSlug: State]>([:])
    /// What was tried so long ago is tried again: a failing disk sooner, so that it is known when it works again.
    private static let secondsBetweenTries = (good: 5, failing: 1)

    init(metrics: Metrics, logger: Logger, clock: any WallClock) {
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        throttle = LogThrottle(clock: clock)
    }

    /// Notes an error of that region, when it is one of its disk; others are somebody else's.
    func note(_ error: any Error, of region: RegionSlug?) {
        guard let problem = error as? Problem, problem.messageKey == "problem.data.unavailable", let region else { return }
        metrics.count("mpp_unavailable_total", "region=\"\(region)\"")
        states.withLock { states in
            if states[region]?.isFailing != true { states[region] = State(isFailing: true, triedAt: clock.now) }
        }
        guard let more = throttle.take("\(region)") else { return }
        logger.error(
            "the database refuses; nothing of it was acknowledged",
            metadata: ["region": "\(region)", "error": "\(problem.detail)", "more": "\(more)"])
    }

    /// Tries a change when the last try is not of just now.
    /// - Throws: `unavailable` while the disk refuses.
    func requireWritable(_ database: PlatformDatabase) async throws {
        let region = database.region
        let now = clock.now
        let state = states.withLock { $0[region] }
        if let state {
            let pause = state.isFailing ? DiskWatch.secondsBetweenTries.failing : DiskWatch.secondsBetweenTries.good
            let passed = now.seconds(since: state.triedAt)
            if now >= state.triedAt, passed < pause {
                guard state.isFailing else { return }
                throw Problem(.unavailable, "problem.data.unavailable", detail: "not tried again yet")
            }
        }
        do {
            try await database.probe()
            states.withLock { $0[region] = State(triedAt: now) }
        } catch {
            states.withLock { $0[region] = State(isFailing: true, triedAt: now) }
            throw error
        }
    }
}

internal import Foundation
internal import Kernel
internal import Logging
internal import Outbound
internal import Signing
internal import Synchronization

/// Fetches time stamps for signatures from an authority over HTTP (RFC 3161, 3.4). A counter does not wait for it: it has a few seconds, and
/// after a failure is left alone for a while, so that papers go on without it instead of waiting one behind the other.
final class TimeStampsOverHTTP: TimeStamper {
    static let pauseSeconds = 60
    /// A stamp with its certificates has a few thousand bytes.
    static let limitBytes = 65_536

    private let address: String
    private let timeoutSeconds: Int
    private let clock: any WallClock
    private let logger: Logger
    private let client = WebClient()
    private let pausedUntil = Mutex<Instant?>(nil)

    init(address: String, timeoutSeconds: Int = 10, clock: any WallClock, logger: Logger) {
        self.address = address
        self.timeoutSeconds = timeoutSeconds
        self.clock = clock
        self.logger = logger
    }

    func answer(to query: Data) async throws -> Data {
        if let until = pausedUntil.withLock({ $0 }), clock.now < until { throw refused("left alone after a failure") }
        let response = try await client.send(
            OutgoingRequest(
                .post, address, headers: ["Content-Type": "application/timestamp-query"], body: query, timeoutSeconds: timeoutSeconds))
        let type = response.headers["content-type", default: ""].prefix { $0 != ";" }.lowercased()
        guard response.status == 200, type == "application/timestamp-reply" else {
            throw refused("status \(response.status), \(type.isEmpty ? "no type" : "another type")")
        }
        guard response.body.count <= Self.limitBytes else { throw refused("an answer of \(response.body.count) bytes") }
        return response.body
    }

    /// Tells the operator of a paper without a stamp, and leaves the authority alone for a while.
    /// - Parameter paper: its number.
    func missed(_ fault: Problem, paper: String) {
        let now = clock.now
        let isNew = pausedUntil.withLock { until in
            guard until.map({ now >= $0 }) ?? true else { return false }
            until = now.advanced(bySeconds: Self.pauseSeconds)
            return true
        }
        logger.log(
            level: isNew ? .warning : .notice, "A paper was signed without a time stamp.",
            metadata: ["paper": "\(paper)", "detail": "\(fault.detail)"])
    }

    private func refused(_ detail: String) -> Problem { Problem(.unavailable, "problem.signing.stamp", detail: detail) }
}

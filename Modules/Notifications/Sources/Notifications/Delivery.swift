public import Kernel

/// One message's way to one address.
struct Delivery: Sendable, Hashable {
    let id: Identifier
    let message: Identifier
    let kind: SenderKind
    var status: DeliveryStatus
    /// How often it was handed to a sender.
    var attempts: Int
    /// When it is tried next; while it is being sent, when the lease of whoever sends it runs out.
    var dueAt: Instant
    /// Who is sending it; `nil` unless somebody is.
    var lease: Identifier?

    /// Longer than any sender takes: an SMTP conversation ends within half a minute. Whoever is silent for longer is gone.
    static let leaseSeconds = 300
    /// After so many tries a message that could not be sent has failed.
    static let maximumAttempts = 6
    private static let firstDelaySeconds = 30
    /// A message about something waits so long for what else happens to it: two steps within moments are told in one mail.
    static let gatheringSeconds = 5
    /// So many messages go into one mail at most.
    static let maximumGathered = 8
    /// The last delay before it has failed.
    static let longestDelaySeconds = firstDelaySeconds << (maximumAttempts - 1)

    /// When to try again after the tries so far: 30 s after the first, then twice as long each time.
    func nextTry(after instant: Instant) -> Instant {
        instant.advanced(bySeconds: Delivery.firstDelaySeconds << max(0, min(attempts, Delivery.maximumAttempts) - 1))
    }
}

/// Where a delivery stands.
public enum DeliveryStatus: String, Sendable, Hashable, CaseIterable {
    case queued, sending, sent, failed
    /// Handed over, but whether it arrived nobody knows. It is not sent again: told twice is worse than a look in the inbox.
    case uncertain
}

/// What one round of deliveries did.
public struct DeliveryRound: Sendable, Hashable {
    public var sent = 0
    public var postponed = 0
    public var failed = 0
    public var uncertain = 0
    /// What went wrong, for the log. Addresses are masked.
    public var faults: [DeliveryFault] = []

    /// How many deliveries the round touched.
    public var count: Int { sent + postponed + failed + uncertain }

    static func += (total: inout DeliveryRound, round: DeliveryRound) {
        total.sent += round.sent
        total.postponed += round.postponed
        total.failed += round.failed
        total.uncertain += round.uncertain
        total.faults += round.faults
    }
}

/// One delivery that did not succeed.
public struct DeliveryFault: Sendable, Hashable {
    public let delivery: Identifier
    public let kind: SenderKind
    /// Where the delivery stands now: `queued` is tried again.
    public let status: DeliveryStatus
    /// What the sender said, at most 300 characters.
    public let detail: String
}

internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Logging
internal import Notifications
internal import Payments
internal import ServiceLifecycle
internal import Storage

/// Does for one region what happens behind the pages: delivers events, sends messages, repeats the stub's notices, reads the
/// switches. Woken by each change of this process, and every half second for those of others (`mpp service disable`).
struct RegionLoop: Service, CustomStringConvertible {
    /// The service group names its services. Without this it would print all that an island holds: slow, and keys in it.
    var description: String { "loop of \(island.region.slug)" }

    let island: Island
    let logger: Logger
    let metrics: Metrics
    let disks: DiskWatch
    /// Wakes the mails after each round: it may have told somebody something.
    private let mailBell = Bell()
    private let payBell = Bell()
    private let hookBell = Bell()

    init(island: Island, logger: Logger, metrics: Metrics, disks: DiskWatch) {
        self.disks = disks
        self.island = island
        self.logger = logger
        self.metrics = metrics
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while true {
                        // Reason: another process' changes ring no bell here, so the loop looks for them twice a second.
                        try await Task.sleep(for: .milliseconds(500))
                        island.database.bell.ring()
                    }
                }
                // A mail server that hangs keeps nobody waiting but mails.
                group.addTask(priority: .utility) {
                    for await _ in mailBell.rings() {
                        // Reason: what was told within a moment leaves together.
                        try await Task.sleep(for: .milliseconds(20))
                        try await sendMessages()
                    }
                }
                group.addTask(priority: .utility) {
                    for await _ in payBell.rings() {
                        try await attempt("charges") { try await island.payments.openWanted() }
                        try await attempt("questions to providers") { try await island.payments.reconcile() }
                        try await attempt("refunds") { try await island.payments.sendRefunds() }
                    }
                }
                // Another's system that does not answer keeps nobody waiting but itself: the next round begins without it.
                group.addTask(priority: .utility) {
                    try await withThrowingDiscardingTaskGroup { rounds in
                        for await _ in hookBell.rings() {
                            rounds.addTask { try await attempt("webhooks") { try await island.tellHooks() } }
                        }
                    }
                }
                // Behind the pages: somebody who waits for an answer goes first.
                group.addTask(priority: .utility) {
                    for await _ in island.database.bell.rings() {
                        // Reason: what happens within a moment is delivered together, in a few commits instead of three for each
                        // event. Nobody sees so short a wait.
                        try await Task.sleep(for: .milliseconds(50))
                        try await round()
                    }
                }
                do { try await group.waitForAll() } catch is CancellationError {}
            }
        }
    }

    private func round() async throws {
        island.payNews.ring()
        try await attempt("switches") { try await island.switches.refresh() }
        try await attempt("outbox") {
            let round = try await island.outbox.deliverAll()
            metrics.count("mpp_events_delivered_total", label, by: round.delivered)
            for failure in round.failures {
                metrics.count("mpp_event_failures_total", label)
                logger.log(
                    level: failure.isDead ? .error : .warning,
                    failure.isDead ? "a reaction failed for the last time; see mpp outbox dead" : "a reaction failed",
                    metadata: [
                        "region": "\(island.region.slug)", "event": "\(failure.event)", "kind": "\(failure.kind)",
                        "reaction": "\(failure.reaction)", "error": "\(failure.error)",
                    ])
            }
        }
        mailBell.ring()
        // A provider that does not answer keeps nobody waiting but those who pay by it.
        payBell.ring()
        hookBell.ring()
        if let stubDesk = island.stubDesk {
            try await attempt("stub notices") { _ = try await stubDesk.deliverDue() }
        }
    }

    private func sendMessages() async throws {
        try await attempt("messages") {
            let round = try await island.notifications.deliverDue()
            for fault in round.faults {
                logger.warning(
                    "a message was not delivered",
                    metadata: [
                        "region": "\(island.region.slug)", "delivery": "\(fault.delivery)", "by": "\(fault.kind.rawValue)",
                        "status": "\(fault.status)", "detail": "\(fault.detail)",
                    ])
            }
        }
    }

    private var label: String { "region=\"\(island.region.slug)\"" }

    /// A loop outlives its errors: it logs them and goes on with the next round.
    private func attempt(_ what: String, _ body: () async throws -> some Sendable) async throws {
        do { _ = try await body() } catch is CancellationError { throw CancellationError() } catch {
            try Task.checkCancellation()
            metrics.count("mpp_loop_failures_total", label)
            disks.note(error, of: island.region.slug)
            logger.error("\(what) failed", metadata: ["region": "\(island.region.slug)", "error": "\(error)"])
        }
    }
}

/// Throws away what has expired, at the start and every five minutes: sign-in codes with the NIK sealed beside them, sessions, old
/// commands, and files that no row names. Approves what the law approves when nobody decides, ends what its applicant does not answer, and
/// tells when a promise was missed. Makes searchable what came before names were. What a wrong clock put off into the future comes back.
struct HousekeepingLoop: Service, CustomStringConvertible {
    let description = "housekeeping"
    let islands: [Island]
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: [RegionSlug: CivilDate] = [:]
            while !Task.isCancelled {
                for island in islands {
                    do {
                        try await tellAuditEnd(of: island, once: &told)
                        try await island.identity.purgeExpired()
                        try await island.outbox.recallFromFuture()
                        try await island.notifications.recallFromFuture()
                        try await island.payments.recallHooks()
                        try await island.database.purge(olderThanDays: 90)
                        while try await island.documents.makeSearchable() > 0 { try Task.checkCancellation() }
                        while try await island.fileBills() > 0 { try Task.checkCancellation() }
                        while try await island.documents.approveOverdue() > 0 { try Task.checkCancellation() }
                        while try await island.documents.expireReturned() > 0 { try Task.checkCancellation() }
                        // Behind what the law approves: that is late no more.
                        while try await island.documents.escalate() > 0 { try Task.checkCancellation() }
                        try await island.documents.sweepFiles(inShare: Int(clock.now.milliseconds / 300_000) & 255)
                    } catch {
                        logger.error("purge failed", metadata: ["region": "\(island.region.slug)", "error": "\(error)"])
                    }
                }
                // Reason: a timetable of its own; nothing waits for it.
                do { try await Task.sleep(for: .seconds(300)) } catch { return }
            }
        }
    }

    /// Says once a day how far the audit trail goes. Kept elsewhere with the log, that line shows later whether somebody has put an older
    /// database in the place of today's, which no check inside that database can.
    func tellAuditEnd(of island: Island, once told: inout [RegionSlug: CivilDate]) async throws {
        let today = island.region.zone.local(clock.now).date
        guard told[island.region.slug] != today else { return }
        let end = try await island.database.read { tx in try tx.auditEnd() }
        told[island.region.slug] = today
        let region = "\(island.region.slug)"
        guard let end else {
            logger.error("the end of the audit trail was changed; see mpp audit", metadata: ["region": "\(region)"])
            return
        }
        logger.info("end of the audit trail", metadata: ["region": "\(region)", "entries": "\(end.position)", "hash": "\(end.hash)"])
    }
}

internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Intake
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

extension Portal {
    /// Serves until the process is told to stop (SIGTERM, SIGINT); then finishes what was begun, for so long as the limits
    /// allow, and closes the databases. A second signal cuts what is left at once.
    /// - Parameters:
    ///   - metricsPort: where on the loopback the metrics are; `nil` for nowhere.
    ///   - ready: called once when the port is open.
    public func run(limits: ServerLimits = ServerLimits(), metricsPort: Int? = nil, ready: @escaping @Sendable () async -> Void)
        async throws
    {
        let (stops, source) = AsyncStream.makeStream(of: Void.self)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let relay = Task { for await _ in signals { source.yield() } }
        defer { relay.cancel() }
        try await run(limits: limits, metricsPort: metricsPort, stops: stops) { _ in await ready() }
    }

    /// - Parameters:
    ///   - port: another one than the settings say; 0 for any that is free.
    ///   - stops: the first ends the serving, the second cuts.
    ///   - ready: called once with the port that is open.
    ///   - quit: ends the process when it does not end by itself.
    func run(
        limits: ServerLimits, port: Int? = nil, metricsPort: Int? = nil, stops: AsyncStream<Void>,
        quit: @escaping @Sendable () -> Void = { exit(0) },
        ready: @escaping @Sendable (Int) async -> Void
    ) async throws {
        for program in FileIntake.missingPrograms() {
            logger.warning("\(program) is not installed: until it is, no PDF can be taken")
        }
        let book = ConnectionBook(limit: places(limits), metrics: commons.metrics, logger: logger, clock: clock)
        var services: [any Service] = sortedIslands.map {
            RegionLoop(island: $0, logger: logger, metrics: commons.metrics, disks: commons.disks)
        }
        services.append(HousekeepingLoop(islands: sortedIslands, clock: clock, logger: logger))
        if settings.isDemonstration { services.append(DemonstrationData(portal: self)) }
        let application = Application(
            responder: responder(),
            server: HTTPServerBuilder { responder in
                KeptChannel(http: HTTP1Channel(responder: responder), limits: limits, book: book)
            },
            configuration: .init(address: .hostname(settings.host, port: port ?? settings.port), serverName: nil), services: services,
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? 0) }, logger: quietLogger)
        var servers: [any Service] = []
        if let metricsPort { servers.append(metricsApplication(port: metricsPort, logger: quietLogger)) }
        let group = ServiceGroup(configuration: .init(services: servers + [application], logger: quietLogger))
        let watch = ShutdownWatch(limits: limits, book: book, logger: logger, quit: quit)
        let watching = Task { await watch.run(stops) { await group.triggerGracefulShutdown() } }
        defer { watching.cancel() }
        try await group.run()
        try await close()
    }

    /// How many connections there may be: each takes an open file, and so do the databases.
    private func places(_ limits: ServerLimits) -> Int {
        let ownFiles = 100 + 40 * islands.count
        let files = OpenFiles.raise(to: limits.connections + ownFiles)
        let places = max(16, min(limits.connections, files - ownFiles))
        if places < limits.connections {
            logger.warning(
                "fewer connections than wanted, because this process may open few files; see LimitNOFILE in Docs/Operations.md",
                metadata: ["connections": "\(places)", "files": "\(files)"])
        }
        return places
    }

    /// Hummingbird's own lines, without those that only say that a server has started.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }
}

/// Lets a stop take its time, but no more than that.
struct ShutdownWatch: Sendable {
    let limits: ServerLimits
    let book: ConnectionBook
    let logger: Logger
    let quit: @Sendable () -> Void

    /// Returns when it is cancelled, because everything has ended, or after it has quit.
    func run(_ stops: AsyncStream<Void>, begin: @Sendable () async -> Void) async {
        var iterator = stops.makeAsyncIterator()
        guard await iterator.next() != nil else { return }
        await begin()
        await withTaskGroup(of: Void.self) { group in
            // Reason: the limit itself; nothing else tells that it has passed.
            group.addTask { try? await Task.sleep(for: .seconds(limits.shutdownSeconds)) }
            group.addTask {
                var iterator = stops.makeAsyncIterator()
                _ = await iterator.next()
            }
            await group.next()
            group.cancelAll()
        }
        guard !Task.isCancelled else { return }
        let count = book.cutAll()
        logger.warning("the stop took too long, or was asked for again: connections are cut", metadata: ["connections": "\(count)"])
        // Reason: what is still at work gets a moment to see that its connection is gone.
        do { try await Task.sleep(for: .nanoseconds(limits.quit.nanoseconds)) } catch { return }
        logger.error("something does not end: the process is left; what was acknowledged is on the disk")
        quit()
    }
}

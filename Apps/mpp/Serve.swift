internal import ArgumentParser
internal import Foundation
internal import Kernel
internal import Logging
internal import Portal

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves the pages of all regions, or of those named.",
        discussion: """
            Without --demo nothing is invented: no people, no readable mailbox, no simulated payment.
            E-mail is sent when MPP_SMTP_HOST and MPP_SMTP_FROM are set (see Docs/Operations.md).
            MPP_PUBLIC_ADDRESS is the address that stands on papers and in messages, e.g. https://mpp.example.go.id
            """)

    @Option(name: .customLong("region"), help: "A region to serve; may be given several times. Default: all.")
    var regions: [String] = []
    @OptionGroup var folders: Folders
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080
    @Option(help: "A port of the loopback for /metrics, and for nothing else. Default: no metrics.") var metricsPort: Int?
    @Option(help: "How many connections may be open at once.") var connections = 2_000
    @Option(help: "How many seconds a stop waits for what was begun before the rest is cut.") var shutdownSeconds = 20
    @Flag(help: "A demonstration with invented people. Never for real citizens.") var demo = false

    func run() async throws {
        let slugs = try regions.map { text in
            guard let slug = RegionSlug(text) else {
                throw Problem(.notFound, "problem.region.unknown", arguments: ["region": text])
            }
            return slug
        }
        let settings = try PortalSettings(
            regions: slugs, dataFolder: folders.dataURL, resourcesFolder: folders.resourcesURL, host: host, port: port,
            isDemonstration: demo, environment: ProcessInfo.processInfo.environment)
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "mpp")
        logger.logLevel = Logger.Level(rawValue: ProcessInfo.processInfo.environment["MPP_LOG_LEVEL"] ?? "") ?? .info
        let started = ContinuousClock.now
        let portal = try await Portal.open(settings, logger: logger)
        let (host, port, demo) = (host, port, demo)
        var limits = ServerLimits()
        limits.connections = connections
        limits.shutdownSeconds = shutdownSeconds
        try await portal.run(limits: limits, metricsPort: metricsPort) {
            let seconds = (ContinuousClock.now - started).components
            let milliseconds = seconds.seconds * 1000 + seconds.attoseconds / 1_000_000_000_000_000
            print("MPP Digital: http://\(host):\(port)  (\(portal.regionCount) regions, ready in \(milliseconds) ms)")
            if demo { print(Portal.demonstrationNotice) }
            fflush(nil)
        }
    }
}

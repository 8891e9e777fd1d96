import ArgumentParser
import Hummingbird
import Logging

/// A web server that does nothing: what Hummingbird can do at most on this machine.
struct Hello: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves /hello and nothing else, until it is stopped.")

    @Option(help: "The port to listen on, on the loopback address.") var port: Int

    func run() async throws {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        var logger = Logger(label: "bench")
        logger.logLevel = .warning
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil), logger: logger)
        try await application.runService()
    }
}

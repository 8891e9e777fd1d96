internal import Catalogue
internal import HTTPTypes
internal import Hummingbird
internal import Kernel
internal import Logging
internal import NIOCore
internal import Notifications
internal import Storage

/// The metrics, on a port of the loopback that has nothing else: no rule of a proxy decides who reads them.
extension Portal {
    func metricsApplication(port: Int, logger: Logger, ready: @escaping @Sendable (Int) async -> Void = { _ in })
        -> some ApplicationProtocol
    {
        Application(
            responder: CallbackResponder<PortalContext> { request, _ in
                guard request.method == .get, request.uri.path == "/metrics" else { return Response(status: .notFound) }
                return Response(
                    status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: .init(byteBuffer: ByteBuffer(string: try await metricsText())))
            },
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    /// What was counted, and how things stand at this moment.
    func metricsText() async throws -> String {
        var gauges: [(name: String, labels: String, value: Int)] = [("mpp_regions", "", islands.count)]
        for island in sortedIslands {
            let label = "region=\"\(island.region.slug)\""
            for (status, count) in try await island.notifications.deliveryCounts() {
                gauges.append(("mpp_deliveries", "\(label),status=\"\(status.rawValue)\"", count))
            }
            gauges.append(("mpp_outbox_waiting", label, try await island.outbox.waitingCount()))
            gauges.append(("mpp_outbox_dead", label, try await island.outbox.deadCount()))
        }
        return commons.metrics.text(gauges: gauges)
    }
}

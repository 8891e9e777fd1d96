internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import Notifications
internal import Storage

/// For machines that watch the process.
enum HealthPages {
    static func add(to table: inout RouteTable) {
        // The process answers.
        table.probe("/health") { _, _ in .json(#"{"status":"ok"}"#) }
        // Every region's database is open and answers; migrations were applied before the port was opened.
        table.probe("/ready") { _, islands in
            for island in islands {
                _ = try await island.outbox.waitingCount()
            }
            return .json(#"{"status":"ready","regions":\#(islands.count)}"#)
        }
        table.probe("/metrics") { exchange, islands in
            var gauges: [(name: String, labels: String, value: Int)] = [("mpp_regions", "", islands.count)]
            for island in islands {
                for (status, count) in try await island.notifications.deliveryCounts() {
                    gauges.append(("mpp_deliveries", "region=\"\(island.region.slug)\",status=\"\(status.rawValue)\"", count))
                }
                let label = "region=\"\(island.region.slug)\""
                gauges.append(("mpp_outbox_waiting", label, try await island.outbox.waitingCount()))
                gauges.append(("mpp_outbox_dead", label, try await island.outbox.deadCount()))
            }
            return .text(exchange.portal.metrics.text(gauges: gauges), contentType: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}

internal import Hummingbird
internal import Storage

/// For machines that watch the process.
enum HealthPages {
    static func add(to table: inout RouteTable) {
        // The process answers.
        table.probe("/health") { _, _ in .json(#"{"status":"ok"}"#) }
        // Every region's database takes changes; migrations were applied before the port was opened.
        table.probe("/ready") { exchange, islands in
            for island in islands { try await exchange.portal.disks.requireWritable(island.database) }
            return .json(#"{"status":"ready","regions":\#(islands.count)}"#)
        }
    }
}

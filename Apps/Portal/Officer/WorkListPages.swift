internal import Documents
internal import Kernel

/// What waits for an agency's officers, soonest due first, and the search through all that ever came.
enum WorkListPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas", .officer) { exchange, island in
            let view = DeskView(exchange.query)
            let reading = try await island.read(view, by: exchange.principal)
            var counts: [WorkFilter: BoundedCount] = [:]
            for filter in WorkFilter.allCases {
                counts[filter] = try await island.documents.workCount(by: exchange.principal, view.with { $0.list.filter = filter }.list)
            }
            return try await exchange.show(WorkListPage(exchange, island, view, reading, counts), of: island)
        }
    }
}

internal import Documents

/// What waits for an agency's officers, soonest due first.
enum WorkListPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas", .officer) { exchange, island in
            let filter = WorkFilter.allCases.first { $0.path == exchange.query["daftar"] } ?? .inReview
            let items = try await island.documents.workList(by: exchange.principal, filter)
            return try await exchange.show(WorkListPage(exchange, island, filter, items), of: island)
        }
    }
}

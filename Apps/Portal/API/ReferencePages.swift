internal import Kernel

/// The API's description: for machines at `/openapi.json`, for people at `/api`. Both come from the routes.
enum ReferencePages {
    /// - Parameter table: with every operation in it.
    static func add(to table: inout RouteTable) {
        let routes = table.routes.filter { $0.operation != nil }
        table.root("/openapi.json", isShared: true) { _, islands in
            .json(APIDocument(routes: routes, regions: islands.map(\.region.slug)).json.text)
        }
        table.root("/api", isShared: true) { exchange, islands in
            try await exchange.show(
                ReferencePage(exchange, APIDocument(routes: routes, regions: islands.map(\.region.slug))), of: nil)
        }
    }
}

/// What a service needs, costs and takes.
enum ServicePages {
    static func add(to table: inout RouteTable) {
        table.page("/layanan/:service", .everyone, isShared: true) { exchange, island in
            let offer = try island.offer(exchange.parameters["service"] ?? "", in: exchange.portal.catalogue)
            return try await exchange.show(ServicePage(exchange, island, offer), of: island)
        }
    }
}

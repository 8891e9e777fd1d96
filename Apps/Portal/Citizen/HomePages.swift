/// Choosing a region, and a region's first pages.
enum HomePages {
    static func add(to table: inout RouteTable) {
        table.root("/", isShared: true) { exchange, islands in
            try await exchange.show(HomePage(exchange, islands), of: nil)
        }
        table.page("", .everyone, isShared: true) { exchange, island in
            try await exchange.show(RegionPage(exchange, island), of: island)
        }
        table.page("/layanan", .everyone, isShared: true) { exchange, island in
            try await exchange.show(ServicesPage(exchange, island), of: island)
        }
        table.page("/privasi", .everyone, isShared: true) { exchange, island in
            try await exchange.show(PrivacyPage(exchange, island), of: island)
        }
    }
}

internal import Catalogue
internal import Kernel

/// What a service needs, costs and takes.
enum ServicePages {
    static func add(to table: inout RouteTable) {
        table.page("/layanan/:service", .everyone, isShared: true) { exchange, island in
            let offer = try island.offer(exchange.parameters["service"] ?? "", in: exchange.portal.catalogue)
            return try await exchange.show(ServicePage(exchange, island, offer), of: island)
        }
        table.page("/layanan/:service/standar", .everyone, isShared: true) { exchange, island in
            let offer = try island.offer(exchange.parameters["service"] ?? "", in: exchange.portal.catalogue)
            return try await exchange.show(StandardPage(exchange, island, offer), of: island)
        }
        table.page("/layanan/:service/standar/lembar", .everyone, isShared: true) { exchange, island in
            let offer = try island.offer(exchange.parameters["service"] ?? "", in: exchange.portal.catalogue)
            let sheet = try await StandardSheet(exchange, island, offer).pdf(at: exchange.portal.clock.now)
            return .file(sheet, contentType: "application/pdf", filename: "standar-\(offer.code).pdf", isInline: true)
        }
    }
}

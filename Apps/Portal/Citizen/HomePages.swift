internal import Catalogue
internal import Kernel

/// Choosing a region, and a region's first pages.
enum HomePages {
    static func add(to table: inout RouteTable) {
        table.root("/", isShared: true) { exchange, islands in
            let words = Exchange.searched(exchange.query["daerah"])
            let known = Dictionary(uniqueKeysWithValues: islands.map { ($0.region.slug, $0) })
            if let chosen = RegionSlug(words).flatMap({ known[$0] }) { return exchange.lead(to: chosen) }
            let found = exchange.portal.catalogue.regions(called: words).compactMap { known[$0.slug] }
            if found.count == 1 { return exchange.lead(to: found[0]) }
            return try await exchange.show(HomePage(exchange, islands, words: words, found: found), of: nil)
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

extension Exchange {
    /// To the region's first page. Whoever chose it finds it first the next time; like the language it is no secret.
    fileprivate func lead(to island: Island) -> Reply {
        Reply.seeOther(island.links.home).setting(
            Cookie(
                name: Portal.regionCookieName, value: island.region.slug.text, path: "/", maxAgeSeconds: 365 * 86_400,
                isSecure: portal.settings.hasSecureCookies))
    }
}

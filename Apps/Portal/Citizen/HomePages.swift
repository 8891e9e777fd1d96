internal import Catalogue
internal import Kernel

/// Choosing a region, and a region's first page.
enum HomePages {
    static func add(to table: inout RouteTable) {
        table.root("/", isShared: true, home)
        table.page("", .everyone, isShared: true, region)
        table.page("/layanan", .everyone, isShared: true, services)
        table.page("/privasi", .everyone, isShared: true) { exchange, island in
            try await exchange.show(
                Page(
                    name: "privasi", title: exchange.say("title.privasi"),
                    crumbs: exchange.crumbs(island, Crumb(exchange.say("title.privasi")))),
                of: island)
        }
    }

    @Sendable private static func home(_ exchange: Exchange) async throws -> Reply {
        let regions = exchange.portal.islands.values.map(\.region)
        let groups = Dictionary(grouping: regions, by: \.province).sorted { $0.key < $1.key }.map { province, regions -> PageValues in
            [
                "province": province,
                "regions": regions.sorted { $0.name < $1.name }.map { region -> PageValues in
                    [
                        "name": region.name, "href": "/\(region.slug)", "province": region.province, "building": region.building.name,
                    ]
                },
            ]
        }
        return try await exchange.show(
            Page(name: "home", title: exchange.say("title.home"), values: ["groups": groups, "count": String(regions.count)]), of: nil)
    }

    @Sendable private static func region(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let region = island.region
        var building: PageValues = ["name": region.building.name]
        if region.isAssumed("building.name") { building["nameUnconfirmed"] = true }
        if let address = region.building.address {
            building["address"] = address
            if region.isAssumed("building.address") || region.isAssumed("building") { building["addressUnconfirmed"] = true }
        }
        var values: PageValues = [
            "building": building, "services": offers(exchange, island), "verifyHref": "/\(region.slug)/verifikasi",
        ]
        if exchange.session == nil { values["loginHref"] = "/\(region.slug)/masuk" }
        if region.hours.values.allSatisfy(\.isEmpty) {
            values["hoursUnknown"] = true
        } else {
            values["hours"] = exchange.hours(of: island)
            if region.isAssumed("hours") { values["hoursUnconfirmed"] = true }
        }
        let today = region.zone.local(exchange.portal.clock.now).date
        let hoursToday = island.calendar.hours(on: today)
        if let holiday = island.calendar.holiday(on: today) {
            values["todayText"] = exchange.say("hours.holidayToday", ["holiday": holiday.name.text(in: exchange.language)])
        } else if !region.hours.values.allSatisfy(\.isEmpty) {
            values["todayText"] =
                hoursToday.isEmpty
                ? exchange.say("hours.closedToday")
                : exchange.say(
                    "hours.openToday",
                    [
                        "hours": exchange.say(hoursToday),
                        "zone": region.zone.abbreviation,
                    ])
        }
        return try await exchange.show(Page(name: "region", title: region.name, values: values), of: island)
    }

    @Sendable private static func services(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        try await exchange.show(
            Page(
                name: "services", title: exchange.say("title.services"),
                crumbs: exchange.crumbs(island, Crumb(exchange.say("title.services"))), values: ["services": offers(exchange, island)],
                menu: "services"), of: island)
    }

    private static func offers(_ exchange: Exchange, _ island: Island) -> [PageValues] {
        exchange.portal.catalogue.services.filter { island.region.offers($0.code) }.map { definition in
            let offer = definition.offered(in: island.region)
            var values: PageValues = [
                "title": offer.title.text(in: exchange.language), "summary": offer.summary.text(in: exchange.language),
                "href": "/\(island.region.slug)/layanan/\(offer.code)", "feeText": exchange.say(offer.fee.amount),
            ]
            if !offer.isAssumed("promise") { values["promiseText"] = exchange.say(offer.promise) }
            if island.switches.closure(of: offer.code) != nil { values["off"] = true }
            return values
        }
    }
}

internal import Catalogue
internal import Kernel

/// The front of a region: what it offers, where it is, when it is open.
struct RegionPage: Page {
    let heading: Heading
    let services: [OfferLine]
    let building: BuildingFace
    /// What holds today: open from when to when, closed, or a holiday; `nil` when the hours are not known.
    let todayText: String?
    /// Empty when not known.
    let hours: [DayLine]
    let areHoursUnconfirmed: Bool

    static let template: @Sendable (PageLibrary) -> Template<RegionPage> = \.region
    static let fields: [Field<RegionPage>] = [
        .list("services", \.services), .part("building", \.building), .optional("todayText", \.todayText), .list("hours", \.hours),
        .flag("hoursUnknown") { $0.hours.isEmpty }, .flag("hoursUnconfirmed", \.areHoursUnconfirmed),
    ]
}

/// The house, with marks at what no source has confirmed.
struct BuildingFace: Filling {
    let name: String
    let isNameUnconfirmed: Bool
    let address: String?
    let isAddressUnconfirmed: Bool

    static let fields: [Field<BuildingFace>] = [
        .text("name", \.name), .flag("nameUnconfirmed", \.isNameUnconfirmed), .optional("address", \.address),
        .flag("addressUnconfirmed", \.isAddressUnconfirmed),
    ]
}

/// The opening hours of one day of the week. `Senin–Kamis` would save room but hide days: one line for each.
struct DayLine: Filling {
    let day: String
    let text: String

    static let fields: [Field<DayLine>] = [.text("day", \.day), .text("text", \.text)]
}

extension RegionPage {
    init(_ exchange: Exchange, _ island: Island) {
        let region = island.region
        let areHoursKnown = !region.hours.values.allSatisfy(\.isEmpty)
        heading = Heading(title: region.name)
        services = ServicesPage.lines(exchange, island)
        let address = region.building.address
        building = BuildingFace(
            name: region.building.name, isNameUnconfirmed: region.isAssumed("building.name"), address: address,
            isAddressUnconfirmed: address != nil && (region.isAssumed("building.address") || region.isAssumed("building")))
        hours = areHoursKnown ? RegionPage.hours(exchange, region) : []
        areHoursUnconfirmed = areHoursKnown && region.isAssumed("hours")
        todayText = RegionPage.today(exchange, island, areHoursKnown)
    }

    private static func hours(_ exchange: Exchange, _ region: RegionManifest) -> [DayLine] {
        Weekday.allCases.map { day in
            let hours = region.hours[day] ?? []
            return DayLine(
                day: exchange.portal.wording.weekday(day, in: exchange.language),
                text: hours.isEmpty ? exchange.say("hours.closed") : "\(exchange.say(hours)) \(region.zone.abbreviation)")
        }
    }

    private static func today(_ exchange: Exchange, _ island: Island, _ areHoursKnown: Bool) -> String? {
        let zone = island.region.zone
        let today = zone.local(exchange.portal.clock.now).date
        if let holiday = island.calendar.holiday(on: today) {
            return exchange.say("hours.holidayToday", ["holiday": holiday.name.text(in: exchange.language)])
        }
        guard areHoursKnown else { return nil }
        let hours = island.calendar.hours(on: today)
        return hours.isEmpty
            ? exchange.say("hours.closedToday")
            : exchange.say("hours.openToday", ["hours": exchange.say(hours), "zone": zone.abbreviation])
    }
}

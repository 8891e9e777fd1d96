internal import Catalogue
internal import Kernel

/// The front of a region, as the front of its building: open or not, what people come for, where to go and whom to ask.
struct RegionPage: Page {
    let heading: Heading
    let opening: OpeningFace
    let search: SearchFace
    let progress: ProgressSearchFace
    let services: [OfferLine]
    let events: [EventLine]
    let announcements: [String]
    let building: BuildingFace
    /// What to do before going there; `nil` where the hours are known.
    let askText: String?
    /// Empty when not known.
    let hours: [DayLine]
    let contact: ContactFace?
    let counters: [CounterLine]
    let channels: [ChannelFace]
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<RegionPage> = \.region
    static let fields: [Field<RegionPage>] = [
        .part("opening", \.opening), .part("search", \.search), .part("progress", \.progress), .list("services", \.services),
        .list("events", \.events),
        .flag("hasEvents") { !$0.events.isEmpty }, .list("announcements", \.announcements),
        .flag("hasAnnouncements") { !$0.announcements.isEmpty }, .part("building", \.building), .optional("askText", \.askText),
        .list("hours", \.hours), .flag("hoursKnown") { !$0.hours.isEmpty }, .optionalPart("contact", \.contact),
        .list("counters", \.counters), .flag("hasCounters") { !$0.counters.isEmpty }, .list("channels", \.channels),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// The house.
struct BuildingFace: Filling {
    let name: String
    let address: String?
    /// Where a map shows it.
    let map: String?

    static let fields: [Field<BuildingFace>] = [
        .text("name", \.name), .optional("address", \.address), .optional("map", \.map),
    ]
}

/// How to ask without going there.
struct ContactFace: Filling {
    let phone: String?
    let email: String?

    static let fields: [Field<ContactFace>] = [
        .optional("phone", \.phone), .optional("dialled") { $0.phone?.filter { $0.isNumber || $0 == "+" } }, .optional("email", \.email),
    ]
}

/// The opening hours of one day of the week. `Senin–Kamis` would save room but hide days: one line for each.
struct DayLine: Filling {
    let day: String
    let text: String

    static let fields: [Field<DayLine>] = [.text("day", \.day), .text("text", \.text)]
}

/// What happens in a life, and the services that it makes necessary.
struct EventLine: Filling {
    let name: String
    let href: String
    /// Whether the page shows just these.
    let isHere: Bool

    static let fields: [Field<EventLine>] = [.text("name", \.name), .text("href", \.href), .flag("here", \.isHere)]
}

/// An agency's desk in the building.
struct CounterLine: Filling {
    let name: String
    let agency: String
    /// What is done there, in one line.
    let services: String

    static let fields: [Field<CounterLine>] = [.text("name", \.name), .text("agency", \.agency), .text("services", \.services)]
}

extension RegionPage {
    init(_ exchange: Exchange, _ island: Island) {
        let region = island.region
        let language = exchange.language
        let today = region.zone.local(exchange.portal.clock.now).date
        heading = Heading(title: exchange.say("region.title", ["place": region.place]))
        opening = OpeningFace(exchange, island)
        search = SearchFace(exchange, island)
        progress = ProgressSearchFace(action: island.links.progress)
        services = ServicesPage.lines(exchange, island, ServicesPage.offered(exchange, island))
        events = EventLine.all(exchange, island)
        announcements = region.front.announcements.filter { $0.isShown(on: today) }.map { $0.text.text(in: language) }
        building = BuildingFace(name: region.building.name, address: region.building.address, map: region.building.map)
        hours = DayLine.week(exchange, region)
        askText = hours.isEmpty ? exchange.say("region.ask", ["region": region.name]) : nil
        contact = region.front.contact.map { ContactFace(phone: $0.phone, email: $0.email) }
        counters = region.counters.map { counter in
            CounterLine(
                name: counter.name.text(in: language),
                agency: exchange.portal.catalogue.agencies[counter.agency]?.name.text(in: language) ?? counter.agency,
                services: counter.services.compactMap { exchange.portal.catalogue.service($0)?.title.text(in: language) }
                    .joined(separator: "; "))
        }
        let ways = Set(ServicesPage.offered(exchange, island).flatMap { $0.offered(in: region).channels.keys })
        channels = ServiceChannel.allCases.filter(ways.contains).map {
            ChannelFace(name: exchange.say("channel.\($0.rawValue)"), text: exchange.say("region.channel.\($0.rawValue)"))
        }
        let offered = ServicesPage.offered(exchange, island)
        var doubts = ServicesPage.doubts(exchange, island, offered)
        doubts.add(region, [.hours, .zone, .buildingName, .address, .contact, .counters])
        for definition in offered { doubts.add(definition.offered(in: region), [.channels], checkedOn: region.front.checkedOn) }
        unconfirmed = Unconfirmed(doubts)
    }
}

extension DayLine {
    /// The usual week of a region; empty when its hours are not known.
    static func week(_ exchange: Exchange, _ region: RegionManifest) -> [DayLine] {
        guard !region.hours.isEmpty else { return [] }
        return Weekday.allCases.map { day in
            let hours = region.hours[day] ?? []
            return DayLine(
                day: exchange.portal.wording.weekday(day, in: exchange.language),
                text: hours.isEmpty ? exchange.say("hours.closed") : "\(exchange.say(hours)) \(region.zone.abbreviation)")
        }
    }
}

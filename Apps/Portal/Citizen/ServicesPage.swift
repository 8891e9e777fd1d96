internal import Catalogue
internal import Kernel

/// The services of a region: all of them, or those that somebody searched for.
struct ServicesPage: Page {
    let heading: Heading
    let search: SearchFace
    let events: [EventLine]
    /// How many were found, and for what; `nil` when nothing was searched for.
    let foundText: String?
    /// Nothing fits what was searched for, so that all are shown.
    let isNothingFound: Bool
    let services: [OfferLine]
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<ServicesPage> = \.services
    static let fields: [Field<ServicesPage>] = [
        .part("search", \.search), .list("events", \.events), .flag("hasEvents") { !$0.events.isEmpty },
        .optional("foundText", \.foundText), .flag("nothingFound", \.isNothingFound), .list("services", \.services),
        .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// The form that finds a service by the words that people use.
struct SearchFace: Filling {
    let action: String
    /// What was typed.
    let words: String

    static let fields: [Field<SearchFace>] = [.text("action", \.action), .text("words", \.words)]

    /// More than anybody types; the rest is not looked at.
    static let longest = 80

    init(_ exchange: Exchange, _ island: Island) {
        action = island.links.services
        words = Exchange.searched(exchange.query["cari"])
    }
}

/// One service to choose: a line of `parts/services`.
struct OfferLine: Filling {
    let title: String
    let summary: String
    let href: String
    /// Where it is done instead of here; `nil` for what is done here.
    let elsewhere: String?
    let feeText: String
    /// `nil` while no source has confirmed it.
    let promiseText: String?
    let isOff: Bool

    static let fields: [Field<OfferLine>] = [
        .text("title", \.title), .text("summary", \.summary), .text("href", \.href), .optional("elsewhere", \.elsewhere),
        .text("feeText", \.feeText),
        .optional("promiseText", \.promiseText), .flag("off", \.isOff),
    ]
}

extension ServicesPage {
    init(_ exchange: Exchange, _ island: Island) {
        let title = exchange.say("title.services")
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .services)
        search = SearchFace(exchange, island)
        events = EventLine.all(exchange, island)
        let offered = ServicesPage.offered(exchange, island)
        let event = LifeEvent.allCases.first { exchange.query["peristiwa"] == $0.address }
        let wanted: [ServiceDefinition]?
        let name: String
        if !search.words.isEmpty {
            wanted = exchange.portal.catalogue.services(called: search.words).filter { island.region.offers($0.code) }
            name = search.words
        } else {
            wanted = event.map { event in offered.filter { $0.front.events.contains(event) } }
            name = event.map { exchange.say("event.\($0.rawValue)") } ?? ""
        }
        isNothingFound = wanted?.isEmpty == true
        foundText = wanted.map {
            exchange.say($0.isEmpty ? "services.nothingFound" : "services.found", ["words": name, "count": String($0.count)])
        }
        let shown = wanted.flatMap { $0.isEmpty ? nil : $0 } ?? offered
        services = ServicesPage.lines(exchange, island, shown)
        unconfirmed = Unconfirmed(ServicesPage.doubts(exchange, island, shown))
    }

    /// What is not confirmed of these services in a list: that they are offered, and what they cost.
    static func doubts(_ exchange: Exchange, _ island: Island, _ definitions: [ServiceDefinition]) -> Doubts {
        let offers = definitions.map { $0.offered(in: island.region) }
        var doubts = exchange.doubts
        doubts.addChoice(of: offers, in: island.region)
        doubts.addFees(of: offers)
        return doubts
    }

    /// What the region offers, the most wanted first.
    static func offered(_ exchange: Exchange, _ island: Island) -> [ServiceDefinition] {
        exchange.portal.catalogue.services.filter { island.region.offers($0.code) }
    }

    static func lines(_ exchange: Exchange, _ island: Island, _ definitions: [ServiceDefinition]) -> [OfferLine] {
        definitions.map { definition in
            let offer = definition.offered(in: island.region)
            return OfferLine(
                title: offer.title.text(in: exchange.language), summary: offer.summary.text(in: exchange.language),
                href: island.links.service(offer.code), elsewhere: exchange.elsewhere(offer), feeText: exchange.say(offer.fee),
                promiseText: offer.isAssumed("promise") || !offer.promise.isKnown ? nil : exchange.say(offer.promise, of: offer),
                isOff: island.switches.closure(of: offer.code) != nil)
        }
    }
}

extension EventLine {
    /// The events for which the region offers something.
    static func all(_ exchange: Exchange, _ island: Island) -> [EventLine] {
        let known = Set(ServicesPage.offered(exchange, island).flatMap(\.front.events))
        return LifeEvent.allCases.filter(known.contains).map { event in
            EventLine(
                name: exchange.say("event.\(event.rawValue)"), href: island.links.services(for: event),
                isHere: exchange.query["peristiwa"] == event.address)
        }
    }
}

extension Exchange {
    /// What was typed into a search, without what surrounds it, and no more of it than anybody types. A form writes a space as
    /// a plus.
    static func searched(_ text: String?) -> String {
        String((text ?? "").split { $0.isWhitespace || $0 == "+" }.joined(separator: " ").prefix(SearchFace.longest))
    }
}

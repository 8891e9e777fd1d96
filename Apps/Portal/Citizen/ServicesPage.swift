internal import Catalogue
internal import Kernel

/// All services of a region.
struct ServicesPage: Page {
    let heading: Heading
    let services: [OfferLine]

    static let template: @Sendable (PageLibrary) -> Template<ServicesPage> = \.services
    static let fields: [Field<ServicesPage>] = [.list("services", \.services)]
}

/// One service to choose: a line of `parts/services`.
struct OfferLine: Filling {
    let title: String
    let summary: String
    let href: String
    let feeText: String
    /// `nil` while no source has confirmed it.
    let promiseText: String?
    let isOff: Bool

    static let fields: [Field<OfferLine>] = [
        .text("title", \.title), .text("summary", \.summary), .text("href", \.href), .text("feeText", \.feeText),
        .optional("promiseText", \.promiseText), .flag("off", \.isOff),
    ]
}

extension ServicesPage {
    init(_ exchange: Exchange, _ island: Island) {
        let title = exchange.say("title.services")
        heading = Heading(title: title, crumbs: exchange.crumbs(island, Crumb(title)), menu: .services)
        services = ServicesPage.lines(exchange, island)
    }

    static func lines(_ exchange: Exchange, _ island: Island) -> [OfferLine] {
        exchange.portal.catalogue.services.filter { island.region.offers($0.code) }.map { definition in
            let offer = definition.offered(in: island.region)
            return OfferLine(
                title: offer.title.text(in: exchange.language), summary: offer.summary.text(in: exchange.language),
                href: island.links.service(offer.code), feeText: exchange.say(offer.fee.amount),
                promiseText: offer.isAssumed("promise") ? nil : exchange.say(offer.promise),
                isOff: island.switches.closure(of: offer.code) != nil)
        }
    }
}

internal import Catalogue
internal import Kernel

/// The standard of a service, component by component: what is not known is named as that.
struct StandardPage: Page {
    let heading: Heading
    let service: String
    /// Who would have to set it, and has not.
    let draftText: String
    let components: [StandardLine]
    let serviceHref: String
    let sheetHref: String
    let unconfirmed: Unconfirmed?

    static let template: @Sendable (PageLibrary) -> Template<StandardPage> = \.standard
    static let fields: [Field<StandardPage>] = [
        .text("service", \.service), .text("draftText", \.draftText), .list("components", \.components),
        .text("serviceHref", \.serviceHref), .text("sheetHref", \.sheetHref), .optionalPart("unconfirmedPart", \.unconfirmed),
    ]
}

/// One component of a standard.
struct StandardLine: Filling {
    let name: String
    /// `nil` when nobody knows it.
    let text: String?
    let isAssumed: Bool

    static let fields: [Field<StandardLine>] = [.text("name", \.name), .optional("text", \.text), .flag("assumed", \.isAssumed)]

    init(_ row: ServiceStandard.Row) {
        name = row.name
        let mark = row.lines.count > 1 ? "• " : ""
        text = row.lines.isEmpty ? nil : row.lines.map { mark + $0 }.joined(separator: "\n")
        isAssumed = row.isAssumed
    }
}

extension StandardPage {
    init(_ exchange: Exchange, _ island: Island, _ offer: ServiceDefinition) {
        let title = exchange.say("title.standard")
        service = offer.title.text(in: exchange.language)
        serviceHref = island.links.service(offer.code)
        sheetHref = island.links.standardSheet(offer.code)
        heading = Heading(
            title: title,
            crumbs: exchange.crumbs(
                island, Crumb(exchange.say("title.services"), island.links.services), Crumb(service, serviceHref), Crumb(title)),
            menu: .services)
        draftText = exchange.say("standard.draft", ["agency": exchange.agency(offer.agency)])
        components = ServiceStandard(exchange, island, offer).rows.map { StandardLine($0) }
        var doubts = exchange.doubts
        doubts.addOffer(of: offer, in: island.region)
        doubts.add(offer, ServiceStandard.parts)
        doubts.add(island.region, [.contact])
        unconfirmed = Unconfirmed(doubts)
    }
}

extension ServiceStandard {
    /// What of the service stands in it.
    static let parts: [ServicePart] = [.agency, .requirements, .channels, .steps, .promise, .fee, .legalBasis]
}

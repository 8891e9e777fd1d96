internal import Catalogue
internal import Documents
internal import Kernel

/// One service: what it needs, costs and takes, and how each channel offers it.
struct ServicePage: Page {
    let heading: Heading
    let summary: String
    let agency: String
    let feeText: String
    let feeNote: String?
    let isFeeUnconfirmed: Bool
    let promiseText: String
    let isPromiseUnconfirmed: Bool
    /// While it is switched off.
    let closure: ClosureFace?
    /// For a visitor: leads to the sign-in, and back here.
    let startHref: String?
    /// For somebody signed in.
    let start: StartFace?
    let channels: [ChannelFace]
    let requirements: [String]
    let legalBasis: [String]

    static let template: @Sendable (PageLibrary) -> Template<ServicePage> = \.service
    static let fields: [Field<ServicePage>] = [
        .text("summary", \.summary), .text("agency", \.agency), .text("feeText", \.feeText), .optional("feeNote", \.feeNote),
        .flag("feeUnconfirmed", \.isFeeUnconfirmed), .text("promiseText", \.promiseText),
        .flag("promiseUnconfirmed", \.isPromiseUnconfirmed), .optionalPart("off", \.closure), .optional("startHref", \.startHref),
        .optionalPart("start", \.start), .list("channels", \.channels), .list("requirements", \.requirements),
        .list("legal", \.legalBasis),
    ]
}

/// Why and since when a service takes no requests.
struct ClosureFace: Filling {
    let reason: String
    let since: String

    static let fields: [Field<ClosureFace>] = [.text("reason", \.reason), .text("since", \.since)]
}

/// The button that begins a request.
struct StartFace: Filling {
    let action: String
    let service: String
    let command: String

    static let fields: [Field<StartFace>] = [.text("action", \.action), .text("service", \.service), .text("command", \.command)]
}

/// One way to ask for a service.
struct ChannelFace: Filling {
    let name: String
    /// How it works; `nil` when the region does not offer it.
    let text: String?
    let isUnconfirmed: Bool

    static let fields: [Field<ChannelFace>] = [
        .text("name", \.name), .optional("text", \.text), .flag("unconfirmed", \.isUnconfirmed),
    ]
}

extension ServicePage {
    init(_ exchange: Exchange, _ island: Island, _ offer: ServiceDefinition) {
        let language = exchange.language
        let links = island.links
        let title = offer.title.text(in: language)
        heading = Heading(
            title: title, crumbs: exchange.crumbs(island, Crumb(exchange.say("title.services"), links.services), Crumb(title)),
            menu: .services)
        summary = offer.summary.text(in: language)
        agency = exchange.portal.catalogue.agencies[offer.agency]?.name.text(in: language) ?? offer.agency
        feeText = exchange.say(offer.fee.amount)
        feeNote = offer.fee.basis.map { exchange.say("fee.basis", ["basis": $0]) }
        isFeeUnconfirmed = offer.assumed.contains("fee")
        promiseText = exchange.say(offer.promise)
        isPromiseUnconfirmed = offer.assumed.contains("promise") || island.region.isAssumed("services.\(offer.code)")
        channels = ServiceChannel.allCases.map { channel in
            let text = offer.channels[channel]?.text(in: language)
            return ChannelFace(
                name: exchange.say("channel.\(channel.rawValue)"), text: text,
                isUnconfirmed: text != nil && offer.isAssumed("channels.\(channel.rawValue)"))
        }
        requirements = offer.requirements.map { $0.text(in: language) }
        legalBasis = offer.legalBasis
        closure = island.switches.closure(of: offer.code).map {
            ClosureFace(
                reason: $0.reason, since: exchange.say("service.offSince", ["at": exchange.say($0.changedAt, in: island)]))
        }
        let canStart = closure == nil && offer.channels[.electronic] != nil
        let isSomebody = exchange.principal.personID != nil
        start =
            canStart && isSomebody ? StartFace(action: links.requests, service: offer.code, command: exchange.newCommand) : nil
        startHref = canStart && !isSomebody ? links.signIn(next: links.application(offer.code)) : nil
    }
}

internal import Signing
internal import Catalogue
internal import Documents
internal import Kernel

/// One service: what ends here and what does not, what it needs, costs and takes, and how each channel offers it.
struct ServicePage: Page {
    let heading: Heading
    /// How the errand ends.
    let ending: String
    let summary: String
    let agency: String
    let feeText: String
    let feeNote: String?
    /// What it costs by what is answered; empty where it costs the same for everybody.
    let tariff: [TariffLine]
    let promiseText: String
    /// How long it takes by what is answered; empty where it takes the same for everybody.
    let times: [TariffLine]
    /// What happens when nobody decides in that time; `nil` where the law is silent.
    let promiseNote: String?
    let outcome: OutcomeFace?
    /// While it is switched off.
    let closure: ClosureFace?
    /// For a visitor: leads to the sign-in, and back here.
    let startHref: String?
    /// For somebody signed in.
    let start: StartFace?
    let channels: [ChannelFace]
    let uploads: [UploadLine]
    /// What another system asks, where the errand is done there; empty for others.
    let steps: [String]
    let stepsTitle: String
    /// What to have ready on paper, and when it must be brought.
    let papers: [String]
    let papersTitle: String
    let papersText: String?
    let legalBasis: [String]
    /// The whole standard, component by component.
    let standardHref: String
    let unconfirmed: Unconfirmed?
    let printed: PrintedFace

    static let template: @Sendable (PageLibrary) -> Template<ServicePage> = \.service
    static let fields: [Field<ServicePage>] = [
        .text("ending", \.ending), .text("summary", \.summary), .text("agency", \.agency), .text("feeText", \.feeText),
        .optional("feeNote", \.feeNote), .list("tariff", \.tariff), .flag("hasTariff") { !$0.tariff.isEmpty },
        .text("promiseText", \.promiseText), .list("times", \.times), .flag("hasTimes") { !$0.times.isEmpty },
        .optional("promiseNote", \.promiseNote), .optionalPart("outcome", \.outcome),
        .optionalPart("off", \.closure),
        .optional("startHref", \.startHref), .optionalPart("start", \.start), .list("channels", \.channels),
        .list("uploads", \.uploads), .flag("hasUploads") { !$0.uploads.isEmpty }, .list("steps", \.steps),
        .flag("hasSteps") { !$0.steps.isEmpty }, .text("stepsTitle", \.stepsTitle), .list("papers", \.papers),
        .flag("hasPapers") { !$0.papers.isEmpty }, .text("papersTitle", \.papersTitle), .optional("papersText", \.papersText),
        .list("legal", \.legalBasis), .text("standardHref", \.standardHref), .optionalPart("unconfirmedPart", \.unconfirmed),
        .part("printed", \.printed),
    ]
}

/// What ends on the portal, and what does not.
struct OutcomeFace: Filling {
    let here: String
    /// `nil` when nothing is left for the counter.
    let counter: String?
    let document: String

    static let fields: [Field<OutcomeFace>] = [
        .text("here", \.here), .optional("counter", \.counter), .text("document", \.document),
    ]
}

/// One row of a tariff, or of a promise.
struct TariffLine: Filling {
    let amountText: String
    /// The answers for which it holds, in the words of the form.
    let when: String

    static let fields: [Field<TariffLine>] = [.text("amountText", \.amountText), .text("when", \.when)]

    init(_ amountText: String, _ conditions: [Condition], of service: ServiceDefinition, _ exchange: Exchange) {
        self.amountText = amountText
        when = conditions.compactMap(\.choice).map { condition in
            let question = service.question(condition.question)
            let answers = condition.values.map { value in
                question?.options.first { $0.value == value }?.label.text(in: exchange.language)
                    ?? exchange.say(value == "yes" ? "answer.affirmative" : "answer.negative")
            }
            return answers.joined(separator: " / ")
        }.joined(separator: ", ")
    }
}

/// A file that the form asks for.
struct UploadLine: Filling {
    let label: String
    let isOptional: Bool
    /// Whether it depends on the answers.
    let isConditional: Bool

    static let fields: [Field<UploadLine>] = [
        .text("label", \.label), .flag("optional", \.isOptional), .flag("conditional", \.isConditional),
    ]
}

/// What only the printed page tells: where to go with it, and where it came from.
struct PrintedFace: Filling {
    let region: String
    let building: String
    let address: String?
    /// Empty when not known.
    let hours: [DayLine]
    let webAddress: String
    /// What of it no source confirms.
    let doubt: String?

    static let fields: [Field<PrintedFace>] = [
        .text("region", \.region), .text("building", \.building), .optional("address", \.address), .list("hours", \.hours),
        .text("webAddress", \.webAddress), .optional("doubt", \.doubt),
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
    /// How it works.
    let text: String

    static let fields: [Field<ChannelFace>] = [.text("name", \.name), .text("text", \.text)]
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
        ending = exchange.sayEnding(of: offer, by: agency)
        feeText = exchange.say(offer.fee)
        tariff = offer.fee.tariff.map { TariffLine(exchange.say($0.amount), $0.conditions, of: offer, exchange) }
        feeNote = offer.fee.basis.map { exchange.say("fee.basis", ["basis": $0]) }
        promiseText = exchange.say(offer.promise, of: offer)
        times = offer.promise.rows.map { TariffLine(exchange.say($0.time, of: offer), $0.conditions, of: offer, exchange) }
        promiseNote = offer.front.deemedBasis.map { exchange.say("promise.deemed", ["basis": $0]) }
        outcome = offer.front.outcome.map { outcome in
            OutcomeFace(
                here: outcome.here.text(in: language), counter: outcome.counter?.text(in: language),
                document: ServicePage.document(outcome, of: offer, exchange, island))
        }
        // A way that no source names is not in the file, and not told as one that is closed.
        channels = ServiceChannel.allCases.compactMap { channel in
            offer.channels[channel].map {
                ChannelFace(name: exchange.say("channel.\(channel.rawValue)"), text: $0.text(in: language))
            }
        }
        uploads = (offer.takesRequests ? offer.attachments : []).map {
            UploadLine(label: $0.label.text(in: language), isOptional: !$0.isRequired, isConditional: $0.isRequired && $0.condition != nil)
        }
        if case .handoff(let handoff) = offer.ending {
            steps = handoff.steps.map { $0.text(in: language) }
            stepsTitle = exchange.say("service.steps", ["system": handoff.system.text(in: language)])
        } else {
            (steps, stepsTitle) = ([], "")
        }
        papers = offer.requirements.map { $0.text(in: language) }
        let isVisitNeeded = offer.front.outcome?.counter != nil
        let isVisitOffered = offer.channels[.direct] != nil && !offer.isElsewhere
        papersTitle = exchange.say(isVisitNeeded || isVisitOffered ? "service.bring" : "service.requirements")
        papersText = isVisitNeeded ? exchange.say("service.bringAlways") : isVisitOffered ? exchange.say("service.bringInPerson") : nil
        legalBasis = offer.legalBasis
        standardHref = links.standard(offer.code)
        var doubts = exchange.doubts
        doubts.addOffer(of: offer, in: island.region)
        doubts.add(offer, [.summary, .outcome, .fee, .promise, .steps, .agency, .channels, .attachments, .requirements, .legalBasis])
        unconfirmed = Unconfirmed(doubts)
        printed = PrintedFace(exchange, island, path: links.service(offer.code))
        closure = island.switches.closure(of: offer.code).map {
            ClosureFace(
                reason: $0.reason, since: exchange.say("service.offSince", ["at": exchange.say($0.changedAt, in: island)]))
        }
        let canStart = closure == nil && offer.channels[.electronic] != nil && offer.takesRequests
        let isSomebody = exchange.principal.personID != nil
        start =
            canStart && isSomebody ? StartFace(action: links.requests, service: offer.code, command: exchange.newCommand) : nil
        startHref = canStart && !isSomebody ? links.signIn(next: links.application(offer.code)) : nil
    }

    /// What the document is. Where it is what was asked for, the page promises no more than its signature holds.
    private static func document(_ outcome: ServiceOutcome, of offer: ServiceDefinition, _ exchange: Exchange, _ island: Island) -> String {
        let document = outcome.document.text(in: exchange.language)
        return offer.ending == .paper && island.signatory.isTest ? "\(document) \(exchange.say("ending.test"))" : document
    }
}

extension PrintedFace {
    init(_ exchange: Exchange, _ island: Island, path: String) {
        let building = island.region.building
        region = island.region.name
        self.building = building.name
        address = building.address
        hours = DayLine.week(exchange, island.region)
        webAddress = "\(exchange.portal.settings.linkAddress)\(path)"
        var doubts = exchange.doubts
        doubts.add(island.region, [.buildingName, .address, .hours, .zone])
        doubt = doubts.text
    }
}

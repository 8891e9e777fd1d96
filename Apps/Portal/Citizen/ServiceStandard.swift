internal import Catalogue
internal import Kernel

/// A service's standard in one region: each of the fourteen components, in their order, with what the data files say of it.
struct ServiceStandard {
    struct Row {
        let component: StandardComponent
        /// "1. Persyaratan"
        let name: String
        /// "1. Persyaratan", and for the long ones the word that people use: "2. Prosedur"
        let shortName: String
        /// Empty when nobody knows it.
        let lines: [String]
        let isAssumed: Bool
    }

    let rows: [Row]

    init(_ exchange: Exchange, _ island: Island, _ offer: ServiceDefinition) {
        rows = StandardComponent.allCases.enumerated().map { position, component in
            let (lines, isAssumed) = ServiceStandard.known(component, offer, exchange, island)
            let short = [.procedure, .complaints].contains(component) ? "short" : "part"
            return Row(
                component: component, name: "\(position + 1). \(exchange.say("standard.part.\(component.rawValue)"))",
                shortName: "\(position + 1). \(exchange.say("standard.\(short).\(component.rawValue)"))", lines: lines,
                isAssumed: isAssumed && !lines.isEmpty)
        }
    }

    private static func known(
        _ component: StandardComponent, _ offer: ServiceDefinition, _ exchange: Exchange, _ island: Island
    ) -> (lines: [String], isAssumed: Bool) {
        let language = exchange.language
        switch component {
        case .requirements:
            return (offer.requirements.map { $0.text(in: language) }, offer.isDoubtful(.requirements))
        case .procedure:
            if case .handoff(let handoff) = offer.ending {
                return (handoff.steps.map { $0.text(in: language) }, offer.isDoubtful(.steps))
            }
            let ways = ServiceChannel.allCases.compactMap { channel in
                offer.channels[channel].map { "\(exchange.say("channel.\(channel.rawValue)")): \($0.text(in: language))" }
            }
            return (ways, offer.isDoubtful(.channels))
        case .time:
            guard offer.promise.isKnown else { return ([], false) }
            let rows = offer.promise.rows.map { TariffLine(exchange.say($0.time, of: offer), $0.conditions, of: offer, exchange) }
                .map { "\($0.amountText): \($0.when)" }
            let deemed = offer.front.deemedBasis.map { exchange.say("promise.deemed", ["basis": $0]) }
            return (
                (rows.isEmpty ? [exchange.say(offer.promise, of: offer)] : rows) + [deemed].compactMap(\.self), offer.isDoubtful(.promise)
            )
        case .cost:
            guard offer.fee.isKnown else { return ([], false) }
            let rows = offer.fee.tariff.map { TariffLine(exchange.say($0.amount), $0.conditions, of: offer, exchange) }
                .map { "\($0.amountText): \($0.when)" }
            let basis = offer.fee.basis.map { exchange.say("fee.basis", ["basis": $0]) }
            return ((rows.isEmpty ? [exchange.say(offer.fee)] : rows) + [basis].compactMap(\.self), offer.isDoubtful(.fee))
        case .product:
            return ([(offer.product ?? offer.title).text(in: language)], false)
        case .complaints:
            let own = island.region.standard(component, of: offer.code)
            let contact = island.region.front.contact
            let lines = [own?.text.text(in: language), contact?.phone, contact?.email].compactMap(\.self)
            let isAssumed = own?.isAssumed == true || island.region.isDoubtful(.contact)
            // The national way is known for every service; whether the mall has one of its own is not.
            return (
                (lines.isEmpty ? [exchange.say("standard.ownUnknown")] : lines) + [exchange.say("standard.national")],
                isAssumed
            )
        case .legalBasis:
            return (offer.legalBasis, offer.isDoubtful(.legalBasis))
        case .facilities, .competence, .supervision, .staff, .guarantee, .security, .evaluation:
            let own = island.region.standard(component, of: offer.code)
            return ([own?.text.text(in: language)].compactMap(\.self), own?.isAssumed ?? false)
        }
    }
}

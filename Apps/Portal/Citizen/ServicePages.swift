internal import Catalogue
internal import Documents
internal import Kernel

/// What a service needs, costs and takes, and how each channel offers it.
enum ServicePages {
    static func add(to table: inout RouteTable) {
        table.page("/layanan/:service", .everyone, isShared: true) { exchange, island in
            let offer = try island.offer(exchange.parameters["service"] ?? "", in: exchange.portal.catalogue)
            return try await exchange.show(page(exchange, island, offer), of: island)
        }
    }

    private static func page(_ exchange: Exchange, _ island: Island, _ offer: ServiceDefinition) -> Page {
        let language = exchange.language
        let title = offer.title.text(in: language)
        let base = exchange.base(island)
        var values: PageValues = [
            "summary": offer.summary.text(in: language),
            "agency": exchange.portal.catalogue.agencies[offer.agency]?.name.text(in: language) ?? offer.agency,
            "feeText": exchange.say(offer.fee.amount), "promiseText": exchange.say(offer.promise),
            "channels": ServiceChannel.allCases.map { channel -> PageValues in
                let text = offer.channels[channel]?.text(in: language)
                var values: PageValues = [
                    "name": exchange.say("channel.\(channel.rawValue)"), "text": text ?? "",
                ]
                if text != nil { values["offered"] = true }
                if text != nil, offer.isAssumed("channels.\(channel.rawValue)") { values["unconfirmed"] = true }
                return values
            },
            "requirements": offer.requirements.map { $0.text(in: language) }, "legal": offer.legalBasis,
        ]
        if let basis = offer.fee.basis { values["feeNote"] = exchange.say("fee.basis", ["basis": basis]) }
        if offer.assumed.contains("fee") { values["feeUnconfirmed"] = true }
        if offer.assumed.contains("promise") || island.region.isAssumed("services.\(offer.code)") { values["promiseUnconfirmed"] = true }
        if let closure = island.switches.closure(of: offer.code) {
            values["off"] =
                ["reason": closure.reason, "since": exchange.say("service.offSince", ["at": exchange.say(closure.changedAt, in: island)])]
                as PageValues
        } else if offer.channels[.electronic] != nil {
            if exchange.principal.personID != nil {
                values["start"] =
                    ["action": "\(base)/permohonan", "service": offer.code, "command": exchange.newCommand, "csrf": exchange.formToken]
                    as PageValues
            } else {
                values["startHref"] = "\(base)/masuk?lanjut=\(base)/layanan/\(offer.code)"
            }
        }
        return Page(
            name: "service", title: title,
            crumbs: exchange.crumbs(island, Crumb(exchange.say("title.services"), "\(base)/layanan"), Crumb(title)), values: values,
            menu: "services")
    }
}

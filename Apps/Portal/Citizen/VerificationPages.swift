internal import Catalogue
internal import Documents
internal import Kernel

/// Anyone who holds a paper can ask whether it is genuine.
enum VerificationPages {
    static func add(to table: inout RouteTable) {
        table.page("/verifikasi", .everyone) { exchange, island in
            if let typed = exchange.query["kode"]?.filter({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }), !typed.isEmpty {
                return .seeOther("\(exchange.base(island))/verifikasi/\(typed.prefix(40))")
            }
            let title = exchange.say("title.verification")
            return try await exchange.show(
                Page(
                    name: "verification-form", title: title, crumbs: exchange.crumbs(island, Crumb(title)),
                    values: ["action": "\(exchange.base(island))/verifikasi", "code": [:] as PageValues], menu: "verification"), of: island)
        }
        table.page("/verifikasi/:code", .everyone) { exchange, island in
            let verification = try await island.documents.verification(of: exchange.parameters["code"] ?? "")
            let title = exchange.say("title.verification")
            var page = Page(
                name: "verification", title: title,
                crumbs: exchange.crumbs(island, Crumb(title, "\(exchange.base(island))/verifikasi")),
                values: [
                    "againHref": "\(exchange.base(island))/verifikasi", "code": exchange.parameters["code"] ?? "",
                    "checkedAt": exchange.say(exchange.portal.clock.now, in: island),
                ], menu: "verification")
            switch verification {
            case .genuine(let facts): page.values["genuine"] = values(of: facts, exchange, island)
            case .revoked(let facts): page.values["revoked"] = values(of: facts, exchange, island)
            case .unknown: page.values["unknown"] = true
            }
            return try await exchange.show(page, of: island, status: page.values["unknown"] == nil ? 200 : 404)
        }
    }

    private static func values(of facts: PaperFacts, _ exchange: Exchange, _ island: Island) -> PageValues {
        let agency = exchange.portal.catalogue.service(facts.service).flatMap { exchange.portal.catalogue.agencies[$0.agency] }
        var values: PageValues = [
            "service": facts.title.text(in: exchange.language), "number": facts.number,
            "issuedAt": exchange.say(island.region.zone.local(facts.issuedAt).date), "initials": facts.initials ?? "–",
            "agency": agency?.name.text(in: exchange.language) ?? "",
            "place": island.region.name,
        ]
        if let until = facts.validUntil {
            values["validUntil"] = exchange.say(until)
            if facts.isExpired { values["expired"] = true }
        }
        if let revoked = facts.revokedAt { values["revokedAt"] = exchange.say(island.region.zone.local(revoked).date) }
        return values
    }
}

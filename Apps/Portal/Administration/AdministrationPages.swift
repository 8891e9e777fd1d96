internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Storage

/// A region's administrator switches services on and off, and reads who did what.
enum AdministrationPages {
    static func add(to table: inout RouteTable) {
        table.page("/admin", .administrator) { exchange, island in
            try await exchange.show(page(exchange, island), of: island)
        }
        table.form("/admin/layanan/:service/saklar", .administrator) { exchange, island in
            let code = exchange.parameters["service"] ?? ""
            _ = try island.offer(code, in: exchange.portal.catalogue)
            guard let isOn = ["on": true, "off": false][exchange.form["state"]] else {
                throw Problem(.invalid, "problem.invalid", detail: "state of a switch")
            }
            do {
                try await island.documents.setSwitch(code, isOn: isOn, reason: exchange.form["reason"], by: exchange.principal)
                try await island.switches.refresh()
                return .seeOther("\(exchange.base(island))/admin")
            } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
                let issues = problem.fields.map { FieldIssue("reason-\(code)", $0.messageKey, arguments: $0.arguments) }
                return try await exchange.show(page(exchange, island, issues: issues, typedFor: code), of: island, status: 422)
            }
        }
    }

    private static func page(_ exchange: Exchange, _ island: Island, issues: [FieldIssue] = [], typedFor: String? = nil) async throws
        -> Page
    {
        let switches = try await island.documents.switches()
        let staff = Dictionary(uniqueKeysWithValues: try await island.identity.staff().map { ($0.id.text, $0.displayName) })
        let entries = try await island.database.read { tx in try tx.auditEntries(limit: 50) }
        var values: PageValues = [
            "services": exchange.portal.catalogue.services.filter { island.region.offers($0.code) }.map { definition -> PageValues in
                let latest = switches[definition.code]
                let isOn = latest?.isOn ?? true
                var row: PageValues = [
                    "title": definition.title.text(in: exchange.language), "code": definition.code,
                    "stateText": exchange.say(isOn ? "switch.open" : "switch.closed"), "nextState": isOn ? "off" : "on",
                    "action": "\(exchange.base(island))/admin/layanan/\(definition.code)/saklar",
                ]
                if isOn { row["isOn"] = true }
                if let latest {
                    row["reason"] = latest.reason
                    row["changedAt"] = exchange.say(latest.changedAt, in: island)
                }
                if typedFor == definition.code {
                    row["typed"] = exchange.form["reason"]
                    if let message = exchange.message(at: "reason-\(definition.code)", in: issues) { row["error"] = message }
                }
                return row
            },
            "audit": entries.map { face(of: $0, staff, exchange, island) },
        ]
        if !entries.isEmpty { values["hasAudit"] = true }
        return Page(name: "admin", title: exchange.say("title.admin"), values: values, issues: issues, menu: "admin")
    }

    private static func face(of entry: AuditEntry, _ staff: [String: String], _ exchange: Exchange, _ island: Island) -> PageValues {
        // Citizens stay numbers here: the trail says that somebody signed in, not who she is.
        let who = staff[entry.actor] ?? exchange.say("actor.\(entry.actorKind)", ["name": entry.actor])
        var values: PageValues = [
            "at": exchange.say(entry.at, in: island), "who": who, "action": exchange.say("audit.\(entry.action)"),
        ]
        if let definition = exchange.portal.catalogue.service(entry.subject) {
            values["subject"] = definition.title.text(in: exchange.language)
        } else if let name = staff[entry.subject] {
            values["subject"] = name
        } else if !entry.subject.isEmpty {
            values["subject"] = "…" + entry.subject.suffix(8)
        }
        if let reason = entry.reason { values["reason"] = reason }
        return values
    }
}

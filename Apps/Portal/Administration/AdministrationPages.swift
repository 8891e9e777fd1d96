internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Payments
internal import Storage

/// A region's administrator sees how it stands, and switches services on and off.
enum AdministrationPages {
    static func add(to table: inout RouteTable) {
        table.page("/admin", .administrator) { exchange, island in
            let code = exchange.keptIssues.first?.field.dropFirst("reason-".count)
            let refused = code.map { RefusedSwitch(code: String($0), issues: exchange.keptIssues) }
            return try await exchange.show(page(exchange, island, refused: refused), of: island)
        }
        table.form("/admin/layanan/:service/saklar", .administrator, on: "/admin") { exchange, island in
            let code = exchange.parameters["service"] ?? ""
            _ = try island.offer(code, in: exchange.portal.catalogue)
            return try await flip(code, exchange, island) { isOn, reason in
                try await island.documents.setSwitch(code, isOn: isOn, reason: reason, by: exchange.principal)
                try await island.switches.refresh()
            }
        }
        table.form("/admin/cara-bayar/:provider/saklar", .administrator, on: "/admin") { exchange, island in
            let provider = exchange.parameters["provider"] ?? ""
            return try await flip(SwitchFace.wayPrefix + provider, exchange, island) { isOn, reason in
                try await island.payments.setSwitch(provider, isOn: isOn, reason: reason, by: exchange.principal)
            }
        }
    }

    /// - Parameter code: of the ``SwitchFace`` whose form was sent.
    private static func flip(
        _ code: String, _ exchange: Exchange, _ island: Island, _ set: (Bool, String) async throws -> Void
    ) async throws -> Reply {
        guard let isOn = ["on": true, "off": false][exchange.form["state"]] else {
            throw Problem(.invalid, "problem.invalid", detail: "state of a switch")
        }
        do {
            try await set(isOn, exchange.form["reason"])
            return .seeOther(island.links.administration)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            let issues = problem.fields.map { $0.at("reason-\(code)") }
            return try await exchange.show(
                page(exchange, island, refused: RefusedSwitch(code: code, issues: issues)), of: island, status: 422)
        }
    }

    private static func page(_ exchange: Exchange, _ island: Island, refused: RefusedSwitch? = nil) async throws -> AdministrationPage {
        let switches = try await island.documents.switches()
        let providers = try await island.payments.providerStates(by: exchange.principal)
        let hasAccount = try await island.payments.bankAccount() != nil
        let overview = try await island.overview(by: exchange.principal)
        var filter = AuditFilter()
        filter.leftOut = "staff.signInFailed"
        let shown = filter
        let trail = try await island.database.read { tx in try tx.auditStretch(shown, limit: 10, walk: 200).entries }
        return AdministrationPage(
            exchange, island, overview, switches, providers, hasAccount: hasAccount, try await island.auditNames(), trail, refused: refused)
    }
}

internal import Identity
internal import Kernel
internal import Payments

/// A region's administrator says where a key's program is told of payments, and sees whether it listens.
enum HookPages {
    static func add(to table: inout RouteTable) {
        table.page("/admin/kunci/:id/kabar", .administrator) { exchange, island in
            try await exchange.show(page(exchange, island, issues: exchange.keptIssues), of: island)
        }
        table.form("/admin/kunci/:id/kabar", .administrator, set)
        // None of them needs a command: each leaves things as they should be, however often it is sent.
        table.form("/admin/kunci/:id/kabar/jeda", .administrator, on: "/admin/kunci/:id/kabar") { exchange, island in
            let key = try await listener(exchange, island)
            try await island.payments.pauseHook(for: key.id, by: exchange.principal)
            return .seeOther(island.links.keyHook(key.id))
        }
        table.form("/admin/kunci/:id/kabar/kelanjutan", .administrator, on: "/admin/kunci/:id/kabar") { exchange, island in
            let key = try await listener(exchange, island)
            try await island.payments.resumeHook(for: key.id, by: exchange.principal)
            return .seeOther(island.links.keyHook(key.id))
        }
        table.form("/admin/kunci/:id/kabar/penghentian", .administrator, on: "/admin/kunci/:id/kabar") { exchange, island in
            let id = try exchange.identifier()
            try await island.payments.removeHook(for: id, by: exchange.principal)
            return .seeOther(island.links.keyHook(id))
        }
    }

    /// The answer itself shows the secret: there is no place that keeps it. Whoever reloads sends the same command again, and reads that it
    /// was shown.
    @Sendable private static func set(_ exchange: Exchange, _ island: Island) async throws -> Reply {
        let key = try await listener(exchange, island)
        do {
            let setting = try await island.payments.setHook(
                exchange.form["address"], for: key.id, of: key.agency, allowsPlain: island.hooks.callsPrivate,
                command: exchange.command(), by: exchange.principal)
            return try await exchange.show(page(exchange, island, setting: setting), of: island)
        } catch let problem as Problem where problem.code == .invalid && !problem.fields.isEmpty {
            return try await exchange.show(page(exchange, island, issues: problem.fields), of: island, status: 422)
        }
    }

    /// The key of the address.
    /// - Throws: `notFound` also for one that is over or may not read payments.
    private static func listener(_ exchange: Exchange, _ island: Island) async throws -> ProgramKey {
        let key = try await island.identity.programKey(exchange.identifier())
        guard key.hearsOfPayments(at: exchange.portal.clock.now) else { throw Problem.notFound("key \(key.id) that reads payments") }
        return key
    }

    private static func page(
        _ exchange: Exchange, _ island: Island, setting: HookSetting? = nil, issues: [FieldIssue] = []
    ) async throws -> HookPage {
        let key = try await island.identity.programKey(exchange.identifier())
        let known = try await island.payments.hook(of: key.id, by: exchange.principal)
        return HookPage(exchange, island, key, known, setting: setting, issues: issues)
    }
}

internal import Catalogue
internal import Identity
public import Kernel
internal import Payments
internal import Storage

/// The region's keys for programs, for the command line.
extension RegionOffice {
    /// - Throws: besides Identity's own refusals `invalid` at `agency` for an agency that has no counter in the region.
    public func addKey(
        name: String, agency: String, scopes: Set<ProgramScope>, validDays: Int, by principal: Principal
    ) async throws -> (id: Identifier, secret: String) {
        try island.requireCounter(of: agency)
        let new = try await island.identity.addKey(name: name, agency: agency, scopes: scopes, validDays: validDays, by: principal)
        return (new.key.id, new.secret)
    }

    public func keys() async throws -> [KeyLine] {
        let now = try await island.database.read { tx in tx.now }
        return try await island.identity.programKeys().map {
            KeyLine(
                id: $0.id, name: $0.name, agency: $0.agency, scopes: $0.scopes.map(\.rawValue).sorted(), expiresAt: $0.expiresAt,
                isGood: $0.isGood(at: now))
        }
    }

    /// Sets where a key's program is told of payments.
    /// - Returns: the secret with which that is signed; it is not said again.
    /// - Throws: besides the module's own refusals `notFound` for a key that is over or may not read payments.
    public func setHook(_ address: String, for id: Identifier, by principal: Principal) async throws -> String {
        let now = try await island.database.read { tx in tx.now }
        let key = try await listener(id, at: now)
        let setting = try await island.payments.setHook(
            address, for: id, of: key.agency, allowsPlain: island.hooks.callsPrivate, command: CommandID(Identifier(at: now)),
            by: principal)
        switch setting {
        case .set(let secret): return secret
        case .setBefore: throw Problem(.unexpected, "problem.unexpected", detail: "a new command that was done before")
        }
    }

    public func pauseHook(for id: Identifier, by principal: Principal) async throws {
        try await island.payments.pauseHook(for: id, by: principal)
    }

    /// - Throws: besides the module's own refusals `notFound` for a key that is over or may not read payments.
    public func resumeHook(for id: Identifier, by principal: Principal) async throws {
        _ = try await listener(id, at: try await island.database.read { tx in tx.now })
        try await island.payments.resumeHook(for: id, by: principal)
    }

    public func removeHook(for id: Identifier, by principal: Principal) async throws {
        try await island.payments.removeHook(for: id, by: principal)
    }

    /// Where programs are told of payments, a line each: the key's id, how it goes, the last event, the last fault, the address.
    public func hooks(by principal: Principal) async throws -> [String] {
        try await island.payments.allHooks(by: principal).map { hook in
            [
                hook.key.text, hook.silence?.rawValue ?? (hook.attempts > 0 ? "trying" : "good"), String(hook.position),
                hook.lastFault?.text ?? "-", hook.address,
            ].joined(separator: "  ")
        }
    }

    private func listener(_ id: Identifier, at now: Instant) async throws -> ProgramKey {
        let key = try await island.identity.programKey(id)
        guard key.hearsOfPayments(at: now) else { throw Problem.notFound("key \(id) that reads payments") }
        return key
    }

    public func revokeKey(_ id: Identifier, reason: String, by principal: Principal) async throws {
        try await island.identity.revokeKey(id, reason: reason, by: principal)
    }
}

/// One key of a region, for printing. Its secret is known to its holder alone.
public struct KeyLine: Sendable {
    public let id: Identifier
    public let name: String
    public let agency: String
    public let scopes: [String]
    public let expiresAt: Instant
    public let isGood: Bool
}

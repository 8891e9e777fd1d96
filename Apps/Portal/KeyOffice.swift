internal import Catalogue
internal import Identity
public import Kernel
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

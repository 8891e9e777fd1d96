internal import Catalogue
public import Kernel
internal import Storage

/// That an officer has taken a request, so that her colleagues take another one. It locks nothing: who is ill tomorrow must not keep a
/// citizen waiting. It ends with the decision.
public struct Claim: Sendable, Hashable {
    public let officer: Identifier
    public let at: Instant

    init(officer: Identifier, at: Instant) {
        self.officer = officer
        self.at = at
    }
}

extension DocumentService {
    /// Takes a request that waits for a decision. Taking what is one's own already changes nothing.
    /// - Parameter holder: who held it when the officer looked; `nil` when nobody did.
    /// - Throws: `conflict` `problem.request.claimed` when a colleague took it, or let go of it, meanwhile; `conflict`
    ///   `problem.request.moved` when it does not wait any more; `notFound` for officers of other agencies; `forbidden` for anyone but an
    ///   officer.
    public func claim(_ id: Identifier, over holder: Identifier? = nil, by officer: Principal) async throws {
        let desk = try Desk(officer)
        try await database.write { tx in
            try requireWaiting(id, officer, tx)
            let held = try ClaimStore.find(of: id, tx)
            guard held?.officer != desk.officer else { return }
            guard held?.officer == holder else { throw Problem(.conflict, "problem.request.claimed", detail: "\(id) meanwhile") }
            try ClaimStore.put(Claim(officer: desk.officer, at: tx.now), of: id, tx)
            try tx.audit.append("request.claimed", id, by: officer)
        }
    }

    /// Lets go of a request that the officer has taken. Nothing happens when it is not hers.
    /// - Throws: as ``claim(_:over:by:)``.
    public func release(_ id: Identifier, by officer: Principal) async throws {
        let desk = try Desk(officer)
        try await database.write { tx in
            try requireWaiting(id, officer, tx)
            guard try ClaimStore.find(of: id, tx)?.officer == desk.officer else { return }
            try ClaimStore.remove(of: id, tx)
            try tx.audit.append("request.released", id, by: officer)
        }
    }

    /// Who has taken the request; `nil` when nobody has.
    /// - Throws: `notFound` for officers of other agencies; `forbidden` for anyone but an officer.
    public func claim(of id: Identifier, by officer: Principal) async throws -> Claim? {
        _ = try Desk(officer)
        return try await database.read { tx in
            _ = try RequestStore.find(id, tx).sight(of: officer)
            return try ClaimStore.find(of: id, tx)
        }
    }

    private func requireWaiting(_ id: Identifier, _ officer: Principal, _ tx: ReadTransaction) throws {
        let standing = try RequestStore.find(id, tx)
        _ = try standing.sight(of: officer)
        guard standing.status.isWithOfficers else {
            throw Problem(.conflict, "problem.request.moved", detail: "\(id) is \(standing.status)")
        }
    }
}

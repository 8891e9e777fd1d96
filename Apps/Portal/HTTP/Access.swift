internal import Kernel

/// Who may use a route. Every route states one; a test walks all routes.
enum Access: Sendable, Hashable {
    /// Everybody, signed in or not.
    case everyone
    /// A citizen who signed in to this region.
    case citizen
    /// An officer of this region.
    case officer
    /// An administrator of this region.
    case administrator
    /// A cashier of this region.
    case cashier
    /// Whoever answers for this region's books.
    case finance
    /// Staff of this region, of every kind.
    case staff
    /// A program of an agency of this region, whose key has that scope.
    case program(ProgramScope)
    /// A payment provider, known by the signature of its message instead of a session.
    case provider
    /// Everybody, and only while the server runs with `--demo`, or in a region whose payments are stubs.
    case demonstration

    /// - Throws: `unauthenticated` for somebody who should sign in first, `forbidden` for somebody signed in as another kind.
    func check(_ principal: Principal) throws {
        switch (self, principal) {
        case (.everyone, _), (.provider, _), (.demonstration, _): return
        case (.citizen, .citizen), (.officer, .officer), (.administrator, .administrator), (.cashier, .cashier), (.finance, .finance):
            return
        case (.staff, .officer), (.staff, .administrator), (.staff, .cashier), (.staff, .finance): return
        case (.program(let scope), .program(_, _, let scopes)):
            guard scopes.contains(scope) else {
                throw Problem(.forbidden, "problem.programKey.scope", arguments: ["scope": scope.rawValue])
            }
        case (.program, .visitor): throw Problem(.unauthenticated, "problem.programKey.needed")
        case (_, .visitor): throw Problem(.unauthenticated, "problem.session.needed")
        default: throw Problem(.forbidden, "problem.forbidden")
        }
    }
}

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
    /// A payment provider, known by the signature of its message instead of a session.
    case provider
    /// Everybody, and only while the server runs with `--demo`.
    case demonstration

    /// - Throws: `unauthenticated` for somebody who should sign in first, `forbidden` for somebody signed in as another kind.
    func check(_ principal: Principal) throws {
        let fits =
            switch (self, principal) {
            case (.everyone, _), (.provider, _), (.demonstration, _): true
            case (.citizen, .citizen), (.officer, .officer), (.administrator, .administrator): true
            default: false
            }
        if fits { return }
        if case .visitor = principal {
            throw Problem(.unauthenticated, "problem.session.needed")
        }
        throw Problem(.forbidden, "problem.forbidden")
    }
}

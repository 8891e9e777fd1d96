internal import Catalogue
internal import Identity
internal import Kernel
internal import Storage

/// A region's folder remembers that it is a demonstration. Its passwords are printed at each start and its mailbox is open to everybody:
/// such a folder must never be served for real, nor a real one as a demonstration.
enum DemonstrationMark: String {
    /// The invented people are still to come, all or some of them.
    case begun
    /// They are all there.
    case filled

    private static let fact = "demonstration"

    /// - Throws: `unavailable` `problem.data.demonstration` for a demonstration's folder that is to be served for real,
    ///   `problem.data.real` for one with staff of its own that is to be served as a demonstration.
    static func require(_ isDemonstration: Bool, in island: Island) async throws {
        let arguments = ["region": island.region.slug.text]
        switch (isDemonstration, try await read(island)) {
        case (true, .some), (false, nil): return
        case (false, .some): throw Problem(.unavailable, "problem.data.demonstration", arguments: arguments)
        case (true, nil):
            guard try await island.identity.staff().isEmpty else { throw Problem(.unavailable, "problem.data.real", arguments: arguments) }
            try await begun.write(in: island)
        }
    }

    static func read(_ island: Island) async throws -> DemonstrationMark? {
        try await island.database.read { tx in try tx.fact(fact).flatMap(DemonstrationMark.init) }
    }

    func write(in island: Island) async throws {
        try await island.database.write { tx in try tx.setFact(DemonstrationMark.fact, rawValue) }
    }
}

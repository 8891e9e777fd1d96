public import Kernel
public import Storage

extension IdentityService {
    /// The person's own record, for herself and for the platform's loops.
    /// - Throws: `notFound` for everybody else, and when there is no such person; `gone` when she was erased.
    public func person(_ id: Identifier, by principal: Principal) async throws -> Person {
        switch principal {
        case .citizen(id), .platform: try await database.read { tx in try person(id, tx) }
        default: throw Problem.notFound("person \(id)")
        }
    }

    /// The same inside a transaction that somebody else opened; for adapters, which have decided who may see it.
    /// - Throws: `notFound` when there is no such person; `gone` when she was erased.
    public func person(_ id: Identifier, _ tx: ReadTransaction) throws -> Person {
        guard let person = try people.find(id, tx) else { throw Problem.notFound("person \(id)") }
        return person
    }

    /// Who signed in with that NIK, `nil` when nobody did; for adapters and pages, which have decided who may know it.
    public func owner(of nik: NIK, _ tx: ReadTransaction) throws -> Identifier? {
        try people.registered(nikHash: people.hash(nik, tx), tx)?.id
    }

    /// Chooses the language in which a citizen is written to.
    /// - Throws: `forbidden` for anybody but a citizen; `notFound` when there is no such person.
    public func setLanguage(_ language: Language, by principal: Principal) async throws {
        guard let id = principal.personID else { throw Problem(.forbidden, "problem.forbidden", detail: "language of a \(principal.kind)") }
        try await database.write { tx in
            guard try people.setLanguage(language, of: id, tx) else { throw Problem.notFound("person \(id)") }
        }
    }
}

internal import Documents
internal import Identity
internal import Kernel
internal import Storage

/// What an officer's desk shows, read from the domains: a list or what was found, with what only Identity knows of it.
struct DeskReading: Sendable {
    let items: [WorkItem]
    /// Where the next stretch begins; `nil` when this was the last.
    let next: String?
    /// Last digits of the NIK with which the applicant signed in, by applicant; nobody who was erased.
    let nikTails: [Identifier: String]
    /// What officers are called who have taken one of these.
    let officers: [Identifier: String]
}

extension Island {
    func read(_ view: DeskView, by officer: Principal) async throws -> DeskReading {
        let (items, next) = try await stretch(view, by: officer)
        let identity = identity
        let tails = try await database.read { tx in
            var tails: [Identifier: String] = [:]
            for applicant in Set(items.map(\.standing.applicant)) {
                tails[applicant] = try identity.personIfKept(applicant, tx).map { String($0.nik.digits.suffix(4)) }
            }
            return tails
        }
        let isClaimed = items.contains { $0.claim != nil }
        return DeskReading(items: items, next: next, nikTails: tails, officers: isClaimed ? try await staffNames() : [:])
    }

    /// What everybody at work here is called.
    func staffNames() async throws -> [Identifier: String] {
        Dictionary(uniqueKeysWithValues: try await identity.staff().map { ($0.id, $0.displayName) })
    }

    private func stretch(_ view: DeskView, by officer: Principal) async throws -> (items: [WorkItem], next: String?) {
        guard !view.search.isEmpty else {
            let page = try await documents.workList(by: officer, view.list, after: WorkCursor(view.start))
            return (page.items, page.next?.text)
        }
        guard let search = try await meaning(of: view.search) else { return ([], nil) }
        let found = try await documents.search(search, before: Identifier(view.start), by: officer)
        return (found.items, found.next?.text)
    }

    /// What somebody looks for who has typed this: a NIK is sixteen digits, a number has a digit, everything else is a name. `nil` for the
    /// NIK of nobody.
    private func meaning(of typed: String) async throws -> WorkSearch? {
        if let nik = NIK(typed) {
            let identity = identity
            return try await database.read { tx in try identity.owner(of: nik, tx) }.map(WorkSearch.applicant)
        }
        return typed.contains(where: \.isNumber) ? .number(typed) : .holder(typed)
    }
}

extension IdentityService {
    /// The person, `nil` when she was erased or there is none; for pages, which have decided who may see it.
    func personIfKept(_ id: Identifier, _ tx: ReadTransaction) throws -> Person? {
        do { return try person(id, tx) } catch let problem as Problem where [.gone, .notFound].contains(problem.code) { return nil }
    }
}

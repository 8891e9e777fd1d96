public import Kernel
internal import Storage

/// What an officer looks for. Whatever stands in the search field becomes one of these.
public enum WorkSearch: Sendable, Hashable {
    /// Whole words of the holder's name, in any order.
    case holder(String)
    /// Somebody who signed in, e.g. the one to whom a NIK belongs.
    case applicant(Identifier)
    /// A request's number or id, or its paper's number, whole.
    case number(String)
}

extension DocumentService {
    /// The requests of the officer's agency that were ever submitted and fit, the newest first, at most 50.
    /// - Parameter before: the last one of the stretch before; `nil` for the beginning.
    /// - Returns: the items, and behind which one the next stretch begins, `nil` when this was the last.
    /// - Throws: `forbidden` for anyone but an officer.
    public func search(
        _ search: WorkSearch, before: Identifier? = nil, limit: Int = 50, by officer: Principal
    ) async throws -> (items: [WorkItem], next: Identifier?) {
        let desk = try Desk(officer)
        let limit = min(max(limit, 1), 50)
        let before = before ?? WorkCursor.last.id
        return try await database.read { tx in
            let found =
                switch search {
                case .holder(let name):
                    try SearchStore.find(SearchWords(name), at: desk.agency, before: before, limit: limit + 1, tx)
                case .applicant(let person):
                    try SearchStore.find(of: person, at: desk.agency, before: before, limit: limit + 1, tx)
                case .number(let number):
                    try SearchStore.find(number: number, at: desk.agency, before: before, limit: limit + 1, tx)
                }
            let items = try found.prefix(limit).map { try item($0, tx) }
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }

    /// Makes some of the requests searchable that were submitted before names were. Harmless when it is broken off or run twice.
    /// - Returns: how many; none when all are.
    public func makeSearchable(limit: Int = 100) async throws -> Int {
        try await database.write { tx in
            let requests = try SearchStore.unsearchable(limit: limit, tx)
            for id in requests {
                let (standing, holder) = try RequestStore.findWithHolder(id, tx)
                try SearchStore.keep(SearchWords(holder), of: standing, tx)
                try SearchStore.setSearchable(id, tx)
            }
            return requests.count
        }
    }
}

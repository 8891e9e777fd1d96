internal import Catalogue
internal import Documents
internal import Identity
internal import Kernel
internal import Payments
internal import Storage

/// What the page of one request shows to an officer, read from the domains.
struct ReviewReading: Sendable {
    /// The list from which it was opened.
    let view: DeskView
    let list: DeskReading
    let request: DocumentRequest
    let history: [TimelineEntry]
    /// Who asks; `nil` when she was erased.
    let person: Person?
    /// `nil` for a request that costs nothing.
    let bill: Bill?
    /// Other requests of the same person to the same agency, the newest first.
    let earlier: [WorkItem]
    let claim: Claim?
    /// What everybody at work here is called.
    let officers: [Identifier: String]
    /// Who decided last, and when; `nil` while nobody has.
    let decision: (name: String, at: Instant)?
    /// The next request of the list, and how many wait; `nil` when none does.
    let next: (item: WorkItem, left: BoundedCount)?
    /// Whether the officer's decision came too late.
    let isStale: Bool

    static let earlierLimit = 5
}

extension Island {
    /// - Throws: `notFound` for whoever may not see the request.
    func read(
        _ id: Identifier, from view: DeskView, hasDecided: Bool = false, isStale: Bool = false, by officer: Principal
    ) async throws -> ReviewReading {
        // The gate comes first: what follows asks domains that do not know whose request it is.
        let request = try await documents.request(id, by: officer)
        let (identity, payments) = (identity, payments)
        let (person, bill, trail) = try await database.read { tx in
            (
                try identity.personIfKept(request.applicant, tx), try payments.bill(for: id, tx),
                isStale ? try tx.auditEntries(about: id.text, limit: 20) : []
            )
        }
        let officers = try await staffNames()
        let decided = trail.first {
            [
                "request.checked", "request.validated", "request.sentBack", "request.approved", "request.deemed", "request.returned",
                "request.revoked", "request.refused", "request.ready",
                "request.collected", "request.expired", "request.reissued",
            ].contains(
                $0.action)
        }
        let earlier = try await documents.search(.applicant(request.applicant), limit: ReviewReading.earlierLimit + 1, by: officer)
        return ReviewReading(
            view: view, list: try await read(view, by: officer), request: request,
            history: try await documents.history(of: id, by: officer), person: person, bill: bill,
            earlier: Array(earlier.items.filter { $0.id != id }.prefix(ReviewReading.earlierLimit)),
            claim: try await documents.claim(of: id, by: officer), officers: officers,
            decision: decided.flatMap { entry in
                Identifier(entry.actor).flatMap { officers[$0] }.map { (name: $0, at: entry.at) }
            },
            next: hasDecided ? try await next(after: request.standing, in: view, by: officer) : nil, isStale: isStale)
    }

    /// The request behind this one in the list of what waits, or else the first of it.
    private func next(
        after request: RequestStanding, in view: DeskView, by officer: Principal
    ) async throws -> (item: WorkItem, left: BoundedCount)? {
        var list = view.list
        list.filter = .inReview
        // A request that waits for another officer now is in the list still.
        var found = try await documents.workList(by: officer, list, after: WorkCursor(request), limit: 1).items.first
        if found == nil { found = try await documents.workList(by: officer, list, limit: 2).items.first { $0.id != request.id } }
        guard let item = found else { return nil }
        return (item, try await documents.workCount(by: officer, list))
    }
}

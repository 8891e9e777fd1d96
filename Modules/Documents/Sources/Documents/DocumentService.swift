public import Catalogue
public import Intake
public import Kernel
public import Storage

/// Requests for documents in one region, from draft to issued paper.
///
/// Every function takes who is asking. What someone may not know of is `notFound`; what someone may see but not do is
/// `forbidden`.
public struct DocumentService: Sendable {
    let database: PlatformDatabase
    let region: RegionManifest
    /// Today's definition of each service that this region offers, with the region's own fee, promise and channels.
    let offered: [String: ServiceDefinition]
    /// What the law approves when nobody decides in time, whether or not it is offered still.
    let deemedServices: [ServiceDefinition]
    let calendar: WorkingCalendar
    let fees: any FeeCollector
    let press: any PaperPress
    let scan: any MalwareScan
    let definitions = DefinitionStore()

    public init(
        database: PlatformDatabase, region: RegionManifest, catalogue: Catalogue, fees: any FeeCollector, press: any PaperPress,
        scan: any MalwareScan
    ) {
        self.database = database
        self.region = region
        self.fees = fees
        self.press = press
        self.scan = scan
        offered = Dictionary(
            catalogue.services.filter { region.offers($0.code) }.map { ($0.code, $0.offered(in: region)) },
            uniquingKeysWith: { first, _ in first })
        deemedServices = catalogue.services.filter { $0.front.deemedBasis != nil }
        calendar = WorkingCalendar(region: region, holidays: catalogue.holidays)
    }

    /// One request: in full for its applicant and, once submitted, for officers of its agency; without answers for the
    /// platform's reactions; without anything personal for administrators and the operator.
    /// Of an applicant whose data was erased it has no answers, names of files and remarks any more.
    /// - Throws: `notFound` for everyone else.
    public func request(_ id: Identifier, by principal: Principal) async throws -> DocumentRequest {
        try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            let sight = try standing.sight(of: principal)
            let definition = try definitions.find(standing.digest, tx)
            var answers = Answers()
            if case .full = sight { answers = try RequestStore.answersUnlessErased(id, tx) ?? Answers() }
            var showsWords = true
            if case .outline = sight { showsWords = false }
            var returned: ReturnedContent?
            if case .full = sight { returned = try CorrectionStore.find(of: standing, tx) }
            let wasReturned = standing.status == .returned || returned != nil
            let last = wasReturned ? try correction(of: standing, definition, showsWords, returned?.parts ?? [], tx) : nil
            var request = DocumentRequest(
                standing: standing, definition: definition, answers: answers,
                attachments: try AttachmentStore.all(of: standing, showsNames: showsWords, tx),
                correction: standing.status == .returned ? last : nil,
                paper: try PaperStore.find(of: id, tx)?.issued(replacing: PaperStore.lastReplaced(of: id, tx)))
            if standing.status == .returned { request.expiresAt = try ExpiryStore.find(of: id, tx) }
            if let step = request.stepForward, principal.officerID != nil {
                request.awaitsAnother = try takesAnother(than: principal, for: step, on: standing, definition, tx)
            }
            if standing.status.isWithOfficers, let returned, let last {
                request.corrected = CorrectionAnswer(correction: last, changes: request.changes(since: returned))
            }
            return request
        }
    }

    /// The definition that a request is filled against, without opening what was answered.
    /// - Throws: `notFound` for whoever may not see the request.
    public func definition(of id: Identifier, by principal: Principal) async throws -> ServiceDefinition {
        try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            _ = try standing.sight(of: principal)
            return try definitions.find(standing.digest, tx)
        }
    }

    /// The citizen's own requests, the newest first, at most 200.
    /// - Throws: `forbidden` for anyone but a citizen.
    public func requests(by principal: Principal) async throws -> [RequestSummary] {
        guard let person = principal.personID else { throw Problem(.forbidden, "problem.forbidden", detail: "only citizens have requests") }
        return try await database.read { tx in
            try RequestStore.all(of: person, tx).map { standing in
                RequestSummary(standing: standing, title: try definitions.find(standing.digest, tx).title)
            }
        }
    }

    /// What happened to a request, the earliest first, beginning with its draft. Remarks are left out for administrators
    /// and the operator.
    /// - Throws: `notFound` for whoever may not see the request.
    public func history(of id: Identifier, by principal: Principal) async throws -> [TimelineEntry] {
        try await database.read { tx in
            let standing = try RequestStore.find(id, tx)
            var showsRemarks = true
            if case .outline = try standing.sight(of: principal) { showsRemarks = false }
            let start = TimelineEntry(
                status: .draft, at: standing.createdAt, actorKind: "citizen", officer: nil, reasonCode: nil, remark: nil)
            return try [start] + HistoryStore.entries(of: standing, showsRemarks: showsRemarks, tx)
        }
    }

    /// The day in the region.
    func today(_ tx: ReadTransaction) -> CivilDate { region.zone.local(tx.now).date }

    private func correction(
        of standing: RequestStanding, _ definition: ServiceDefinition, _ showsRemark: Bool, _ parts: [RequestPart], _ tx: ReadTransaction
    ) throws -> Correction? {
        guard let last = try HistoryStore.lastReturn(of: standing, showsRemark: showsRemark, tx) else { return nil }
        let reason = definition.returnReasons.first { $0.code == last.reason }
        return reason.map { Correction(reason: $0, remark: last.remark, at: last.at, parts: parts) }
    }
}

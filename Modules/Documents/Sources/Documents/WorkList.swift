public import Catalogue
public import Kernel
internal import Storage

/// One line of an officer's list.
public struct WorkItem: Sendable, Hashable {
    public let standing: RequestStanding
    public let title: LocalizedText
    /// The holder's name as answered; a dash when the applicant's data was erased.
    public let holder: String
    /// The holder's first name and initials, e.g. `Siti R.`; a dash when the applicant's data was erased.
    public let applicantName: String
    /// The answer in which requests of one service differ most: of the choices that were answered, the first on which other questions
    /// depend, or else the first. `nil` when there is none, and when the applicant's data was erased.
    public let matter: ShownAnswer?
    /// Who has taken it, while it waits for a decision.
    public let claim: Claim?
    /// Working days until the promised time, negative when late; `nil` unless the request is in review.
    public let workingDaysLeft: Int?
    /// How much of its promised time is used up; `nil` below a half, and unless the request is in review.
    public let level: PromiseLevel?

    public var id: Identifier { standing.id }
    public var service: String { standing.service }
    public var status: RequestStatus { standing.status }
    public var submittedAt: Instant? { standing.submittedAt }
    public var dueAt: Instant? { standing.dueAt }
}

/// Which part of an agency's work a list shows.
public enum WorkFilter: String, Sendable, Hashable, CaseIterable {
    /// Waiting for a decision, soonest due first.
    case inReview
    /// With applicants for correction.
    case returned
    /// Decided, and to be made or handed over; soonest due first.
    case handover
    /// Done, latest promised time first.
    case finished

    var statuses: [RequestStatus] {
        switch self {
        case .inReview: RequestStatus.withOfficers
        case .returned: [.returned]
        case .handover: [.preparing, .ready]
        case .finished: [.approved, .issued, .collected, .revoked, .refused, .withdrawn, .expired]
        }
    }

    var isLatestFirst: Bool { self == .finished }
}

/// How near the promised time of what is listed is.
public enum WorkAge: String, Sendable, Hashable, CaseIterable {
    case any
    /// Promised for a moment that is over.
    case late
    /// Promised for today or earlier, by the region's own date.
    case dueToday
    /// At least four fifths of whose promised time are used up.
    case near
}

/// What an officer has asked of the work list.
public struct WorkView: Sendable, Hashable {
    public var filter: WorkFilter
    /// The code of the only service that is listed; `nil` for all of the agency's.
    public var service: String?
    /// Narrows the list of what waits; the others take no notice of it.
    public var age: WorkAge
    /// Only what the officer who is asking has taken. Only what waits can be taken: other lists take no notice of it.
    public var isMine: Bool

    public init(_ filter: WorkFilter = .inReview, service: String? = nil, age: WorkAge = .any, isMine: Bool = false) {
        self.filter = filter
        self.service = service
        self.age = age
        self.isMine = isMine
    }
}

/// A stretch of a list, in its order.
public struct WorkPage: Sendable, Hashable {
    public let items: [WorkItem]
    /// Behind which item the next stretch begins; `nil` when this was the last.
    public let next: WorkCursor?
}

/// A place in a work list. What is decided meanwhile leaves the list, and moves no other item from one stretch to the next.
public struct WorkCursor: Sendable, Hashable {
    let dueAt: Instant
    let id: Identifier

    /// 44 hexadecimal digits, without a meaning for whoever carries them.
    public var text: String { RequestCursor(submittedAt: dueAt, id: id).text }

    /// Reads any text of that form, whether or not there was such a request.
    public init?(_ text: String) {
        guard let read = RequestCursor(text) else { return nil }
        self.init(dueAt: read.submittedAt, id: read.id)
    }

    /// The place of that request in every list that it is in; `nil` for one that was never with officers.
    public init?(_ request: RequestStanding) {
        guard let due = request.dueForLists else { return nil }
        self.init(dueAt: due, id: request.id)
    }

    init(dueAt: Instant, id: Identifier) {
        self.dueAt = dueAt
        self.id = id
    }

    /// Before the first of a list that begins with what is due soonest.
    public static let first = WorkCursor(dueAt: Instant(milliseconds: 0), id: Identifier(at: Instant(milliseconds: 0)))
    /// Later than any promise: what twelve hexadecimal digits hold.
    static let last = WorkCursor(
        dueAt: Instant(milliseconds: 0xFFFF_FFFF_FFFF), id: Identifier(at: Instant(milliseconds: 0xFFFF_FFFF_FFFF)))
}

/// How many there are, counted up to a bound, so that counting costs the same however long a list gets.
public struct BoundedCount: Sendable, Hashable {
    public let number: Int
    /// Whether there are more than `number`.
    public let isMore: Bool

    public init(counted: Int, bound: Int) {
        number = min(counted, bound)
        isMore = counted > bound
    }

    /// `7`, or `99+` when there are more.
    public var text: String { isMore ? "\(number)+" : String(number) }
}

extension DocumentService {
    /// How far lists are counted.
    public static let countBound = 99

    /// A stretch of the officer's agency's requests. See ``WorkFilter`` for the order.
    /// - Parameters:
    ///   - cursor: behind which place the stretch begins; `nil` for the beginning.
    ///   - limit: 1 to 50; others are brought into that.
    /// - Throws: `forbidden` for anyone but an officer and a program that may read requests.
    public func workList(
        by officer: Principal, _ view: WorkView = WorkView(), after cursor: WorkCursor? = nil, limit: Int = 50
    ) async throws -> WorkPage {
        let desk = try Desk(reading: officer)
        let limit = min(max(limit, 1), 50)
        return try await database.read { tx in
            let found = try WorkListStore.stretch(
                of: desk, view, before: bound(of: view.age, at: tx.now), after: cursor, limit: limit + 1, tx)
            let items = try found.prefix(limit).map { try item($0, tx) }
            let next = found.count > limit ? items.last.flatMap { WorkCursor($0.standing) } : nil
            return WorkPage(items: items, next: next)
        }
    }

    /// How many requests a list has, counted up to ``countBound``.
    /// - Throws: `forbidden` for anyone but an officer and a program that may read requests.
    public func workCount(by officer: Principal, _ view: WorkView = WorkView()) async throws -> BoundedCount {
        let desk = try Desk(reading: officer)
        return try await database.read { tx in
            let counted = try WorkListStore.count(
                of: desk, view, before: bound(of: view.age, at: tx.now), limit: DocumentService.countBound + 1, tx)
            return BoundedCount(counted: counted, bound: DocumentService.countBound)
        }
    }

    /// A row of a list as officers see it.
    func item(_ row: WorkListStore.Row, _ tx: ReadTransaction) throws -> WorkItem {
        let definition = try definitions.find(row.standing.digest, tx)
        let answers = try row.answers(tx).map { AnswerSheet(definition.questions, $0).shown }
        return WorkItem(
            standing: row.standing, title: definition.title, holder: row.holder.isEmpty ? "—" : row.holder,
            applicantName: HolderName.short(row.holder), matter: answers.flatMap { WorkItem.matter(of: $0, definition) }, claim: row.claim,
            workingDaysLeft: row.standing.status.isWithOfficers
                ? row.standing.dueAt.map { calendar.workingDaysLeft(from: tx.now, until: $0) } : nil,
            level: row.standing.status.isWithOfficers ? try ClockStore.find(of: row.standing.id, tx)?.level(at: tx.now) : nil)
    }

    /// What is listed was promised for a moment before this one.
    private func bound(of age: WorkAge, at now: Instant) -> Instant {
        switch age {
        case .any, .near: WorkCursor.last.dueAt
        case .late: now
        case .dueToday: region.zone.instant(region.zone.local(now).date.advanced(byDays: 1), .midnight)
        }
    }
}

extension WorkItem {
    fileprivate static func matter(of answers: [ShownAnswer], _ definition: ServiceDefinition) -> ShownAnswer? {
        let deciding = Set(definition.questions.flatMap { $0.condition?.questions ?? [] })
        let choices = answers.filter { $0.question.kind == .choice }
        return choices.first { deciding.contains($0.question.name) } ?? choices.first
    }
}

/// The officer who is asking, and the agency for which she works.
struct Desk: Sendable {
    let officer: Identifier
    let agency: String

    /// - Throws: `forbidden` for anyone but an officer.
    init(_ principal: Principal) throws {
        guard case .officer(let id, let agency) = principal else {
            throw Problem(.forbidden, "problem.forbidden", detail: "an officer's desk, by \(principal.kind)")
        }
        (officer, self.agency) = (id, agency)
    }

    /// Whose lists are read. A program has taken nothing, so that what is its own is nothing.
    /// - Throws: `forbidden` for anyone but an officer and a program that may read requests.
    init(reading principal: Principal) throws {
        guard case .program(let id, let agency, let scopes) = principal, scopes.contains(.readRequests) else {
            try self.init(principal)
            return
        }
        self = Desk(officer: id, agency: agency)
    }

    private init(officer: Identifier, agency: String) { (self.officer, self.agency) = (officer, agency) }
}

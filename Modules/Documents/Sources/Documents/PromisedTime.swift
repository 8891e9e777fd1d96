internal import Catalogue
internal import Kernel
internal import Storage

/// How much of its promised time a request has used up, in hundredths.
public enum PromiseLevel: Int, Sendable, Hashable, CaseIterable {
    case half = 50
    case near = 80
    /// The promised moment itself is in time.
    case late = 100

    /// What somebody is told of; half is only shown.
    static let told: [PromiseLevel] = [.near, .late]
}

/// From when until when a promise runs, and when which part of it is used up.
struct PromisedTime: Sendable, Hashable {
    let ends: Instant
    let halfAt: Instant
    let nearAt: Instant

    init(ends: Instant, halfAt: Instant, nearAt: Instant) {
        self.ends = ends
        self.halfAt = halfAt
        self.nearAt = nearAt
    }

    /// - Parameters:
    ///   - left: what is left of it at `start`.
    ///   - whole: all that was promised, in the same unit; what was used before `start` counts.
    init(_ calendar: WorkingCalendar, from start: Instant, left: WorkingTime, of whole: WorkingTime) {
        let ends = calendar.deadline(from: start, within: left)
        func instant(of level: PromiseLevel) -> Instant {
            let behind = (1000 - level.rawValue * 10) * max(1, whole.amount) / max(1, left.amount)
            return calendar.instant(after: max(0, 1000 - behind), from: start, until: ends)
        }
        self.init(ends: ends, halfAt: instant(of: .half), nearAt: instant(of: .near))
    }

    /// The first moment at which that part is used up.
    func instant(of level: PromiseLevel) -> Instant {
        switch level {
        case .half: halfAt
        case .near: nearAt
        case .late: Instant(milliseconds: ends.milliseconds + 1)
        }
    }

    /// `nil` until half of it is used up.
    func level(at now: Instant) -> PromiseLevel? { PromiseLevel.allCases.last { instant(of: $0) <= now } }

    /// When somebody is to be told next; `nil` when all was told.
    func alert(after told: Set<PromiseLevel>) -> Instant? {
        // Whoever knows that it is over need not hear that it is nearly so.
        guard !told.contains(.late) else { return nil }
        return PromiseLevel.told.first { !told.contains($0) }.map { instant(of: $0) }
    }
}

extension WorkingTime {
    /// How many days, or minutes.
    fileprivate var amount: Int {
        switch self {
        case .days(let days): days
        case .minutes(let minutes): minutes
        }
    }
}

extension DocumentService {
    /// What is promised for these answers from that moment on; `nil` where nothing is. What is promised from a day on that the applicant
    /// chose is counted from then.
    func promised(_ definition: ServiceDefinition, _ answers: Answers, from instant: Instant) -> PromisedTime? {
        let day = definition.promise.start.flatMap { answers.text($0) }.flatMap { CivilDate($0) }
        let start = max(instant, day.map { region.zone.instant($0, .midnight) } ?? instant)
        return AnswerSheet(definition.questions, answers).time(by: definition.promise).map {
            PromisedTime(calendar, from: start, left: $0, of: $0)
        }
    }

    /// What is left of a promise when a request comes back from its applicant: the clock stood still meanwhile. Somebody has to look at it
    /// once more, so that a working day is left at least, or half an hour of what is promised in minutes.
    func resumed(
        _ standing: RequestStanding, _ definition: ServiceDefinition, _ answers: Answers, _ tx: WriteTransaction
    ) throws -> PromisedTime? {
        // What the law approves is counted from the day on which all papers are there, and a visit from the day of the visit.
        let isAnew = definition.promise.start != nil || definition.workflow.line(.deemed, from: .inReview) != nil
        guard !isAnew, let ends = standing.dueAt, let whole = AnswerSheet(definition.questions, answers).time(by: definition.promise),
            let returned = try HistoryStore.lastReturn(of: standing, showsRemark: false, tx)?.at
        else { return promised(definition, answers, from: tx.now) }
        let left: WorkingTime =
            switch whole {
            case .days(let days): .days(max(1, min(days, calendar.workingDaysLeft(from: returned, until: ends))))
            case .minutes(let minutes):
                .minutes(
                    min(minutes, max(30, Int(calendar.workingMilliseconds(from: returned, until: ends) / 60_000))))
            }
        return PromisedTime(calendar, from: tx.now, left: left, of: whole)
    }
}

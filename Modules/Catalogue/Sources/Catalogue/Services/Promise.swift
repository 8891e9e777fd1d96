/// An amount of time by a region's own calendar: see ``WorkingCalendar/deadline(from:within:)``.
public enum WorkingTime: Sendable, Hashable {
    /// Working days after the day on which it begins, which does not count; 0 is that day itself.
    case days(Int)
    /// Minutes in which the region's counters are open.
    case minutes(Int)

    /// Nothing longer is promised in minutes: what takes more than a working day is said in days. So one working day is never less than was
    /// promised where the hours are not known.
    public static let mostMinutes = 480

    /// `nil` for minutes.
    public var inDays: Int? { if case .days(let days) = self { days } else { nil } }

    /// `nil` for days.
    public var inMinutes: Int? { if case .minutes(let minutes) = self { minutes } else { nil } }
}

/// One row of a promise: within what time it is decided when all of its conditions hold.
public struct PromiseRow: Sendable, Hashable {
    /// Each about one choice; never empty.
    public let conditions: [Condition]
    public let time: WorkingTime

    public init(conditions: [Condition], time: WorkingTime) {
        self.conditions = conditions
        self.time = time
    }
}

/// Within what working time after it is in review a request is decided.
public struct Promise: Sendable, Hashable {
    /// `nil` when the rows say it, and when no source says it: then nothing is promised.
    public let time: WorkingTime?
    /// What is promised by what was answered; empty where it is the same for everybody. Whatever is answered, exactly one row fits.
    public let rows: [PromiseRow]
    /// The question for a day from which it is counted, when that is later than the day on which the request came in; `nil` where it is
    /// counted from then.
    public let start: String?

    public init(time: WorkingTime?, rows: [PromiseRow] = [], start: String? = nil) {
        self.time = time
        self.rows = rows
        self.start = start
    }

    public init(workingDays: Int?, start: String? = nil) { self.init(time: workingDays.map(WorkingTime.days), start: start) }

    public var isKnown: Bool { time != nil || !rows.isEmpty }

    /// Whether answers are needed to say until when.
    public var readsAnswers: Bool { start != nil || !rows.isEmpty }

    /// `nil` when it is promised in minutes, by rows, or not at all.
    public var workingDays: Int? { time?.inDays }

    /// `nil` when it is promised in days, by rows, or not at all.
    public var workingMinutes: Int? { time?.inMinutes }

    /// What is promised for these answers.
    /// - Parameter answer: as ``Condition/holds(_:)`` has it.
    /// - Returns: `nil` when nothing is promised, or not yet.
    public func time(_ answer: (String) -> [String]?) -> WorkingTime? {
        if let time { return time }
        let fitting = rows.filter { $0.conditions.allSatisfy { $0.holds(answer) } }
        return fitting.count == 1 ? fitting[0].time : nil
    }
}

extension FieldReader {
    /// `working_days`, `working_minutes`, or `rows` of them over these questions; and `from` a day that is asked for.
    func promise(over questions: [Question]) -> Promise {
        let days = questions.filter { $0.kind == .date && $0.isRequired && $0.condition == nil }.map(\.name)
        let start = self[ifPresent: "from"]?.value(Expected.oneOf(days)) { days.contains($0) ? $0 : nil }
        if let rows = self[ifPresent: "rows"] { return Promise(time: nil, rows: rows.promiseRows(over: questions, start), start: start) }
        return Promise(time: workingTime(start), start: start)
    }

    /// - Parameter start: the day from which it is counted. Only what is counted from a day that was chosen may be done on that same day:
    ///   nobody chooses when a request comes in, and it may be after closing.
    fileprivate func workingTime(_ start: String?) -> WorkingTime {
        if let minutes = self[ifPresent: "working_minutes"] { return .minutes(minutes.workingMinutes()) }
        return .days(self["working_days"].number((start == nil ? 1 : 0)...366) ?? 1)
    }
}

extension Field {
    func workingMinutes() -> Int { number(1...WorkingTime.mostMinutes) ?? 1 }

    /// The rows of a promise over these questions, checked as those of a tariff are.
    fileprivate func promiseRows(over questions: [Question], _ start: String?) -> [PromiseRow] {
        let rows = list(notEmpty: true) { item in
            item.fields { fields in
                PromiseRow(
                    conditions: fields["when"].list(notEmpty: true) { $0.choice(on: questions) }, time: fields.workingTime(start))
            }
        }
        checkRows(rows.map(\.conditions), over: questions)
        return rows
    }
}

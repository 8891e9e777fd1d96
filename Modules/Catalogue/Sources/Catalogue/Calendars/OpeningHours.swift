public import Kernel

/// From when until when somebody serves on one day, in the region's own time.
public struct OpeningHours: Sendable, Hashable, Codable {
    public let opens: TimeOfDay
    public let closes: TimeOfDay

    /// `nil` unless it opens before it closes.
    public init?(opens: TimeOfDay, closes: TimeOfDay) {
        guard opens < closes else { return nil }
        self.opens = opens
        self.closes = closes
    }

    /// Reads `08:00-15:30`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let opens = TimeOfDay(String(parts[0])), let closes = TimeOfDay(String(parts[1])) else { return nil }
        self.init(opens: opens, closes: closes)
    }
}

/// The hours of a usual week. A weekday that is missing is closed; no weekday at all means that the hours are not known.
public typealias WeeklyHours = [Weekday: [OpeningHours]]

/// Other hours for some days, such as Ramadan. `hours` without any weekday means closed on all of these days.
public struct HoursOverride: Sendable, Hashable {
    public let name: LocalizedText
    public let from: CivilDate
    /// The last day, included.
    public let to: CivilDate
    public let hours: WeeklyHours

    public init(name: LocalizedText, from: CivilDate, to: CivilDate, hours: WeeklyHours) {
        self.name = name
        self.from = from
        self.to = to
        self.hours = hours
    }

    public func covers(_ date: CivilDate) -> Bool { from <= date && date <= to }
}

extension Field {
    /// Weekday to a list of hours, sorted by opening.
    func weeklyHours() -> WeeklyHours {
        fields { fields in
            var hours: WeeklyHours = [:]
            for day in Weekday.allCases {
                if let field = fields[ifPresent: day.rawValue] { hours[day] = field.openingHours() }
            }
            return hours
        } ?? [:]
    }

    private func openingHours() -> [OpeningHours] {
        let hours = list { $0.value(Expected.hours) { OpeningHours($0) } }.sorted { $0.opens < $1.opens }
        if zip(hours, hours.dropFirst()).contains(where: { $0.closes > $1.opens }) { fault(Expected.separateHours) }
        return hours
    }

    func hoursOverride() -> HoursOverride? {
        fields { fields in
            let name = fields["name"].bilingual(englishIsOptional: true)
            let from = fields["from"].date()
            let end = fields["to"]
            let to = end.date()
            let hours = fields["hours"].weeklyHours()
            guard let from, let to else { return nil }
            if to < from { end.fault(Expected.notBeforeStart.insteadOf(to.iso8601)) }
            return HoursOverride(name: name, from: from, to: to, hours: hours)
        }
    }
}

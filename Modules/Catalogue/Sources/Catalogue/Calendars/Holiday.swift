public import Kernel

/// Who declared a holiday.
public enum HolidayKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// *Libur nasional*, by joint decree of three ministers.
    case national
    /// *Cuti bersama*, joint leave by the same decree.
    case jointLeave = "joint_leave"
    /// By the region itself, such as its anniversary.
    case regional
}

/// A day on which no working day is counted.
public struct Holiday: Sendable, Hashable {
    public let date: CivilDate
    public let name: LocalizedText
    public let kind: HolidayKind
    /// Whether it falls on the same date each year, so that it is known before a decree says so.
    public let isYearly: Bool

    public init(date: CivilDate, name: LocalizedText, kind: HolidayKind, isYearly: Bool = false) {
        self.date = date
        self.name = name
        self.kind = kind
        self.isYearly = isYearly
    }
}

extension Holiday {
    /// A file `Calendars/<year>.yaml`: the national holidays and joint leave of one year.
    static func readYear(_ stem: String, _ whole: Field) -> [Holiday] {
        whole.fields { fields in
            let yearField = fields["year"]
            let year = yearField.number(1945...2200)
            if let year, String(year) != stem { yearField.fault(Expected.fileName(stem).insteadOf(String(year))) }
            let holidays = fields["holidays"].list { $0.holiday([.national, .jointLeave], year: year) }
            _ = fields["sources"].list { $0.text() }
            return holidays
        } ?? []
    }
}

extension Field {
    /// One holiday of the given kinds; of that year, when a year is given.
    func holiday(_ kinds: [HolidayKind], year: Int?) -> Holiday? {
        fields { fields in
            let dateField = fields["date"]
            let date = dateField.date()
            let name = fields["name"].bilingual(englishIsOptional: true)
            let kind = fields["kind"].one(of: kinds)
            guard let date, let kind else { return nil }
            if let year, date.year != year { dateField.fault(Expected.inYear(year).insteadOf(date.iso8601)) }
            let isYearly = kind == .national ? fields[ifPresent: "yearly"]?.flag() ?? false : false
            return Holiday(date: date, name: name, kind: kind, isYearly: isYearly)
        }
    }
}

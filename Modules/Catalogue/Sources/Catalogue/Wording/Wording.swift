public import Kernel

/// Dates and times in the words that people use (`Docs/Facts.md` 11), made by hand because locale libraries differ
/// between machines.
public struct Wording: Sendable {
    public init() {}

    /// `Senin, 23 November 2026` or `Monday, 23 November 2026`.
    public func date(_ date: CivilDate, in language: Language) -> String {
        "\(weekday(date.weekday, in: language)), \(dayOfYear(date, in: language))"
    }

    /// `23 November 2026`, without the day of the week.
    public func dayOfYear(_ date: CivilDate, in language: Language) -> String {
        "\(date.day) \(month(date.month, in: language)) \(date.year)"
    }

    /// `pukul 08.30 WIB` or `08:30 WIB`.
    public func time(_ instant: Instant, _ zone: IndonesianZone, in language: Language) -> String {
        let time = zone.local(instant).time
        return switch language {
        case .indonesian: "pukul \(time.pointed) \(zone.abbreviation)"
        case .english: "\(time.iso8601) \(zone.abbreviation)"
        }
    }

    /// `08.30` or `08:30`, a time that was answered.
    public func time(_ time: TimeOfDay, in language: Language) -> String { language == .indonesian ? time.pointed : time.iso8601 }

    /// `Senin, 23 November 2026, pukul 08.30 WIB` or `Monday, 23 November 2026, 08:30 WIB`.
    public func dateTime(_ instant: Instant, _ zone: IndonesianZone, in language: Language) -> String {
        "\(date(zone.local(instant).date, in: language)), \(time(instant, zone, in: language))"
    }

    /// `08.00–15.30` or `08:00–15:30`.
    public func hours(_ hours: OpeningHours, in language: Language) -> String {
        switch language {
        case .indonesian: "\(hours.opens.pointed)–\(hours.closes.pointed)"
        case .english: "\(hours.opens.iso8601)–\(hours.closes.iso8601)"
        }
    }

    /// `Senin` or `Monday`.
    public func weekday(_ weekday: Weekday, in language: Language) -> String {
        switch (weekday, language) {
        case (.monday, .indonesian): "Senin"
        case (.tuesday, .indonesian): "Selasa"
        case (.wednesday, .indonesian): "Rabu"
        case (.thursday, .indonesian): "Kamis"
        case (.friday, .indonesian): "Jumat"
        case (.saturday, .indonesian): "Sabtu"
        case (.sunday, .indonesian): "Minggu"
        case (.monday, .english): "Monday"
        case (.tuesday, .english): "Tuesday"
        case (.wednesday, .english): "Wednesday"
        case (.thursday, .english): "Thursday"
        case (.friday, .english): "Friday"
        case (.saturday, .english): "Saturday"
        case (.sunday, .english): "Sunday"
        }
    }

    /// The name of a month from 1 to 12, as ``CivilDate`` counts them; empty for any other number.
    public func month(_ month: Int, in language: Language) -> String {
        let names = language == .indonesian ? Wording.indonesianMonths : Wording.englishMonths
        return names.indices.contains(month - 1) ? names[month - 1] : ""
    }

    private static let indonesianMonths = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ]
}

internal import Catalogue
internal import Documents
internal import Kernel

/// How values of the domains are said to people.
extension Exchange {
    func say(_ fee: Money) -> String { fee == .zero ? say("fee.free") : fee.formatted }

    func say(_ promise: Promise) -> String { say("promise.days", ["days": String(promise.workingDays)]) }

    /// `Senin, 23 November 2026, pukul 08.30 WIB`
    func say(_ instant: Instant, in island: Island) -> String {
        portal.wording.dateTime(instant, island.region.zone, in: language)
    }

    func say(_ date: CivilDate) -> String { portal.wording.date(date, in: language) }

    /// How much of the promised time is left, with its colour's name.
    func say(due daysLeft: Int) -> (text: String, kind: String) {
        switch daysLeft {
        case ..<0: (say("due.late", ["days": String(-daysLeft)]), "bad")
        case 0: (say("due.today"), "warning")
        case 1: (say("due.daysLeft", ["days": "1"]), "warning")
        default: (say("due.daysLeft", ["days": String(daysLeft)]), "good")
        }
    }

    func label(of status: RequestStatus) -> String { say("status.\(status.rawValue).label") }

    /// The state's colour name; a word always stands beside it.
    func kind(of status: RequestStatus) -> String {
        switch status {
        case .draft, .inReview: "info"
        case .awaitingPayment, .returned: "warning"
        case .approved, .issued: "good"
        case .revoked: "bad"
        }
    }

    /// `420 KB`, `1,3 MB`
    func say(bytes: Int) -> String {
        if bytes < 1_000_000 { return "\(max(1, bytes / 1000)) KB" }
        let tenths = bytes / 100_000
        return "\(tenths / 10)\(language == .indonesian ? "," : ".")\(tenths % 10) MB"
    }

    /// `Senin–Kamis`-like lists would save room but hide days: one line per day.
    func hours(of island: Island) -> [PageValues] {
        Weekday.allCases.map { day in
            let hours = island.region.hours[day] ?? []
            return [
                "day": portal.wording.weekday(day, in: language),
                "text": hours.isEmpty ? say("hours.closed") : "\(say(hours)) \(island.region.zone.abbreviation)",
            ]
        }
    }

    func say(_ hours: [OpeningHours]) -> String { hours.map { portal.wording.hours($0, in: language) }.joined(separator: ", ") }

    func base(_ island: Island) -> String { "/\(island.region.slug)" }

    func crumbs(_ island: Island, _ more: Crumb...) -> [Crumb] { [Crumb(island.region.name, base(island))] + more }
}

extension FileType {
    /// As people call it.
    var face: String { rawValue.uppercased() }
}

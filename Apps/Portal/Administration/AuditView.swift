internal import Foundation
internal import Kernel
internal import Storage

/// What an administrator has asked of the audit trail, as it stands in the address.
struct AuditView: Sendable, Hashable {
    /// Somebody's id, or a kind of those who have no name here.
    var who = ""
    var action = ""
    var subject = ""
    /// As it was typed: `2026-11-23`.
    var day = ""
    var start: Int?

    /// Those of whom the trail says no more than what they are.
    static let kinds = ["citizen", "platform", "program", "operator", "visitor"]

    init() {}

    init(_ query: [String: String]) {
        func text(_ name: String) -> String { String(TypedText((query[name] ?? "").replacing("+", with: " ")).line.prefix(80)) }
        (who, action, subject, day) = (text("siapa"), text("tindakan"), text("tentang"), text("hari"))
        start = query["mulai"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The names and values of the address, those alone that say something.
    var query: [(name: String, value: String)] {
        [("siapa", who), ("tindakan", action), ("tentang", subject), ("hari", day), ("mulai", start.map { String($0) } ?? "")]
            .filter { !$0.1.isEmpty }
    }

    /// The same from another place on.
    func starting(at start: Int?) -> AuditView {
        var other = self
        other.start = start
        return other
    }

    /// - Parameter zone: in which a day begins and ends.
    func filter(in zone: IndonesianZone) -> AuditFilter {
        var filter = AuditFilter()
        if AuditView.kinds.contains(who) { filter.actorKind = who } else if !who.isEmpty { filter.actor = who }
        filter.action = action.isEmpty ? nil : action
        filter.subject = subject.isEmpty ? nil : subject
        if let day = CivilDate(day) {
            (filter.from, filter.before) = (zone.instant(day, .midnight), zone.instant(day.advanced(byDays: 1), .midnight))
        }
        // Whoever guesses passwords must not be able to push everything else off the page.
        filter.leftOut = action.isEmpty ? "staff.signInFailed" : nil
        return filter
    }
}

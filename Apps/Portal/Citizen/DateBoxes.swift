internal import Kernel

/// A date as it is asked for: three boxes of one name, the day first, as Indonesians write it.
struct DateBoxes: Equatable {
    let day: String
    let month: String
    let year: String

    /// - Parameter answer: a day that was kept, `1990-07-05`, or what ``answer(_:)`` made of the boxes. Anything else is shown in the
    ///   first box, so that nothing typed is lost.
    init(_ answer: String) {
        let parts = answer.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let date = CivilDate(answer) {
            (day, month, year) = (String(date.day), String(date.month), String(date.year))
        } else if parts.count == 3 {
            (day, month, year) = (parts[0], parts[1], parts[2])
        } else {
            (day, month, year) = (answer, "", "")
        }
    }

    /// What was typed into the boxes as one answer, `5/7/1990`. A whole date in the first one counts, as does a date field's.
    static func answer(_ typed: [String]) -> String {
        guard typed.dropFirst().contains(where: { !$0.isEmpty }) else { return typed.first ?? "" }
        return typed.joined(separator: "/")
    }
}

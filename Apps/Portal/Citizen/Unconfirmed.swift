internal import Catalogue
internal import Kernel

/// What a page shows that no source confirms: said once, at its foot, with the day on which it was last looked up.
struct Unconfirmed: Filling {
    let text: String

    static let fields: [Field<Unconfirmed>] = [.text("text", \.text)]
}

extension Unconfirmed {
    /// - Parameter parts: keys of sentences that name the parts, in the order of the page; with none there is nothing to say.
    init?(_ exchange: Exchange, _ parts: [String], checkedOn: CivilDate?) {
        guard !parts.isEmpty else { return nil }
        let names = parts.map { exchange.say($0) }.joined(separator: ", ")
        guard let checkedOn else {
            text = exchange.say("unconfirmed.undated", ["parts": names])
            return
        }
        text = exchange.say(
            "unconfirmed.dated", ["parts": names, "date": exchange.portal.wording.dayOfYear(checkedOn, in: exchange.language)])
    }
}

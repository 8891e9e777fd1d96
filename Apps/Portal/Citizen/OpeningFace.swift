internal import Catalogue
internal import Kernel

/// Whether the building is open at this moment, and what follows.
struct OpeningFace: Filling {
    let text: String
    let isOpen: Bool
    let isClosed: Bool

    static let fields: [Field<OpeningFace>] = [
        .text("text", \.text), .flag("open", \.isOpen), .flag("closed", \.isClosed),
    ]
}

extension OpeningFace {
    /// By the region's own clock, whatever clock the visitor's browser has.
    init(_ exchange: Exchange, _ island: Island) {
        let now = exchange.portal.clock.now
        let today = island.region.zone.local(now).date
        let opening = island.calendar.opening(at: now)
        func say(_ time: TimeOfDay) -> String {
            exchange.portal.wording.time(island.region.zone.instant(today, time), island.region.zone, in: exchange.language)
        }
        switch opening {
        case .unknown:
            text = exchange.say("opening.unknown")
        case .open(let closes):
            text = exchange.say("opening.open", ["time": say(closes)])
        case .closed(let next):
            let holiday = island.calendar.holiday(on: today).map {
                exchange.say("opening.holiday", ["holiday": $0.name.text(in: exchange.language)])
            }
            let later = next.map { next in
                next.date == today
                    ? exchange.say("opening.laterToday", ["time": say(next.time)])
                    : exchange.say("opening.later", ["date": exchange.say(next.date), "time": say(next.time)])
            }
            text = [holiday ?? exchange.say("opening.closed"), later].compactMap(\.self).joined(separator: " ")
        }
        if case .open = opening { isOpen = true } else { isOpen = false }
        if case .closed = opening { isClosed = true } else { isClosed = false }
    }
}
